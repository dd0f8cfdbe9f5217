package batch

import (
	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// This file tells what is known about the phones that are, or may become, members of an alias.

// standing is that of the job's Memory.
func (w *work) standing(key object.Key) *register.Object { return w.job.Memory.standing(key) }

// before returns the entry of an object that stood before the run of an entry, or nil.
func (w *work) before(was *register.Object) *register.Object {
	earlier, found, err := w.job.Memory.Register.StandingBefore(was.Run, w.job.Memory.Dialer, was.Key)
	if err != nil || !found {
		return nil
	}
	return earlier
}

// lastWith returns the newest entry of a phone that has a value for a field. It returns nil if there is none, or if
// nobody knows what came of a later change. A change records only the values that the program knows then.
func (w *work) lastWith(key object.Key, f apiclient.Field) *register.Object {
	for was := w.standing(key); was != nil; was = w.before(was) {
		here := w.changedHere(was)
		switch {
		case unsure(was) && !here:
			return nil
		case was.Has(f):
			return was
		case !was.Changed() && !here:
			return nil
		}
	}
	return nil
}

// changedHere reports whether an entry is that of a change that this run has made: the register need not have its
// outcome yet.
func (w *work) changedHere(was *register.Object) bool {
	i, found := w.listed(was.Key)
	if !found || was.Run != w.job.Run.Run {
		return false
	}
	r := w.engine.Result(i)
	return r.Status == object.Updated && r.Verified != object.VerifiedDiffers
}

// listed returns the index of the row whose phone has a key.
func (w *work) listed(key object.Key) (i int, found bool) {
	if w.aliases.listed == nil {
		w.aliases.listed = make(map[object.Key]int, len(w.objects))
		for i, o := range w.objects {
			w.aliases.listed[o.Folded()] = i
		}
	}
	i, found = w.aliases.listed[key.Folded()]
	return i, found
}

// expected returns the values that a phone of the list has after this run, as the dialer stores them.
func (w *work) expected(o *object.Object) *apiclient.Phone {
	p := *o.Phone
	if w.updates != nil {
		if renewed := w.updates.renewal.value(o, apiclient.PhonePass); renewed != "" {
			p.Set(apiclient.PhonePass, renewed)
		}
	}
	c := *o
	c.Phone = &p
	return c.Stored(w.client.Dialect()).Phone
}
