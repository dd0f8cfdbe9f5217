package run

import (
	"context"
	"time"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A Plan is what a run is about to do.
type Plan struct {
	Add     int
	Exists  int
	Refused int
	Invalid int
	NotSent int
	Done    int            // by an earlier run
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
		case object.Exists:
			p.Exists++
		case object.Refused:
			p.Refused++
		case object.Invalid:
			p.Invalid++
		case object.Added:
			p.Done++
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

// Wait waits for a place in the rate, for a request that is not of the engine's making, or until ctx ends.
func (e *Engine) Wait(ctx context.Context) error { return e.limiter.Wait(ctx) }

// Limit keeps the first n rows that are ready and settles the others as not_sent; 0 is no limit.
func (e *Engine) Limit(n int) {
	pending := e.pending()
	if n <= 0 || n >= len(pending) {
		return
	}
	for _, it := range pending[n:] {
		it.settle(object.NotSent, codes.BeyondFirst, "the row comes after the first ones that were asked for", codes.Hint(codes.BeyondFirst))
	}
}
