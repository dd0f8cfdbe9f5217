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
			result = &object.Result{
				Line: o.Line, Kind: o.Kind, Status: object.Unconfirmed, Code: codes.InDoubt, Message: run.AboutToBeSent, Hint: codes.Remedy(codes.InDoubt),
				ServerIP: o.ServerIP, Extension: o.Name, PhoneLogin: o.Login,
			}
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
	return &object.Result{
		Line: o.Line, Kind: o.Kind, Status: o.Outcome.Status, Code: o.Outcome.Code, Message: o.Outcome.Message, Hint: codes.Remedy(o.Outcome.Code),
		ServerIP: o.ServerIP, Extension: o.Name, PhoneLogin: o.Login, Verified: o.Outcome.Verified,
		Attempts: o.Outcome.Attempts, Duration: o.Outcome.Duration, FinishedAt: o.Outcome.FinishedAt,
	}
}

// keyOf returns the key of the object of a result.
func keyOf(r *object.Result) object.Key {
	return object.Key{Kind: r.Kind, ServerIP: r.ServerIP, Name: r.Extension}
}
