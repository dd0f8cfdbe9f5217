package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"phonebatch/apiclient"
)

// A call is one request for one row.
type call func(ctx context.Context, p apiclient.Phone) apiclient.Reply

// An outcome is what came back of a call.
type outcome struct {
	item  *item
	reply apiclient.Reply
	took  time.Duration
}

// each calls for every row, with at most so many workers at once, and hands each outcome to done, in the goroutine
// of the caller and in the order of arrival. The rows of one unit go one after the other. It returns when all calls
// that were started have ended: nil, or why not all were started, be it that ctx ended or that done returned an error.
func (e *Engine) each(ctx context.Context, units [][]*item, c call, done func(outcome) error) error {
	// A call that has begun is finished even if the run is interrupted: its own timeout bounds it.
	calls := context.WithoutCancel(ctx)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan []*item, e.options.Workers)
	outcomes := make(chan outcome, 128)
	var pool errgroup.Group
	pool.Go(func() error {
		defer close(queue)
		for _, u := range units {
			select {
			case queue <- u:
			case <-ctx.Done():
				return nil
			}
		}
		return nil
	})
	for range min(max(e.options.Workers, 1), len(units)) {
		pool.Go(func() error {
			for u := range queue {
				e.unit(ctx, calls, stop, u, c, outcomes)
			}
			return nil
		})
	}
	go func() {
		_ = pool.Wait() // no row's failure is an error
		close(outcomes)
	}()
	var failed error
	for o := range outcomes { // until the last worker has ended: nobody sends in vain
		e.calls, e.busy = e.calls+1, e.busy+o.took
		if err := cmp.Or(done(o), e.listen(o)); err != nil {
			failed = cmp.Or(failed, err)
			stop(err)
		}
	}
	return cmp.Or(failed, context.Cause(ctx))
}

// patience is how many calls in a row may bring no answer of a dialer before the run ends: the rows behind them would
// only hand their passwords to whatever answers there, or wait for nobody.
const patience = 20

// listen counts the calls in a row that brought no answer of a dialer.
func (e *Engine) listen(o outcome) error {
	if code := o.reply.Code; !code.Unclear() && code != apiclient.CodeNeverSent {
		e.strange = 0
		return nil
	}
	if e.strange++; e.strange < max(patience, 2*e.options.Workers) {
		return nil
	}
	return &StopError{Reply: o.reply, Line: o.item.row.Line, Strange: e.strange}
}

// errUnwelcome stops the other workers; what the caller is told is what done makes of the reply.
var errUnwelcome = errors.New("the dialer does not want us")

// unit calls for the rows of one unit in turn.
func (e *Engine) unit(ctx, calls context.Context, stop context.CancelCauseFunc, u []*item, c call, outcomes chan<- outcome) {
	for _, it := range u {
		if e.limiter.Wait(ctx) != nil || ctx.Err() != nil {
			return
		}
		began := time.Now()
		reply := guarded(calls, c, it.row.Phone)
		if reply.Code.Refuses() || reply.Code == apiclient.CodeProbeAccepted {
			stop(errUnwelcome) // at once, however busy whoever takes the outcomes is: ten bad logins lock the user
		}
		outcomes <- outcome{it, reply, time.Since(began)}
	}
}

// guarded turns a panic into the result of the row that caused it. The panic's text may hold anything and is not kept.
func guarded(ctx context.Context, c call, p apiclient.Phone) (reply apiclient.Reply) {
	defer func() {
		if x := recover(); x != nil {
			reply = apiclient.Reply{Code: CodeInternal, Err: fmt.Errorf("a fault in phonebatch: panic of type %T", x)}
		}
	}()
	return c(ctx, p)
}

// alone makes every row a unit of its own.
func alone(items []*item) [][]*item {
	units := make([][]*item, len(items))
	for i := range items {
		units[i] = items[i : i+1]
	}
	return units
}

// byLogin makes units of the rows that the dialer would store with one login: two requests for one login must never
// be under way together, as the dialer's check and its INSERT are not one transaction (contract/API.md, check 8).
func (e *Engine) byLogin(items []*item) [][]*item {
	spec, _ := e.dialect.Spec(apiclient.AddPhone, apiclient.PhoneLogin.String())
	at := make(map[string]int, len(items))
	var units [][]*item
	for _, it := range items {
		key := e.dialect.Fold(spec.Stored(it.row.Phone.PhoneLogin))
		if i, seen := at[key]; seen {
			units[i] = append(units[i], it)
			continue
		}
		at[key] = len(units)
		units = append(units, []*item{it})
	}
	return units
}

// tracker counts the progress of one phase.
type tracker struct {
	engine *Engine
	p      Progress
}

func (e *Engine) track(phase Phase, total int) *tracker {
	t := &tracker{e, Progress{Phase: phase, Total: total}}
	e.options.Observe(t.p)
	return t
}

func (t *tracker) step(failed bool) {
	t.p.Done++
	if failed {
		t.p.Failed++
	}
	t.engine.options.Observe(t.p)
}

func (t *tracker) end() {
	t.p.Final = true
	t.engine.options.Observe(t.p)
}
