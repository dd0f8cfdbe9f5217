package run

import (
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A Comparer finds out what an object needs. Known answers without the dialer; ok is false if it cannot. Read then asks
// the dialer for the page of the object; its error is ErrNotShown, or says why the page cannot be read. Workers call
// Read concurrently.
type Comparer struct {
	Known func(o *object.Object) (c Change, ok bool)
	Read  func(ctx context.Context, o *object.Object) (Change, error)
}

// Compare finds out what the objects that are on the dialer need: of a reopened run, those without a result. Rehearse
// and Update then make the changes. Errors are those of Add, and that of Read if the dialer refuses this user.
func (e *Engine) Compare(ctx context.Context, by Comparer) error {
	var rows []*item
	for i := range e.items {
		it := &e.items[i]
		if !e.comparable(it) {
			continue
		}
		if c, ok := by.Known(it.object); ok {
			if c.sends() || c.Status != "" {
				it.needs(c)
			}
			continue
		}
		rows = append(rows, it)
	}
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Comparing, len(rows))
	defer track.end()
	read := func(ctx context.Context, it *item) (Change, error) { return by.Read(ctx, it.object) }
	return inspect(ctx, e, rows, read, func(o outcome, c Change, err error) error {
		it := o.Task
		switch {
		case errors.Is(err, ErrNotShown):
			it.cannot(codes.NotVisible, "the dialer has the phone, and its pages do not show it")
		case err != nil:
			it.cannot(codes.CannotCompare, "its page cannot be read: "+err.Error())
		case unanswered(o.Answer.Code):
			it.cannot(codes.CannotCompare, o.Answer.Message())
		default:
			it.needs(c)
		}
		track.step(it.change == nil && !it.result.Done(false))
		return e.tooMany(it)
	})
}

// Comparable reports whether any object is on the dialer, as far as the engine knows, and may be changed.
func (e *Engine) Comparable() bool {
	for i := range e.items {
		if e.comparable(&e.items[i]) {
			return true
		}
	}
	return false
}

// comparable reports whether the object is on the dialer, as far as the engine knows, and may be changed.
func (e *Engine) comparable(it *item) bool {
	if e.reopened {
		return it.open()
	}
	if it.unproved() {
		return it.object.Kind == object.Phone && !e.twin(it)
	}
	code := it.result.Code
	return it.result.Status == object.Exists && (code == apiclient.CodePhoneExists || code == codes.DiffersFromSent || code == codes.Inactive) && !e.twin(it)
}

// unproved reports whether an earlier run has changed the object, and nobody has seen the new values.
func (it *item) unproved() bool { return it.changing && it.result.Status == object.Updated }

// cannot settles an object whose values cannot be compared.
func (it *item) cannot(code apiclient.Code, message string) {
	if it.unproved() {
		return
	}
	it.settle(object.Exists, code, message, codes.Remedy(code))
}

// needs takes what the object needs. An object with values to send is open again.
func (it *item) needs(c Change) {
	if !c.sends() {
		it.needsNothing(c)
		return
	}
	it.reopen()
	it.change = &c
}

// needsNothing settles an object that has no values to send. If an earlier run was about to change the object, and the
// object has the new values, that run has changed it.
func (it *item) needsNothing(c Change) {
	done := it.changing && c.Code == codes.Unchanged
	switch {
	case done && !it.unproved():
		it.settle(object.Updated, apiclient.CodeUpdated, "changed before the run was cut off", "")
	case !it.unproved():
		it.settle(c.Status, c.Code, c.Message, codes.Remedy(c.Code))
	}
	if c.Seen && (done || c.Status.Changed()) {
		it.found(nil)
		it.changing, it.recorded = false, ""
	}
}
