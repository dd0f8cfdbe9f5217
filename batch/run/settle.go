package run

import (
	"context"
	"fmt"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/pace"
)

// The waits before looks. A call that got no answer may still run on the dialer, or wait in the queue of its web server
// (contract/API.md, "Transport").
const (
	lookAfter = 2 * time.Second // before the first look; doubled each time the object was sent again
	lookPause = 5 * time.Second // between two looks that do not find the object
	maxLook   = time.Minute
)

// unanswered reports whether a call got no usable answer.
func unanswered(code apiclient.Code) bool {
	return code.Unclear() || code == apiclient.CodeNeverSent || code == codes.Internal
}

// lost returns what an object needs after a call that got no usable answer and may have stored or deleted something.
func (e *Engine) lost(o outcome) next {
	if n, known := e.unsent(o); known {
		return n
	}
	return e.doubt(o.Task, o.Answer)
}

// unsent settles an object whose call got no usable answer because of a fault in this program, or because it was never
// sent, and returns what the object needs then. known is false for a call that the dialer may have carried out.
func (e *Engine) unsent(o outcome) (n next, known bool) {
	it, reply := o.Task, o.Answer
	switch {
	case reply.Code == codes.Internal:
		it.answer(object.Unconfirmed, reply)
		return next{}, true
	case reply.Code == apiclient.CodeNeverSent && it.resent == 0:
		it.answer(object.NotSent, reply)
		again, _ := e.retry(o)
		return again, true
	}
	return next{}, false
}

// repeatLook repeats a look that got no usable answer.
func (e *Engine) repeatLook(it *item) next {
	it.tries++
	return next{Call: e.probe, After: pace.Backoff(it.tries), Look: true}
}

// doubt begins to settle an object that may or may not be stored: it waits, so that a call that still runs on the
// dialer can end, and then asks. Until then the object is unconfirmed.
func (e *Engine) doubt(it *item, reply apiclient.Reply) next {
	it.answer(object.Unconfirmed, reply)
	if e.options.GiveUp <= 0 {
		return next{}
	}
	it.absentOnce, it.tries = false, 0
	return next{Call: e.probe, After: min(lookAfter<<min(it.resent, 10), maxLook), Look: true}
}

// looked takes the answer to a look. If the object is there, and the dialer did not have it when it was asked before,
// this run has stored it. If the object is absent twice, it was not stored, and the function absent says what it needs.
func (e *Engine) looked(o outcome, absent func(*item) next) (next, error) {
	it, reply := o.Task, o.Answer
	switch code := reply.Code; {
	case endsTheRun(code):
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case code.There() && it.asked && !e.twin(it):
		edited := editedSince
		if it.resent > 0 {
			edited = sentTwice
		}
		it.foundOwn("the answer was lost; the %s, which was absent before, is there", edited)
		return next{}, nil
	case code.There() && it.unseen && !e.twin(it):
		it.foundUnseen = true // the object stays unconfirmed until Review
		return next{}, nil
	case code.There():
		it.cannotTell("the answer was lost, and the %s is there; nobody had asked whether it was before")
		return next{}, nil
	case time.Since(it.sent) > e.options.GiveUp:
		return next{}, nil // the object stays unconfirmed
	case unanswered(code):
		return e.repeatLook(it), nil
	case !it.absentOnce:
		it.absentOnce, it.tries = true, 0
		return next{Call: e.probe, After: lookPause, Look: true}, nil
	}
	it.tries = 0
	if it.asked {
		return absent(it), nil
	}
	it.asked = true // a phone that is there from now on is one that this run has stored
	return absent(it), recorded(e.options.Ledger.Asked(it.object, object.Absent))
}

// foundOwn settles an object that this run has stored, as far as anybody can tell. how is the message, with %s for the
// kind of the object. edited is the message for an object that may have been stored with the values that the list had
// before.
func (it *item) foundOwn(how, edited string) {
	if it.edited {
		it.settle(object.Exists, codes.Edited, edited, codes.Remedy(codes.Edited))
		return
	}
	it.settle(object.Added, apiclient.CodeAdded, fmt.Sprintf(how, it.object.Kind), "")
	it.result.Verified = object.NotAsked // an earlier verification no longer holds
}

// resend returns a second addition of an absent object.
func (e *Engine) resend(it *item) next {
	it.resent++
	return next{Call: e.add, Again: true}
}

// Settle asks about the objects that an earlier run has left in doubt. Objects that are absent are open afterwards,
// ready for Add. Errors are those of Add.
func (e *Engine) Settle(ctx context.Context) error {
	var rows []*item
	for i := range e.items {
		if it := &e.items[i]; it.doubtful() {
			it.sent = time.Now()
			rows = append(rows, it)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Settling, len(rows))
	defer track.end()
	return e.each(ctx, errand{Units: singles(rows), Call: e.probe, Done: func(o outcome) (next, error) {
		n, err := e.looked(o, func(it *item) next {
			it.recalled, it.resent, it.sent = false, 1, time.Time{}
			it.reopen()
			return next{}
		})
		if n.Call != nil || err != nil {
			return n, err
		}
		track.step(o.Task.result.Status == object.Unconfirmed)
		return n, e.record(o.Task)
	}})
}
