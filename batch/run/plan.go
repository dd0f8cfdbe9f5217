package run

import (
	"context"
	"time"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A Plan is what a run is about to do: numbers of objects, and the time.
type Plan struct {
	Add     int
	Update  int // phones to change
	Retire  int // phones to make inactive
	Delete  int // phones to delete because their people leave
	Aliases int // aliases to add
	Extend  int // aliases to give more members
	Exists  int
	Refused int
	Invalid int
	NotSent int
	Done    int            // added by an earlier run
	Renewal Renewal        // the phones to change that get new passwords; the caller of Plan counts them
	Servers map[string]int // phones to add, by server_ip
	Takes   time.Duration  // an estimate
}

// A Renewal says how many phones get new passwords, and how many people have these phones.
type Renewal struct{ Phones, People int }

// Sends reports whether the run is about to store anything.
func (p *Plan) Sends() bool { return p.Add+p.Update+p.Aliases+p.Extend+p.Retire+p.Delete > 0 }

// Plan returns what Add and Update would do if they took at most first objects; 0 is no limit. verify says whether
// Verify follows.
func (e *Engine) Plan(first int, verify bool) Plan {
	p := Plan{Servers: make(map[string]int)}
	for i := range e.items {
		it := &e.items[i]
		if it.object.Kind == object.Alias {
			p.alias(it)
			continue
		}
		switch it.result.Status {
		case "":
			if first > 0 && p.Add+p.Update >= first {
				p.NotSent++
				continue
			}
			if it.change != nil {
				p.Update++
				continue
			}
			p.Add++
			p.Servers[it.object.Phone.ServerIP]++
		case object.Exists:
			p.Exists++
		case object.Refused:
			p.Refused++
		case object.Invalid:
			p.Invalid++
		case object.Added, object.Updated, object.Retired, object.Deleted, object.Gone:
			p.Done++
		default:
			p.NotSent++
		}
	}
	requests := p.Add + p.Update + p.Aliases + p.Extend
	if verify {
		requests += parts(p.Add) + p.Update
	}
	p.Takes = e.takes(requests)
	return p
}

// alias counts an alias.
func (p *Plan) alias(it *item) {
	switch {
	case !it.open():
	case it.change != nil:
		p.Extend++
	default:
		p.Aliases++
	}
}

// takes estimates the time for a number of requests from the rate and from the speed of the dialer so far.
func (e *Engine) takes(requests int) time.Duration {
	each := e.crew.Share()
	if e.options.Rate > 0 {
		each = max(each, time.Duration(float64(time.Second)/e.options.Rate))
	}
	return each * time.Duration(requests)
}

// Wait waits until the pace allows a request that the engine does not make itself. The error says why ctx ended before.
func (e *Engine) Wait(ctx context.Context) error { return e.crew.Wait(ctx) }

// Limit keeps the first n phones without a result and settles the others as not_sent; 0 is no limit.
func (e *Engine) Limit(n int) {
	pending := e.pendingOf(object.Phone)
	if n <= 0 || n >= len(pending) {
		return
	}
	for _, it := range pending[n:] {
		it.settle(object.NotSent, codes.BeyondFirst, "the row comes after the first ones that were asked for", codes.Remedy(codes.BeyondFirst))
	}
}
