package batch

import (
	"slices"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// Known returns the results of a run from the register's entries, in the order of the list. It serves for a run that
// was cut off. damaged counts the entries that cannot be read. The error is that of the register.
func Known(r *register.Register, this register.Run) (list []object.Result, damaged int, err error) {
	damaged, err = r.Objects(this.ID, func(o *register.Object) {
		result := resultOf(o)
		switch {
		case result == nil && o.Claimed:
			doubt := namedAs(o)
			result = &doubt
			result.Status, result.Code, result.Message, result.Hint = object.Unconfirmed, codes.InDoubt, run.AboutToBeSent, codes.Remedy(codes.InDoubt)
		case result == nil: // the dialer was only asked about the phone
			return
		}
		result.Dialer, result.Run = this.Dialer, this.ID
		list = append(list, *result)
	})
	slices.SortStableFunc(list, func(a, b object.Result) int { return a.Line - b.Line })
	return list, damaged, err
}

// resultOf returns the result in the register's entry of an object, or nil if the entry has no outcome.
func resultOf(o *register.Object) *object.Result {
	if o.Outcome == nil {
		return nil
	}
	r, was := namedAs(o), o.Outcome
	r.Status, r.Code, r.Message, r.Hint, r.Verified = was.Status, was.Code, was.Message, codes.Remedy(was.Code), was.Verified
	r.Attempts, r.Duration, r.FinishedAt = was.Attempts, was.Duration, was.FinishedAt
	return &r
}

// namedAs returns a result with the names and the line of an object of the register.
func namedAs(o *register.Object) object.Result {
	if o.Kind == object.Alias {
		return object.Result{Line: o.Line, Kind: o.Kind, PhoneLogin: o.Name}
	}
	return object.Result{Line: o.Line, Kind: o.Kind, ServerIP: o.ServerIP, Extension: o.Name, PhoneLogin: o.Login}
}
