package run

import (
	"context"
	"time"

	"phonebatch/apiclient"
)

// A Plan is what a run is about to do.
type Plan struct {
	Add     int
	Exists  int
	Refused int
	Invalid int
	NotSent int
	Servers map[string]int // phones to add, by server_ip
	Takes   time.Duration  // about how long it will take
}

// Plan counts what Add would do, once no more than first rows are to be added; 0 is no limit. verify says whether
// each added row will be asked about again.
func (e *Engine) Plan(first int, verify bool) Plan {
	p := Plan{Servers: make(map[string]int)}
	for i := range e.items {
		switch it := &e.items[i]; it.result.Status {
		case "":
			if first > 0 && p.Add >= first {
				p.NotSent++
				continue
			}
			p.Add++
			p.Servers[it.row.Phone.ServerIP]++
		case Exists:
			p.Exists++
		case Refused:
			p.Refused++
		case Invalid:
			p.Invalid++
		default:
			p.NotSent++
		}
	}
	requests := p.Add
	if verify {
		requests *= 2
	}
	p.Takes = e.takes(requests)
	return p
}

// takes says about how long so many requests will take, by the rate and by how quick the dialer has been so far.
func (e *Engine) takes(requests int) time.Duration {
	var each time.Duration
	if e.calls > 0 {
		each = e.busy / time.Duration(e.calls*max(e.options.Workers, 1))
	}
	if e.options.Rate > 0 {
		each = max(each, time.Duration(float64(time.Second)/e.options.Rate))
	}
	return each * time.Duration(requests)
}

// Limit keeps the first n rows that are ready and settles the others as not_sent; 0 is no limit.
func (e *Engine) Limit(n int) {
	pending := e.pending()
	if n <= 0 || n >= len(pending) {
		return
	}
	for _, it := range pending[n:] {
		it.settle(NotSent, CodeBeyondFirst, "the row comes after the first ones that were asked for", Hint(CodeBeyondFirst))
	}
}

// Add adds every row that has no result yet. The first row of each template goes before the template's others, and
// where rows were not asked about, so does the first of each server.
func (e *Engine) Add(ctx context.Context) error {
	rows := e.pending()
	track := e.track(Adding, len(rows))
	defer track.end()
	add := func(items []*item) error {
		return e.each(ctx, e.byLogin(items), e.dialer.AddPhone, func(o outcome) error {
			err := e.added(o)
			track.step(o.item.result.Status != Added)
			return err
		})
	}
	unasked := func(it *item) string {
		if it.asked {
			return ""
		}
		return serverKey(it)
	}
	if err := e.lead(unasked, rows, add); err != nil {
		return err
	}
	if err := e.lead(templateKey, rows, add); err != nil {
		return err
	}
	return add(open(rows))
}

// maxLeaders is how many rows in turn may try to find out about what their rows have in common.
const maxLeaders = 3

// lead adds the first row of each key, alone among the rows of its key, and settles the others where the dialer does not
// know what they have in common. A row that is refused for a reason of its own has found out nothing: the next one leads.
func (e *Engine) lead(k key, rows []*item, add func([]*item) error) error {
	known := make(map[string]bool)
	for range maxLeaders {
		var unknown []*item
		for _, it := range open(rows) {
			if !known[k(it)] {
				unknown = append(unknown, it)
			}
		}
		first, _ := leaders(unknown, k)
		if len(first) == 0 {
			return nil
		}
		if err := add(first); err != nil {
			return err
		}
		for _, it := range first {
			known[k(it)] = it.result.Status == Added
		}
		e.refuseDead(serverKey)
		e.refuseDead(templateKey)
	}
	return nil
}

// added takes the answer to one add_phone.
func (e *Engine) added(o outcome) error {
	it, reply := o.item, o.reply
	it.result.Attempts++
	it.result.Duration += o.took
	switch code := reply.Code; {
	case code == apiclient.CodeAdded:
		it.answer(Added, reply)
	case code == apiclient.CodePhoneExists:
		it.answer(Exists, reply)
	case code.Refuses():
		it.answer(NotSent, reply)
		return &StopError{Reply: reply, Line: it.row.Line}
	case code == apiclient.CodeNeverSent:
		it.answer(NotSent, reply)
	case code.Unclear() || code == CodeInternal:
		it.answer(Unconfirmed, reply)
	default:
		it.answer(Refused, reply)
		switch code {
		case apiclient.CodeServer:
			e.dead[serverKey(it)] = it
		case apiclient.CodeTemplate:
			e.dead[templateKey(it)] = it
		}
	}
	return nil
}

// Verify asks again about every row that was added: the server's word is no proof (contract/API.md, "Transport"). On
// an engine that nothing was sent with yet, the first question goes alone.
func (e *Engine) Verify(ctx context.Context) error {
	var rows []*item
	for i := range e.items {
		if it := &e.items[i]; it.result.Status == Added || e.reopened && it.result.Status == Unconfirmed {
			rows = append(rows, it)
		}
	}
	track := e.track(Verifying, len(rows))
	defer track.end()
	take := func(o outcome) error {
		err := verified(o)
		track.step(o.item.result.Verified != VerifiedYes)
		return err
	}
	if !e.gated && len(rows) > 0 {
		if err := e.gate(ctx, rows[0], take); err != nil {
			return err
		}
		rows = rows[1:]
	}
	return e.each(ctx, alone(rows), e.dialer.ProbePhone, take)
}

func verified(o outcome) error {
	it := o.item
	switch code := o.reply.Code; {
	case code == apiclient.CodePhoneExists:
		it.result.Verified = VerifiedYes
	case code == apiclient.CodeProbeAccepted || code.Refuses():
		it.result.Verified = VerifiedUnknown
		return &StopError{Reply: o.reply, Line: it.row.Line}
	case code.Unclear() || code == apiclient.CodeNeverSent || code == CodeInternal:
		it.result.Verified = VerifiedUnknown
	default:
		if it.result.Status == Added {
			it.settle(Unconfirmed, CodeStoredNothing, "the dialer said SUCCESS, but asked again it does not know the phone", Hint(CodeStoredNothing))
		}
		it.result.Verified = VerifiedNo
	}
	return nil
}
