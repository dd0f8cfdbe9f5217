package run

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/pace"
)

// A Change is what an object on the dialer needs.
type Change struct {
	// Send has the extension, the server and the values to send. If Send is nil, the object needs nothing or cannot be
	// changed: Status, Code and Message are its result. Without a status, the object is left as it is. Otherwise Message
	// says what the change leaves out.
	Send    *apiclient.Update
	Fields  []apiclient.Field // the fields that change, apart from Active
	Known   *apiclient.Phone  // the values of the object after the change, as far as they are known
	Status  object.Status
	Code    apiclient.Code
	Message string

	loginFree bool // the dialer was asked, and no phone has the new login
}

// names returns the names of the fields that change.
func (c *Change) names() string {
	var names []string
	for _, f := range c.Fields {
		names = append(names, f.String())
	}
	if c.Send.Active != "" {
		names = append(names, "active")
	}
	return strings.Join(names, ", ")
}

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
			if c.Send != nil || c.Status != "" {
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
	type finding struct {
		change Change
		err    error
	}
	findings := make(map[*item]*finding, len(rows)) // a worker writes only to the finding of its object
	for _, it := range rows {
		findings[it] = new(finding)
	}
	call := func(ctx context.Context, it *item) apiclient.Reply {
		f := findings[it]
		f.change, f.err = by.Read(ctx, it.object)
		return answerOf(f.err)
	}
	return e.each(ctx, errand{Units: singles(rows), Call: call, Done: func(o outcome) (next, error) {
		it, f := o.Task, findings[o.Task]
		if unanswered(o.Answer.Code) {
			if again, ok := e.retry(o); ok {
				return again, nil
			}
		}
		var page *apiclient.PageError
		switch {
		case errors.As(f.err, &page) && page.Refuses():
			return next{}, f.err
		case errors.Is(f.err, ErrNotShown):
			it.cannot(codes.NotVisible, "the dialer has the phone, and its pages do not show it")
		case f.err != nil:
			it.cannot(codes.CannotCompare, "its page cannot be read: "+f.err.Error())
		case unanswered(o.Answer.Code):
			it.cannot(codes.CannotCompare, o.Answer.Message())
		default:
			it.needs(f.change)
		}
		track.step(it.change == nil && !it.result.Done(false))
		return next{}, e.tooMany(it)
	}})
}

// comparable reports whether the object is on the dialer, as far as the engine knows, and may be changed.
func (e *Engine) comparable(it *item) bool {
	if e.reopened {
		return it.open()
	}
	code := it.result.Code
	return it.result.Status == object.Exists && (code == apiclient.CodePhoneExists || code == codes.DiffersFromSent) && !e.twin(it)
}

// cannot settles an object whose values cannot be compared.
func (it *item) cannot(code apiclient.Code, message string) {
	it.settle(object.Exists, code, message, codes.Remedy(code))
}

// needs takes what the object needs. An object with values to send is open again.
func (it *item) needs(c Change) {
	if c.Send == nil {
		it.settle(c.Status, c.Code, c.Message, codes.Remedy(c.Code))
		return
	}
	it.reopen()
	it.change = &c
}

// changing returns the open objects that have values to send.
func (e *Engine) changing() (rows []*item) {
	for _, it := range e.pending() {
		if it.change != nil {
			rows = append(rows, it)
		}
	}
	return rows
}

// toMove returns the open objects that are to be added or deleted as a whole.
func (e *Engine) toMove() (rows []*item) {
	for _, it := range e.pending() {
		if it.change == nil {
			rows = append(rows, it)
		}
	}
	return rows
}

// Rehearse asks the dialer about each change, and stores nothing. First it asks whether a new login is free:
// update_phone itself lets a login be stolen (contract/API.md, "update_phone"). lost is the status of an object whose
// question got no answer. Errors are those of Add.
func (e *Engine) Rehearse(ctx context.Context, lost object.Status) error {
	rows := e.changing()
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Asking, len(rows))
	defer track.end()
	ask := func(ctx context.Context, it *item) apiclient.Reply {
		if it.change.Send.PhoneLogin != "" && !it.change.loginFree {
			return e.line.dialer.ProbePhone(ctx, apiclient.Phone{Extension: nobody, ServerIP: it.object.Phone.ServerIP, PhoneLogin: it.change.Send.PhoneLogin})
		}
		return e.line.dialer.RehearseUpdate(ctx, *it.change.Send)
	}
	return e.each(ctx, errand{Units: e.byLogin(rows), Call: ask, Done: func(o outcome) (next, error) {
		n, err := e.rehearsed(o, lost)
		if n.Call != nil || err != nil {
			return n, err
		}
		track.step(!o.Task.open())
		return n, e.tooMany(o.Task)
	}})
}

// nobody is an extension that no phone has.
const nobody = "phonebatchprobe"

// rehearsed takes the answer to one question of Rehearse.
func (e *Engine) rehearsed(o outcome, lost object.Status) (next, error) {
	it, reply := o.Task, o.Answer
	switch code := reply.Code; {
	case code == apiclient.CodeTimezone && !it.change.loginFree:
		it.change.loginFree = true
		return next{Call: o.Call}, nil
	case code == apiclient.CodeWouldUpdate:
	case code == apiclient.CodeProbeAccepted:
		it.answer(object.Unconfirmed, reply)
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case code.Refuses():
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case unanswered(code):
		if again, ok := e.retry(o); ok {
			return again, nil
		}
		it.answer(lost, reply)
	default:
		e.refuseChange(it, reply)
	}
	return next{}, nil
}

// refuseChange settles an object whose change the dialer refuses.
func (e *Engine) refuseChange(it *item, reply apiclient.Reply) {
	if reply.Code == apiclient.CodePhoneAbsent {
		it.cannot(codes.NotVisible, "the dialer has the phone, and does not let this API user change it")
		return
	}
	it.answer(object.Refused, reply)
}

// Update makes the changes. An object whose change the dialer reports gets the status done. A change that got no answer
// is sent again: it has the same effect twice. Errors are those of Add.
func (e *Engine) Update(ctx context.Context, done object.Status) error {
	rows := e.changing()
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Updating, len(rows))
	defer track.end()
	send := func(ctx context.Context, it *item) apiclient.Reply {
		return e.line.dialer.UpdatePhone(ctx, *it.change.Send)
	}
	return e.each(ctx, errand{Units: e.byLogin(rows), Call: send, Claim: e.claimChanges, Done: func(o outcome) (next, error) {
		n, err := e.updated(o, done)
		if n.Call != nil {
			return n, err
		}
		track.step(o.Task.result.Status != done)
		return n, cmp.Or(err, e.record(o.Task), e.tooMany(o.Task))
	}})
}

// updated takes the answer to one change.
func (e *Engine) updated(o outcome, done object.Status) (next, error) {
	it, reply := o.Task, o.Answer
	it.result.Attempts++
	it.result.Duration += o.Took
	switch code := reply.Code; {
	case code == apiclient.CodeUpdated:
		it.settle(done, code, strings.TrimSuffix("changed: "+it.change.names()+"; "+it.change.Message, "; "), "")
	case code.Refuses():
		if it.resent == 0 {
			it.answer(object.NotSent, reply)
		}
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case unanswered(code):
		return e.changeAgain(o), nil
	default:
		e.refuseChange(it, reply)
	}
	return next{}, nil
}

// changeAgain returns what an object needs after a change that got no usable answer.
func (e *Engine) changeAgain(o outcome) next {
	it, reply := o.Task, o.Answer
	switch {
	case reply.Code == codes.Internal:
		it.answer(object.Unconfirmed, reply)
		return next{}
	case reply.Code == apiclient.CodeNeverSent && it.resent == 0:
		it.answer(object.NotSent, reply)
		again, _ := e.retry(o)
		return again
	}
	it.settle(object.Unconfirmed, reply.Code, reply.Message(), codes.Remedy(codes.InDoubt))
	if time.Since(it.sent) > e.options.GiveUp {
		return next{}
	}
	it.resent++
	it.tries++
	return next{Call: o.Call, After: max(pace.Backoff(it.tries), reply.RetryAfter)}
}

// claimChanges records that objects are about to be changed, with the values that they will have.
func (e *Engine) claimChanges(items []*item) error {
	objects := make([]*object.Object, len(items))
	for i, it := range items {
		it.claimed = true
		o := *it.object
		o.Phone = it.change.Known
		objects[i] = &o
	}
	return recorded(e.options.Ledger.ClaimChanges(objects))
}

// ExamineChanges compares every object that was changed with the dialer's page of it. compare returns the names of the
// fields in which the page differs from the values that the object should have. Errors are those of Add.
func (e *Engine) ExamineChanges(ctx context.Context, compare func(ctx context.Context, should *apiclient.Phone) ([]string, error)) error {
	var rows []*item
	known := make(map[*object.Object]*apiclient.Phone)
	for i := range e.items {
		it := &e.items[i]
		if it.change != nil && (it.result.Status == object.Updated || it.result.Status == object.Restored) && it.result.Verified != object.VerifiedYes {
			rows = append(rows, it)
			known[it.object] = it.change.Known
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return e.examine(ctx, rows, func(ctx context.Context, o *object.Object) ([]string, error) { return compare(ctx, known[o]) })
}
