package run

import (
	"context"
	"math/rand/v2"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// How long to wait before something is tried again. A call that got no answer may still be running on the dialer, or
// wait in its web server's queue (contract/API.md, "Transport").
const (
	lookAfter  = 2 * time.Second // before asking about a row in doubt; twice as long after each time it was sent again
	lookAgain  = 5 * time.Second // between two looks that find nothing
	maxLook    = time.Minute
	firstPause = 500 * time.Millisecond
	maxPause   = 30 * time.Second
)

// backoff is how long to stay away after so many failures in a row: twice as long each time, and by chance up to half
// of it less, so that what failed together does not come back together.
func backoff(failures int) time.Duration {
	d := min(firstPause<<min(max(failures-1, 0), 10), maxPause)
	return d - rand.N(d/2)
}

// listen notices whether the dialer still answers at all. After as many failures in a row as there are workers it has
// everybody stay away for a while, longer each time or as long as the dialer asks; a dialer that has answered before
// and then was silent for --give-up ends the run.
func (e *Engine) listen(o outcome) error {
	now := time.Now()
	code := o.reply.Code
	switch {
	case code == codes.Internal:
		return nil
	case !code.Unclear() && code != apiclient.CodeNeverSent || code == apiclient.CodeAnotherPhone:
		e.heard, e.silent = true, 0
		return nil
	}
	if e.silent++; e.silent == 1 {
		e.since = now.Add(-o.took)
	}
	pause := o.reply.RetryAfter
	if over := e.silent - max(e.options.Workers, 1); over >= 0 {
		pause = max(pause, backoff(over+1))
	}
	if e.options.GiveUp > 0 {
		pause = min(pause, e.options.GiveUp) // then another failure ends the run
	}
	if until := now.Add(pause); until.After(e.paused) {
		e.paused = until
	}
	if silent := now.Sub(e.since); e.options.GiveUp > 0 && e.heard && e.silent > 1 && silent > e.options.GiveUp {
		return &StopError{Reply: o.reply, Line: o.item.row.Line, Silent: silent}
	}
	return nil
}

// retry has a call that cannot have stored anything made again, as long as there are retries left.
func (e *Engine) retry(o outcome) (next, bool) {
	it := o.item
	if it.tries >= e.options.Retries || o.reply.Code == codes.Internal {
		it.tries = 0
		return next{}, false
	}
	it.tries++
	return next{call: o.call, after: backoff(it.tries)}, true
}

// endsTheRun says that an answer is the last one: the dialer does not want us, or it has stored a mere question.
func endsTheRun(code apiclient.Code) bool {
	return code.Refuses() || code == apiclient.CodeProbeAccepted
}

// unanswered says that a call brought no answer that tells anything.
func unanswered(code apiclient.Code) bool {
	return code.Unclear() || code == apiclient.CodeNeverSent || code == codes.Internal
}

// lost says what a row needs whose call, one that may store or delete, brought no answer that tells anything.
func (e *Engine) lost(o outcome) next {
	it, reply := o.item, o.reply
	switch {
	case reply.Code == codes.Internal:
		it.answer(object.Unconfirmed, reply)
		return next{}
	case reply.Code == apiclient.CodeNeverSent && it.resent == 0:
		it.answer(object.NotSent, reply)
		again, _ := e.retry(o)
		return again
	}
	return e.doubt(it, reply)
}

// lookOnceMore has the question about a row in doubt asked again, as it got no answer.
func (e *Engine) lookOnceMore(it *item) next {
	it.tries++
	return next{call: e.dialer.ProbePhone, after: backoff(it.tries), look: true}
}

// doubt begins to settle a row of which it is not known whether it was stored, by asking about it once whatever is still
// running on the dialer has had a little time. Until it is settled, the row is unconfirmed.
func (e *Engine) doubt(it *item, reply apiclient.Reply) next {
	it.answer(object.Unconfirmed, reply)
	if e.options.GiveUp <= 0 {
		return next{}
	}
	it.missed, it.tries = false, 0
	return next{call: e.dialer.ProbePhone, after: min(lookAfter<<min(it.resent, 10), maxLook), look: true}
}

// looked takes the answer to a question about a row in doubt. A phone that is there was stored by this run if it had
// been asked for and was absent; one that is absent twice was not, and gets what absent says.
func (e *Engine) looked(o outcome, absent func(*item) next) (next, error) {
	it, reply := o.item, o.reply
	switch code := reply.Code; {
	case endsTheRun(code):
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case code == apiclient.CodePhoneExists && it.asked && !it.twin:
		edited := editedSince
		if it.resent > 0 {
			edited = sentTwice
		}
		it.foundOwn("the answer was lost; the phone, which was absent before, is there", edited)
		return next{}, nil
	case code == apiclient.CodePhoneExists:
		it.settle(object.Exists, codes.CannotTell, "the answer was lost, and the phone is there; nobody had asked whether it was before", codes.Hint(codes.CannotTell))
		return next{}, nil
	case time.Since(it.sent) > e.options.GiveUp:
		return next{}, nil // it stays unconfirmed
	case unanswered(code):
		return e.lookOnceMore(it), nil
	case !it.missed:
		it.missed, it.tries = true, 0
		return next{call: e.dialer.ProbePhone, after: lookAgain, look: true}, nil
	}
	it.tries = 0
	if it.asked {
		return absent(it), nil
	}
	it.asked = true // whatever is there from now on, this run has stored
	return absent(it), recorded(e.options.Ledger.Asked(it.row, false))
}

// foundOwn settles a row whose phone this run has stored, as far as can be told. For one that was edited since, which may
// have been stored with the values that it had then, edited says so.
func (it *item) foundOwn(how, edited string) {
	if it.edited {
		it.settle(object.Exists, codes.Edited, edited, codes.Hint(codes.Edited))
		return
	}
	it.settle(object.Added, apiclient.CodeAdded, how, "")
	it.result.Verified = object.NotAsked // whatever was found out before holds no longer
}

// resend has a row sent again that is absent.
func (e *Engine) resend(it *item) next {
	it.resent++
	return next{call: e.dialer.AddPhone, resend: true}
}

// Settle finds out about the rows that an earlier run has left in doubt. Those whose phones are not there are ready to be
// added afterwards.
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
	return e.each(ctx, errand{units: alone(rows), call: e.dialer.ProbePhone, done: func(o outcome) (next, error) {
		n, err := e.looked(o, func(it *item) next {
			it.recalled, it.resent, it.sent = false, 1, time.Time{}
			it.reopen()
			return next{}
		})
		if n.call != nil || err != nil {
			return n, err
		}
		track.step(o.item.result.Status == object.Unconfirmed)
		return n, e.record(o.item)
	}})
}
