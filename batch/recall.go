package batch

import (
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

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
		edited := was.Claimed && w.edited(o, was)
		return run.Earlier{Claimed: was.Claimed, Was: was.Was, Result: resultOf(was), Edited: edited}
	})
	for _, was := range known {
		if was.MayStand() && was.Line != 0 {
			s.gone = append(s.gone, was.Key)
		}
	}
	return done, nil
}

// edited reports whether an object was claimed with other values than the list has now.
func (w *work) edited(o *object.Object, was *register.Object) bool {
	if o.Kind == object.Alias {
		return !run.Within(o.Alias.PhoneLogins, was.Members())
	}
	return len(without(was.Differs(o.Stored(w.job.Preflight.Dialect).Phone), w.made(o.Line))) > 0
}
