package run

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/pace"
)

// changing returns the open objects of a kind that have values to send.
func (e *Engine) changing(k object.Kind) (rows []*item) {
	for _, it := range e.pendingOf(k) {
		if it.change != nil {
			rows = append(rows, it)
		}
	}
	return rows
}

// toMove returns the open objects of a kind that are to be added or deleted as a whole.
func (e *Engine) toMove(k object.Kind) (rows []*item) {
	for _, it := range e.pendingOf(k) {
		if it.change == nil {
			rows = append(rows, it)
		}
	}
	return rows
}

// NewLogins returns the objects whose change gives the phone another login, each with that login.
func (e *Engine) NewLogins() map[*object.Object]string {
	logins := make(map[*object.Object]string)
	for _, it := range e.changing(object.Phone) {
		if login := it.change.Send.PhoneLogin; login != "" {
			logins[it.object] = login
		}
	}
	return logins
}

// Rehearse asks the dialer about each change, and stores nothing. First it asks whether a new login is free:
// update_phone itself lets a login be stolen (contract/API.md, "update_phone"). A phone may wait for a login of another
// phone of the run: see UpdateInTurn. lost is the status of an object whose question got no answer. Errors are those of
// Add.
func (e *Engine) Rehearse(ctx context.Context, lost object.Status) error {
	rows := e.changing(object.Phone)
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
	err := e.each(ctx, errand{Units: e.byLogin(rows), Call: ask, Done: func(o outcome) (next, error) {
		n, err := e.rehearsed(o, lost)
		if n.Call != nil || err != nil {
			return n, err
		}
		if track.step(!o.Task.open()); o.Task.change.taken {
			return n, nil // the phone may wait for the login
		}
		return n, e.tooMany(o.Task)
	}})
	return cmp.Or(err, e.letWait())
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
		it.change.taken = code == apiclient.CodeLoginExists
		e.refuseChange(it, reply)
	}
	return next{}, nil
}

// refuseChange settles an object whose change the dialer refuses.
func (e *Engine) refuseChange(it *item, reply apiclient.Reply) {
	switch {
	case reply.Code == apiclient.CodePhoneAbsent && it.change.Send.Active == "N": // it was there a moment ago
		it.settle(object.Gone, apiclient.CodePhoneAbsent, "the dialer does not have the phone any more", "")
		return
	case reply.Code == apiclient.CodePhoneAbsent:
		it.cannot(codes.NotVisible, "the dialer has the phone, and does not let this API user change it")
		return
	}
	it.answer(object.Refused, reply)
}

// Update makes the changes of the objects of a kind. An object whose change the dialer reports gets the status done. A
// change that got no answer is sent again: it has the same effect twice. Errors are those of Add.
func (e *Engine) Update(ctx context.Context, k object.Kind, done object.Status) error {
	rows := slices.DeleteFunc(e.changing(k), func(it *item) bool { return it.change.waits || it.change.Late })
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Updating, len(rows))
	defer track.end()
	return e.each(ctx, errand{Units: e.byLogin(rows), Call: e.change, Claim: e.claimChanges, Done: func(o outcome) (next, error) {
		n, err := e.updated(o, done)
		if n.Call != nil {
			return n, err
		}
		track.step(o.Task.result.Status != done)
		return n, cmp.Or(err, e.record(o.Task), e.tooMany(o.Task))
	}})
}

// UpdateLate is Update with the changes that Update has left to it.
func (e *Engine) UpdateLate(ctx context.Context, k object.Kind, done object.Status) error {
	for _, it := range e.changing(k) {
		it.change.Late = false
	}
	return e.Update(ctx, k, done)
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
	if n, known := e.unsent(o); known {
		return n
	}
	it, reply := o.Task, o.Answer
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
		it.claimed, it.changing = true, false
		o := *it.object
		o.Phone, o.Alias = it.change.Known, it.change.Alias
		objects[i] = &o
	}
	return recorded(e.options.Ledger.ClaimChanges(objects))
}

// ExamineChanges compares every object that was changed with the dialer's page of it. compare returns the names of the
// fields in which the page differs from the values that the object should have after the change. Errors are those of
// Add.
func (e *Engine) ExamineChanges(ctx context.Context, compare func(ctx context.Context, made *Change) ([]string, error)) error {
	var rows []*item
	for i := range e.items {
		it := &e.items[i]
		if it.change != nil && it.change.Send != nil && it.result.Status.Changed() && it.result.Verified != object.VerifiedYes {
			rows = append(rows, it)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return e.examine(ctx, rows, func(ctx context.Context, it *item) ([]string, error) { return compare(ctx, it.change) })
}

// LoginsTaken returns the objects that were to be added, and that the dialer refuses because another phone has the
// login.
func (e *Engine) LoginsTaken() (list []*object.Object) {
	for i := range e.items {
		if it := &e.items[i]; it.change == nil && it.result.Status == object.Refused && it.result.Code == apiclient.CodeLoginExists {
			list = append(list, it.object)
		}
	}
	return list
}

// Moved settles an object of LoginsTaken: the person's phone on another server has the login.
func (e *Engine) Moved(o *object.Object, message string) {
	for i := range e.items {
		if it := &e.items[i]; it.object == o {
			it.settle(object.Refused, codes.LoginOnOldServer, message, codes.Remedy(codes.LoginOnOldServer))
		}
	}
}
