package run

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Beside returns a reopened engine for further objects on the same dialer: at the same pace, with the same options, but
// with a ledger of its own, which may be nil. Sync and Flush of the ledger are those of e. Of the two engines, only one
// may be at work at a time.
func (e *Engine) Beside(results []object.Result, l Ledger) *Engine {
	o := e.options
	o.Ledger = l
	return Reopen(results, o).beside(e)
}

// BesideNew is Beside for objects that are to be added: the engine is that of New.
func (e *Engine) BesideNew(objects []*object.Object, l Ledger) *Engine {
	o := e.options
	o.Ledger = l
	return New(objects, o).beside(e)
}

// beside takes over what another engine needs to work for the same dialer.
func (e *Engine) beside(other *Engine) *Engine {
	e.crew, e.line, e.gated = other.crew, other.line, other.gated
	return e
}

// Find asks about every open object whether this user may change it, and stores nothing. Objects that are there stay
// open; the others are gone or not visible. lost is the status of an object whose question got no answer. Errors are
// those of Add.
func (e *Engine) Find(ctx context.Context, lost object.Status) error {
	rows := e.pending()
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Asking, len(rows))
	defer track.end()
	return e.each(ctx, errand{Units: singles(rows), Call: e.rehearseInactive, Done: func(o outcome) (next, error) {
		n, err := e.sought(o, lost)
		if n.Call != nil || err != nil {
			return n, err
		}
		track.step(!o.Task.asked)
		return n, e.tooMany(o.Task)
	}})
}

// Departed gives the status deleted to the objects that Find found absent and that an earlier run, which this one
// continues, was about to delete, as own says. The error is a *LedgerError.
func (e *Engine) Departed(own func(*object.Object) bool) error {
	for i := range e.items {
		it := &e.items[i]
		if it.result.Status != object.Gone || !own(it.object) {
			continue
		}
		it.claimed = true
		it.settle(object.Deleted, apiclient.CodeDeleted, "deleted before the run was cut off", "")
		it.result.Verified = object.VerifiedYes
		if err := e.record(it); err != nil {
			return err
		}
	}
	return nil
}

// rehearseInactive asks whether an object could be made inactive.
func (e *Engine) rehearseInactive(ctx context.Context, it *item) apiclient.Reply {
	p := it.object.Phone
	key := apiclient.Phone{Extension: p.Extension, ServerIP: p.ServerIP}
	return e.line.dialer.RehearseUpdate(ctx, apiclient.Update{Phone: key, Active: "N"})
}

// sought takes the answer to one question of Find.
func (e *Engine) sought(o outcome, lost object.Status) (next, error) {
	it, reply := o.Task, o.Answer
	switch code := reply.Code; {
	case code == apiclient.CodeWouldUpdate:
		it.asked = true
	case code == apiclient.CodePhoneAbsent && !o.Look: // absent, or invisible for this user: add_phone tells
		return next{Call: e.probe, Look: true}, nil
	case code.Absent():
		it.settle(object.Gone, apiclient.CodePhoneAbsent, "the dialer does not have the phone", "")
	case code == apiclient.CodePhoneExists:
		it.invisible()
	case code == apiclient.CodeProbeAccepted:
		it.answer(object.Unconfirmed, reply)
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case code.Refuses():
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case unanswered(code):
		if again, ok := e.retry(o); ok {
			again.Look = o.Look
			return again, nil
		}
		it.answer(lost, reply)
	default:
		it.answer(object.Refused, reply)
	}
	return next{}, nil
}

// invisible settles an object that is there and that this user may not change.
func (it *item) invisible() {
	const message = "the dialer has the phone, and does not let this API user change it"
	it.settle(object.NotVisible, codes.NotVisible, message, codes.Remedy(codes.NotVisible))
}

// Deactivate gives every open object the change that makes it inactive; Update makes the change. known returns the
// values of an object as far as they are known.
func (e *Engine) Deactivate(known func(*object.Object) apiclient.Phone) {
	for _, it := range e.pending() {
		p := it.object.Phone
		values := known(it.object)
		values.Extension, values.ServerIP = p.Extension, p.ServerIP
		send := apiclient.Update{Phone: apiclient.Phone{Extension: p.Extension, ServerIP: p.ServerIP}, Active: "N"}
		it.change = &Change{Send: &send, Known: &values}
	}
}

// Left returns the objects that are open, in their order.
func (e *Engine) Left() (list []*object.Object) {
	for _, it := range e.pending() {
		list = append(list, it.object)
	}
	return list
}

// Done reports whether the object at index i needs nothing more.
func (e *Engine) Done(i int) bool { return e.items[i].result.Done(false) }

// Stands reports whether the dialer has the phone at index i, as its row wants it.
func (e *Engine) Stands(i int) bool {
	r := e.Result(i)
	return r.Done(true) && r.Verified != object.VerifiedNo
}

// Decide settles an open object. The code says what the user can do.
func (e *Engine) Decide(o *object.Object, s object.Status, code apiclient.Code, message string) {
	for i := range e.items {
		if it := &e.items[i]; it.object == o && it.open() {
			it.settle(s, code, message, codes.Remedy(code))
		}
	}
}

// ClaimFirst claims open objects durably before Update or Undo comes to them, for a call that must go before. The error
// is a *LedgerError.
func (e *Engine) ClaimFirst(objects []*object.Object) error {
	var moved, changed []*item
	for _, it := range e.pending() {
		switch {
		case !slices.Contains(objects, it.object):
		case it.change == nil:
			moved = append(moved, it)
		default:
			changed = append(changed, it)
		}
	}
	if err := cmp.Or(e.claim(moved), e.claimChanges(changed)); err != nil {
		return err
	}
	return recorded(e.options.Ledger.Sync())
}

// Say adds a text to the message of an object's result.
func (e *Engine) Say(o *object.Object, text string) {
	for i := range e.items {
		if it := &e.items[i]; it.object == o {
			it.result.Message = strings.TrimPrefix(it.result.Message+"; "+text, "; ")
		}
	}
}

// Note adds a text to the message that Update gives an object.
func (e *Engine) Note(o *object.Object, text string) {
	for _, it := range e.pending() {
		if it.object == o && it.change != nil {
			it.change.Message = strings.TrimPrefix(it.change.Message+"; "+text, "; ")
		}
	}
}
