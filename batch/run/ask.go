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

// Gate sends the first request, alone: a question about the first object. If the dialer refuses this user, or the
// server is no dialer, the error is a *StopError and nothing else may be sent. If there is no object to send, or if the
// dialer has accepted a request already, Gate does nothing.
func (e *Engine) Gate(ctx context.Context) error {
	if e.gated {
		return nil
	}
	for i := range e.items {
		switch it := &e.items[i]; {
		case it.open():
			err := e.gate(ctx, it, func(o outcome) (next, error) { return e.asked(o, object.NotSent) })
			e.refuseUnknown(serverKey)
			return err
		case it.doubtful(): // Settle asks about the object again
			return e.gate(ctx, it, func(outcome) (next, error) { return next{}, nil })
		}
	}
	return nil
}

// Enter is a Gate that only finds out whether the dialer accepts requests. The first object gets no result.
func (e *Engine) Enter(ctx context.Context) error {
	if pending := e.pending(); len(pending) > 0 && !e.gated {
		return e.gate(ctx, pending[0], func(outcome) (next, error) { return next{}, nil })
	}
	return nil
}

// gate asks about one object, alone, and gives the answer to take if the dialer accepts the request. If the trouble may
// pass, gate repeats the question until no retries are left or the dialer asks for a longer wait than --give-up.
func (e *Engine) gate(ctx context.Context, it *item, take func(outcome) (next, error)) error {
	asked := 0
	return e.each(ctx, errand{Units: [][]*item{{it}}, Call: e.probe, Done: func(o outcome) (next, error) {
		asked++
		code := o.Answer.Code
		if o.Answer.Passing() && !e.gated && e.patient(o) {
			if again, ok := e.retry(o); ok {
				if e.options.Again != nil {
					e.options.Again(o.Answer, max(again.After, o.Answer.RetryAfter))
				}
				return again, nil
			}
		}
		if o.Answer.Passing() || code == apiclient.CodeNeverSent || code.Refuses() || code.Foreign() || code == codes.Internal {
			return next{}, &StopError{Reply: o.Answer, Line: it.object.Line, First: true, Asked: asked}
		}
		e.gated, it.tries = true, 0
		return take(o)
	}})
}

// patient reports whether GiveUp leaves time for the wait that the dialer asks for.
func (e *Engine) patient(o outcome) bool {
	return e.options.GiveUp <= 0 || o.Answer.RetryAfter == 0 || e.crew.Silence(o.Took)+o.Answer.RetryAfter <= e.options.GiveUp
}

// Build asks for the build of the dialer. The question needs no login and so does not prove that the dialer accepts
// this user: call Gate first. Build is 0 in the reply if the dialer does not tell it.
func (e *Engine) Build(ctx context.Context) apiclient.Reply {
	for tries := 1; ; tries++ {
		r, err := e.crew.Once(ctx, e.version, nil)
		if err != nil {
			return apiclient.Reply{Code: apiclient.CodeNeverSent, Err: err}
		}
		if !r.Passing() || tries > e.options.Retries {
			return r
		}
		select {
		case <-time.After(max(pace.Backoff(tries), min(r.RetryAfter, e.options.GiveUp))):
		case <-ctx.Done():
			return r
		}
	}
}

// Ask asks about every phone that has no result yet, and stores nothing. Afterwards each object is ready to be added
// or has a result; the status is lost if the question got no answer. Ask does not repeat the questions of the engine
// that this engine continues. Ask begins with the first object of each server,
// so that an unknown server costs one request. Errors are those of Add.
func (e *Engine) Ask(ctx context.Context, lost object.Status) error {
	var rows []*item
	for _, it := range e.pendingOf(object.Phone) {
		known, err := e.askedBefore(it)
		if err != nil {
			return err
		}
		if !known {
			rows = append(rows, it)
		}
	}
	track := e.track(Asking, len(rows))
	defer track.end()
	ask := func(items []*item) error { return e.askEach(ctx, items, lost, track) }
	first, rest := leaders(rows, serverKey)
	if err := ask(first); err != nil {
		return err
	}
	e.refuseUnknown(serverKey)
	if err := e.exceeded(); err != nil {
		return err
	}
	return ask(unsettled(rest))
}

// askEach asks about objects, as Ask does.
func (e *Engine) askEach(ctx context.Context, items []*item, lost object.Status, track *tracker) error {
	return e.each(ctx, errand{Units: singles(items), Call: e.probe, Done: func(o outcome) (next, error) { return e.askedStep(o, lost, track) }})
}

// askedStep takes the answer to one question, and counts an object that needs no further question.
func (e *Engine) askedStep(o outcome, lost object.Status, track *tracker) (next, error) {
	n, err := e.asked(o, lost)
	if n.Call != nil || err != nil {
		return n, err
	}
	track.step(!o.Task.asked)
	return n, e.tooMany(o.Task)
}

// asked takes the answer to one question.
func (e *Engine) asked(o outcome, lost object.Status) (next, error) {
	it, reply := o.Task, o.Answer
	switch code := reply.Code; {
	case code.Free():
		it.asked = true
		return next{}, recorded(e.options.Ledger.Asked(it.object, object.Absent))
	case code.There():
		e.exists(it, reply.Message())
		return next{}, recorded(e.options.Ledger.Asked(it.object, object.There))
	case code == apiclient.CodeProbeAccepted:
		it.answer(object.Unconfirmed, reply)
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case code.Refuses():
		return next{}, &StopError{Reply: reply, Line: it.object.Line}
	case code == apiclient.CodeServer:
		e.unknown[serverKey(it)] = it
		it.answer(object.Refused, reply)
	case unanswered(code):
		if again, ok := e.retry(o); ok {
			return again, nil
		}
		it.answer(lost, reply)
	default:
		it.answer(object.Refused, reply)
	}
	return next{}, nil
}

// A key returns the name of a property that objects share, such as their server. One object finds out about the
// property for all.
type key func(*item) string

func serverKey(it *item) string {
	if it.object.Phone == nil {
		return ""
	}
	return "server " + it.object.Phone.ServerIP
}

func templateKey(it *item) string {
	if it.object.Phone == nil || it.object.Phone.TemplateID == "" {
		return ""
	}
	return "template " + it.object.Phone.TemplateID
}

// leaders splits objects into the first object of each key and the rest. Objects with the empty key are in the rest.
func leaders(items []*item, k key) (first, rest []*item) {
	seen := map[string]bool{"": true}
	for _, it := range items {
		if key := k(it); !seen[key] {
			seen[key] = true
			first = append(first, it)
			continue
		}
		rest = append(rest, it)
	}
	return first, rest
}

// unsettled returns the items that have no result yet.
func unsettled(items []*item) []*item {
	var list []*item
	for _, it := range items {
		if it.open() {
			list = append(list, it)
		}
	}
	return list
}

// refuseUnknown settles, without a request, the objects on servers or with templates that the dialer does not know.
func (e *Engine) refuseUnknown(k key) {
	if len(e.unknown) == 0 {
		return
	}
	for _, it := range e.pending() {
		if first := e.unknown[k(it)]; first != nil {
			code := first.result.Code
			e.count.failed++
			it.settle(object.Refused, code, fmt.Sprintf("not sent: the dialer answered line %d, which has the same, with %s", first.object.Line, first.result.Message), codes.Remedy(code))
		}
	}
}
