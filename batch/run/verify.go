package run

import (
	"cmp"
	"context"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Verify asks again about every object that was added: the answer SUCCESS is no proof (contract/API.md, "Transport").
// Objects that this process has added are asked about by their logins, many at a time, and those whose login is missing
// one by one, as are objects of earlier processes and those that a view does not show: somebody else may have the
// login. If the engine has sent nothing yet, the first question goes alone. Errors are those of Add.
func (e *Engine) Verify(ctx context.Context) error {
	rows := slices.DeleteFunc(e.unverified(), func(it *item) bool { return it.confirmed })
	if len(rows) == 0 {
		return nil
	}
	return e.verify(ctx, rows, isThere)
}

// Forget forgets what earlier questions have told about the objects of Verify: an object that nobody asks about now is
// unknown. From now on, the message of an unknown object says why it is unknown.
func (e *Engine) Forget() {
	for _, it := range e.unverified() {
		it.result.Verified, it.result.Message = object.VerifiedUnknown, ""
	}
}

// Knock asks about the first object of Verify, alone, if the dialer has not accepted a request yet. Errors are those of
// Add.
func (e *Engine) Knock(ctx context.Context) error {
	rows := e.unverified()
	if e.gated || len(rows) == 0 {
		return nil
	}
	err := e.verify(ctx, rows[:1], isThere)
	rows[0].confirmed = rows[0].result.Verified == object.VerifiedYes || rows[0].result.Verified == object.VerifiedNo
	return err
}

// unverified returns the objects that were added and are not verified, or all that may be there if the run is reopened.
// A question tells whether an object is there, and not whether it was changed.
func (e *Engine) unverified() (rows []*item) {
	for i := range e.items {
		it := &e.items[i]
		fresh := it.result.Status == object.Added && it.result.Verified != object.VerifiedYes
		if fresh || e.reopened && slices.Contains([]object.Status{object.Added, object.Updated, object.Unconfirmed}, it.result.Status) {
			rows = append(rows, it)
		}
	}
	return rows
}

// VerifyGone asks again about every object that Undo has deleted. Errors are those of Add.
func (e *Engine) VerifyGone(ctx context.Context) error {
	if rows := e.unproved(); len(rows) > 0 {
		return e.verify(ctx, rows, isGone)
	}
	return nil
}

// Unproved reports whether VerifyGone has anything to ask.
func (e *Engine) Unproved() bool { return len(e.unproved()) > 0 }

// unproved returns the deleted objects that are not verified.
func (e *Engine) unproved() (rows []*item) {
	for i := range e.items {
		if it := &e.items[i]; it.result.Status == object.Deleted && it.result.Verified != object.VerifiedYes {
			it.claimed = true // this undo or an earlier one has claimed the object
			rows = append(rows, it)
		}
	}
	return rows
}

// verify asks about objects. judge takes an answer and reports whether the answer is usable.
func (e *Engine) verify(ctx context.Context, rows []*item, judge func(*item, apiclient.Code) bool) error {
	track := e.track(Verifying, len(rows))
	defer track.end()
	take := func(o outcome) (next, error) {
		n, err := e.verified(o, judge)
		if n.Call != nil {
			return n, err
		}
		track.step(o.Task.result.Verified != object.VerifiedYes)
		return n, cmp.Or(err, e.record(o.Task), e.tooMany(o.Task))
	}
	if !e.gated {
		if err := e.gate(ctx, rows[0], take); err != nil {
			return err
		}
		rows = rows[1:]
	}
	var fresh, alone []*item
	for _, it := range rows {
		if e.reopened || it.recalled || it.missing {
			alone = append(alone, it)
		} else {
			fresh = append(fresh, it)
		}
	}
	left, err := e.verifyLogins(ctx, fresh, track)
	if err != nil {
		return err
	}
	rows = append(alone, left...)
	return e.each(ctx, errand{Units: singles(rows), Call: e.probe, Done: take})
}

// verified takes the answer to the question whether a phone is there.
func (e *Engine) verified(o outcome, judge func(*item, apiclient.Code) bool) (next, error) {
	it, code := o.Task, o.Answer.Code
	if endsTheRun(code) {
		it.result.Verified = object.VerifiedUnknown
		return next{}, &StopError{Reply: o.Answer, Line: it.object.Line}
	}
	if judge(it, code) {
		return next{}, nil
	}
	if again, ok := e.retry(o); ok {
		return again, nil
	}
	if code == apiclient.CodeAnotherPhone && it.result.Status == object.Added { // so its SUCCESS is in doubt, too
		it.settle(object.Unconfirmed, code, "asked again, the dialer gives the answers to other requests", codes.Remedy(code))
	}
	it.result.Verified = object.VerifiedUnknown
	return next{}, nil
}

// isThere judges an answer about a phone that was added.
func isThere(it *item, code apiclient.Code) bool {
	switch {
	case unanswered(code):
		return false
	case code.There() && it.hidden:
		it.result.Verified, it.result.Message = object.VerifiedUnknown, "the phone is there, and the dialer's pages do not show it: nothing was compared"
		return true
	case code.There():
		it.result.Verified = object.VerifiedYes
		return true
	case it.result.Status == object.Added:
		it.asked = false // if the phone is there later, somebody else may have added it
		it.settle(object.Unconfirmed, codes.StoredNothing, "the dialer said SUCCESS, but asked again it does not know the "+string(it.object.Kind), codes.Remedy(codes.StoredNothing))
	}
	it.result.Verified = object.VerifiedNo
	return true
}

// isGone judges an answer about a phone that was deleted. If an earlier process deleted the phone, time has passed
// since then, and somebody may have added a phone in the same place: the answer cannot tell.
func isGone(it *item, code apiclient.Code) bool {
	switch {
	case code.Absent():
		it.result.Verified = object.VerifiedYes
		return true
	case code.There() && it.sent.IsZero():
		it.settle(object.Unconfirmed, codes.ThereAgain, "an earlier undo deleted it, and now the dialer has it", codes.Remedy(codes.ThereAgain))
		it.result.Verified = object.VerifiedNo
		return true
	case code.There():
		it.settle(object.Unconfirmed, codes.StillThere, "the dialer said SUCCESS, but asked again it still has the "+string(it.object.Kind), codes.Remedy(codes.StillThere))
		it.result.Verified = object.VerifiedNo
		return true
	}
	return false
}
