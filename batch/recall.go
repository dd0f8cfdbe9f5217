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

// recall gives the rows the outcomes that the register has from the resumed run. It returns how many rows are done.
// The error is that of the register.
func (w *work) recall(s *Session) (done int, err error) {
	known := make(map[object.Key]*register.Object)
	damaged, err := s.Register.Objects(s.Earlier.ID, func(o *register.Object) { known[o.Key.Folded()] = o })
	if err != nil {
		return 0, err
	}
	s.Damaged = damaged
	done = w.engine.Recall(func(o *object.Object) run.Earlier {
		was, found := known[o.Key.Folded()]
		if !found {
			return run.Earlier{}
		}
		delete(known, o.Key.Folded())
		edited := was.Claimed && len(without(was.Differs(o.Stored(w.job.Preflight.Dialect).Phone), w.made(o.Line))) > 0
		return run.Earlier{Claimed: was.Claimed, Was: was.Was, Result: resultOf(was), Edited: edited}
	})
	for _, was := range known {
		if was.MayStand() {
			s.gone = append(s.gone, was.Key)
		}
	}
	return done, nil
}
