package run

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A call is one request for one row.
type call func(ctx context.Context, p apiclient.Phone) apiclient.Reply

// An outcome is what came back of a task's call.
type outcome struct {
	task
	reply apiclient.Reply
	took  time.Duration
	never bool // the call was not begun, as the run was stopped before
}

// A next is what a row needs after an outcome. The zero next is nothing: the row's unit goes on with its next row.
type next struct {
	call   call
	after  time.Duration // not before so long from now
	look   bool          // the call asks about a row in doubt: an interruption leaves time for it
	resend bool          // the call may store something, a second time: the row is claimed anew
}

// A task is a row that waits for its call.
type task struct {
	item *item
	rest []*item // of its unit, to be called for when this row needs nothing more
	call call
	due  time.Time
	look bool
}

// workers carry calls for the owner of the rows, which is the only one to touch them.
type workers struct {
	group    errgroup.Group
	calls    chan task
	outcomes chan outcome
	halted   atomic.Bool // no further call may begin
}

// hire starts n workers. fire ends them.
func hire(ctx context.Context, n int) *workers {
	w := &workers{calls: make(chan task), outcomes: make(chan outcome, 128)}
	for range n {
		w.group.Go(func() error {
			for t := range w.calls {
				w.outcomes <- w.work(ctx, t)
			}
			return nil // no row's failure is an error
		})
	}
	return w
}

func (w *workers) work(ctx context.Context, t task) outcome {
	o := outcome{task: t}
	if o.never = w.halted.Load(); o.never {
		return o
	}
	began := time.Now()
	o.reply = guarded(ctx, t.call, t.item.row.Phone)
	o.took = time.Since(began)
	if endsTheRun(o.reply.Code) {
		w.halted.Store(true) // at once, however busy whoever takes the outcomes is: ten bad logins lock the user
	}
	return o
}

func (w *workers) fire() {
	close(w.calls)
	_ = w.group.Wait()
}

// guarded turns a panic into the result of the row that caused it. The panic's text may hold anything and is not kept.
func guarded(ctx context.Context, c call, p apiclient.Phone) (reply apiclient.Reply) {
	defer func() {
		if x := recover(); x != nil {
			reply = apiclient.Reply{Code: codes.Internal, Err: fmt.Errorf("a fault in phonebatch: panic of type %T", x)}
		}
	}()
	return c(ctx, p)
}

// An errand is a call that is to be made for many rows. The rows of one unit go one after the other, each when the one
// before needs nothing more.
type errand struct {
	units [][]*item
	call  call
	claim bool // the call may store something: each row is claimed in the ledger before
	// done takes each outcome, in the goroutine of the owner and in the order of arrival, and says what the row needs next.
	done func(outcome) (next, error)
}

// each carries an errand out, with at most so many workers at once. It returns when all calls that were started have
// ended: nil, or why not all were started, be it that ctx ended or that done returned an error.
//
// When ctx ends, calls under way go on and nothing new is begun, but for rows in doubt: all have settleTime, and what is
// still under way then is given up.
func (e *Engine) each(ctx context.Context, r errand) error {
	n := min(max(e.options.Workers, 1), len(r.units))
	calls, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	defer giveUp()
	w := hire(calls, n)
	l := &loop{engine: e, errand: r, workers: w, idle: n, synced: make(chan error, 1), giveUp: giveUp}
	queue := &l.ready
	if r.claim {
		queue = &l.waiting
	}
	*queue = make([]task, len(r.units))
	for i, u := range r.units {
		(*queue)[i] = task{item: u[0], rest: u[1:], call: r.call}
	}
	l.run(ctx)
	w.fire()
	return cmp.Or(l.failed, context.Cause(ctx))
}

// alone makes every row a unit of its own.
func alone(items []*item) [][]*item {
	units := make([][]*item, len(items))
	for i := range items {
		units[i] = items[i : i+1]
	}
	return units
}

// apart makes units of the rows that the dialer would store with one login, or as one phone: two requests for one login
// must never be under way together, as the dialer's check and its INSERT are not one transaction (contract/API.md, check 8).
func (e *Engine) apart(items []*item) [][]*item {
	spec, _ := e.dialect.Spec(apiclient.AddPhone, apiclient.PhoneLogin.String())
	at := make(map[string]int, 2*len(items)) // units by login and by phone
	units := make([][]*item, 0, len(items))
	for _, it := range items {
		login, phone := "login "+e.dialect.Fold(spec.Stored(it.row.Phone.PhoneLogin)), e.phoneKey(it)
		i, sameLogin := at[login]
		j, samePhone := at[phone]
		switch {
		case !sameLogin && !samePhone:
			i = len(units)
			units = append(units, nil)
		case !sameLogin:
			i = j
		case samePhone && i != j: // two units become one
			for _, other := range units[j] {
				at["login "+e.dialect.Fold(spec.Stored(other.row.Phone.PhoneLogin))], at[e.phoneKey(other)] = i, i
			}
			units[i] = append(units[i], units[j]...)
			units[j] = nil
		}
		at[login], at[phone] = i, i
		units[i] = append(units[i], it)
	}
	return slices.DeleteFunc(units, func(u []*item) bool { return len(u) == 0 })
}

// phoneKey is what the dialer knows a row's phone by.
func (e *Engine) phoneKey(it *item) string {
	spec, _ := e.dialect.Spec(apiclient.AddPhone, apiclient.Extension.String())
	return "phone " + it.row.Phone.ServerIP + " " + e.dialect.Fold(spec.Stored(it.row.Phone.Extension))
}

// markTwins finds the rows that mean the same phone as an earlier one (--ignore lets them pass): that it is there proves
// nothing of them.
func (e *Engine) markTwins() {
	seen := make(map[string]bool, len(e.items))
	for i := range e.items {
		if it := &e.items[i]; it.open() {
			key := e.phoneKey(it)
			it.twin = seen[key]
			seen[key] = true
		}
	}
}
