package run

import (
	"context"
	"fmt"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Gate sends the very first request, alone: it asks about the first row. Where the dialer does not want us, or is
// none, nothing else is ever sent; the error is then a *StopError. Without a row to send it does nothing.
func (e *Engine) Gate(ctx context.Context) error {
	for i := range e.items {
		switch it := &e.items[i]; {
		case it.open():
			err := e.gate(ctx, it, func(o outcome) (next, error) { return e.asked(o, object.NotSent) })
			e.refuseDead(serverKey)
			return err
		case it.doubtful(): // Settle finds out about it
			return e.gate(ctx, it, func(outcome) (next, error) { return next{}, nil })
		}
	}
	return nil
}

// Enter is a Gate that finds out nothing about the first row: it is asked about only to be let in.
func (e *Engine) Enter(ctx context.Context) error {
	if pending := e.pending(); len(pending) > 0 {
		return e.gate(ctx, pending[0], func(outcome) (next, error) { return next{}, nil })
	}
	return nil
}

// gate asks about one row, alone, and takes the answer if it is one of a dialer that wants us. Where the trouble may pass,
// the row is asked about again, as long as there are retries left and the dialer does not ask to be left alone for longer
// than --give-up.
func (e *Engine) gate(ctx context.Context, it *item, take func(outcome) (next, error)) error {
	asked := 0
	return e.each(ctx, errand{units: [][]*item{{it}}, call: e.dialer.ProbePhone, done: func(o outcome) (next, error) {
		asked++
		code := o.reply.Code
		if o.reply.Passing() && !e.gated && e.patient(o) {
			if again, ok := e.retry(o); ok {
				if e.options.Again != nil {
					e.options.Again(o.reply, max(again.after, o.reply.RetryAfter))
				}
				return again, nil
			}
		}
		if o.reply.Passing() || code == apiclient.CodeNeverSent || code.Refuses() || code.Foreign() || code == codes.Internal {
			return next{}, &StopError{Reply: o.reply, Line: it.row.Line, First: true, Asked: asked}
		}
		e.gated, it.tries = true, 0
		return take(o)
	}})
}

// patient says whether a dialer may be waited for that asks to be left alone for a while.
func (e *Engine) patient(o outcome) bool {
	waited := o.took
	if e.silent > 0 {
		waited = time.Since(e.since)
	}
	return e.options.GiveUp <= 0 || o.reply.RetryAfter == 0 || waited+o.reply.RetryAfter <= e.options.GiveUp
}

// Build asks for the dialer's build. Call it after Gate: it needs no login, and so proves nothing. The reply's Build is 0
// where the dialer does not tell.
func (e *Engine) Build(ctx context.Context) apiclient.Reply {
	version := func(ctx context.Context, _ apiclient.Phone) apiclient.Reply { return e.dialer.Version(ctx) }
	for tries := 1; ; tries++ {
		if err := e.limiter.Wait(ctx); err != nil {
			return apiclient.Reply{Code: apiclient.CodeNeverSent, Err: err}
		}
		r := guarded(ctx, version, apiclient.Phone{})
		if !r.Passing() || tries > e.options.Retries {
			return r
		}
		select {
		case <-time.After(max(backoff(tries), min(r.RetryAfter, e.options.GiveUp))):
		case <-ctx.Done():
			return r
		}
	}
}

// Ask asks about every row, storing nothing: afterwards a row is ready to be added, or has its result. The first row
// of each server goes before the server's others, so that a server that does not exist costs one request. Rows whose
// question gets no answer are settled with lost.
func (e *Engine) Ask(ctx context.Context, lost object.Status) error {
	var rows []*item
	for _, it := range e.pending() {
		if !it.asked {
			rows = append(rows, it)
		}
	}
	track := e.track(Asking, len(rows))
	defer track.end()
	ask := func(items []*item) error {
		return e.each(ctx, errand{units: alone(items), call: e.dialer.ProbePhone, done: func(o outcome) (next, error) {
			n, err := e.asked(o, lost)
			if n.call != nil || err != nil {
				return n, err
			}
			track.step(!o.item.asked)
			return n, e.tooMany(o.item)
		}})
	}
	first, rest := leaders(rows, serverKey)
	if err := ask(first); err != nil {
		return err
	}
	e.refuseDead(serverKey)
	if err := e.exceeded(); err != nil {
		return err
	}
	return ask(open(rest))
}

// asked takes the answer to one question.
func (e *Engine) asked(o outcome, lost object.Status) (next, error) {
	it, reply := o.item, o.reply
	switch code := reply.Code; {
	case code == apiclient.CodeTimezone:
		it.asked = true
		return next{}, recorded(e.options.Ledger.Asked(it.row, false))
	case code == apiclient.CodePhoneExists:
		it.answer(object.Exists, reply)
		return next{}, recorded(e.options.Ledger.Asked(it.row, true))
	case code == apiclient.CodeProbeAccepted:
		it.answer(object.Unconfirmed, reply)
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case code.Refuses():
		return next{}, &StopError{Reply: reply, Line: it.row.Line}
	case code == apiclient.CodeServer:
		e.dead[serverKey(it)] = it
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

// A key says what rows have in common that one of them can find out for all.
type key func(*item) string

func serverKey(it *item) string { return "server " + it.row.Phone.ServerIP }

func templateKey(it *item) string {
	if it.row.Phone.TemplateID == "" {
		return ""
	}
	return "template " + it.row.Phone.TemplateID
}

// leaders splits rows into the first of each key and the rest. Rows of the empty key are led by nobody.
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

func open(items []*item) []*item {
	var list []*item
	for _, it := range items {
		if it.open() {
			list = append(list, it)
		}
	}
	return list
}

// refuseDead settles the rows of servers or templates that the dialer does not know, unsent.
func (e *Engine) refuseDead(k key) {
	if len(e.dead) == 0 {
		return
	}
	for _, it := range e.pending() {
		if first := e.dead[k(it)]; first != nil {
			code := first.result.Code
			e.failed++
			it.settle(object.Refused, code, fmt.Sprintf("not sent: the dialer answered line %d, which has the same, with %s", first.row.Line, first.result.Message), codes.Hint(code))
		}
	}
}
