package register

import (
	"cmp"
	"errors"
	"time"

	"phonebatch/batch/object"
)

// A Recording records the objects that one run is about to send, and their outcomes. It is for one goroutine; only Sync
// may run beside the other methods. After the first error of the database nothing more is recorded, and every call
// returns that error. Errors are a *StateError, a *DamagedError, ErrClosed, or wrap ErrNotClaimed.
type Recording struct {
	reg    *Register
	id     string                 // the id of the run
	asked  map[object.Key]*answer // the waiting answers, by folded key
	queue  queue
	writer *writer
	closed bool
}

// An answer is an answer of the dialer that waits until its object is claimed or settled, or the run ends.
type answer struct {
	object *object.Object
	was    object.Presence
}

// Assigned records values that were chosen for objects before their claim. The record is durable after the next Sync.
func (r *Recording) Assigned(list []*object.Object) error {
	changes := make([]change, len(list))
	for i, o := range list {
		changes[i] = change{event: assigned, claim: r.reg.key.claim(o)}
	}
	return r.queue.add(changes...)
}

// Asked records what the dialer has told about an object. The answer waits in memory until the object is claimed or
// settled, or the run ends: no decision depends on the answer for an object that was never claimed.
func (r *Recording) Asked(o *object.Object, was object.Presence) error {
	r.asked[o.Folded()] = &answer{o, was}
	return r.queue.failed()
}

// Claim records that objects are about to be sent with their present values, and for whom they are meant. Send the
// objects only after the next Sync.
func (r *Recording) Claim(list []*object.Object) error {
	changes := make([]change, 0, 2*len(list))
	for _, o := range list {
		c := r.reg.key.claim(o)
		c.sums = r.reg.key.sums(o.Key, o.Phone)
		changes = append(r.answered(changes, &c), change{event: sending, claim: c})
	}
	return r.queue.add(changes...)
}

// Leaves records that an object stands for somebody who leaves. The record keeps the person and the values of was, the
// register's entry of the object, which may be nil. The record is durable after the next Sync.
func (r *Recording) Leaves(o *object.Object, was *Object) error {
	return r.queue.add(change{event: assigned, claim: r.claimOf(o, was)})
}

// ClaimLeaving is Claim for an object of Leaves that the dialer has: the register takes such a claim for a change. A
// value that the object leaves open is that of was.
func (r *Recording) ClaimLeaving(o *object.Object, was *Object) error {
	c := r.claimOf(o, was)
	c.sums = r.reg.key.sums(o.Key, o.Phone)
	if was != nil {
		c.keepValues(was.row)
	}
	return r.queue.add(change{event: wasAsked, was: object.There, claim: c}, change{event: sending, claim: c})
}

// ClaimRestoring is ClaimLeaving, but only the person and the login are those of was.
func (r *Recording) ClaimRestoring(o *object.Object, was *Object) error {
	c := r.claimOf(o, was)
	c.sums = r.reg.key.sums(o.Key, o.Phone)
	return r.queue.add(change{event: wasAsked, was: object.There, claim: c}, change{event: sending, claim: c})
}

// claimOf returns the claim of an object for the person of an entry, which may be nil.
func (r *Recording) claimOf(o *object.Object, was *Object) claim {
	c := r.reg.key.claim(o)
	if was != nil {
		c.keep(was.row)
	}
	return c
}

// answered appends the waiting answer for an object, if there is one, and removes it from memory.
func (r *Recording) answered(changes []change, c *claim) []change {
	key := c.foldedKey()
	a := r.asked[key]
	if a == nil {
		return changes
	}
	delete(r.asked, key)
	return append(changes, change{event: wasAsked, was: a.was, claim: *c})
}

// Settled records the result of an object. The writer commits it soon after the next Flush, and before the next Sync
// returns. If the process is killed before the commit, the object stays in doubt. A result with the code codes.Edited
// is recorded as added.
func (r *Recording) Settled(o *object.Object, result *object.Result) error {
	c := claim{key: o.Key, folded: o.Folded().Name}
	if r.asked[c.foldedKey()] != nil {
		c = r.reg.key.claim(o)
	}
	return r.queue.add(append(r.answered(nil, &c), change{event: settled, claim: c, outcome: outcomeOf(result)})...)
}

// Flush asks the writer to commit soon, and does not wait.
func (r *Recording) Flush() error {
	if r.closed {
		return ErrClosed
	}
	r.writer.wake()
	return r.queue.failed()
}

// Sync returns when all earlier records are durable. It may run beside the other methods.
func (r *Recording) Sync() error {
	done := make(chan struct{})
	select {
	case r.writer.syncs <- done:
		<-done
	case <-r.writer.gone:
		return cmp.Or(r.queue.failed(), ErrClosed)
	}
	return r.queue.failed()
}

// An Ending is the summary of a run at its end.
type Ending struct {
	Left     int // the number of rows that are unconfirmed or not_sent
	Unproved int // the number of rows that were added but not verified although they should have been
	Added    int
	NotDone  int
	Results  string // the absolute path; empty if the path of the results does not change
	Files    []Wrote
}

// Wrote records durably that the run is about to write a file. The files of End take its place.
func (r *Recording) Wrote(file Wrote) error {
	return r.mark(func(w *runRow) {
		if !w.Has(file.Name, file.Sum) {
			w.Files = append(w.Files, file)
		}
	})
}

// mark makes durable what was recorded, and then a change of the run itself. An error sticks.
func (r *Recording) mark(change func(*runRow)) error {
	if err := r.Sync(); err != nil {
		return err
	}
	err := r.reg.mark(r.id, change)
	if err != nil {
		r.queue.fail(err)
	}
	return err
}

// End records durably that the run is over. Call End once the results and the other files are on disk.
func (r *Recording) End(e Ending) error {
	if err := r.rest(); err != nil {
		return err
	}
	return r.mark(func(w *runRow) {
		w.Ended = time.Now().UTC()
		w.Left, w.Unproved, w.Added, w.NotDone, w.Files = e.Left, e.Unproved, e.Added, e.NotDone, e.Files
		if e.Results != "" {
			w.Results = e.Results
		}
	})
}

// rest records the answers about objects that were never claimed, so that the register knows the people of the run.
func (r *Recording) rest() error {
	changes := make([]change, 0, len(r.asked))
	for _, a := range r.asked {
		changes = append(changes, change{event: wasAsked, was: a.was, claim: r.reg.key.claim(a.object)})
	}
	clear(r.asked)
	return r.queue.add(changes...)
}

// Run returns the id of the run.
func (r *Recording) Run() string { return r.id }

// Close makes the records durable and ends the recording. A second Close does nothing.
func (r *Recording) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	err := errors.Join(r.rest(), r.writer.stop())
	r.queue.fail(ErrClosed)
	return err
}
