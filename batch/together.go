package batch

import (
	"context"
	"errors"
	"sync"

	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// Together lets the imports of one list on several dialers wait for one another, so that they are one import for the
// user: nothing is sent to any dialer if the list has errors, and one question is about all dialers. Each import runs
// in a goroutine of its own, at the pace of its own dialer. Somebody who moves from one dialer to another keeps the
// phone on the old one until the new one has theirs. An import that has ended, such as one whose dialer is down, keeps
// nobody waiting. All methods may be called concurrently.
type Together struct {
	SkipInvalid bool // an import whose rows all have errors keeps no other from sending

	ctx     context.Context
	confirm func([]Share) error

	mu     sync.Mutex
	parts  []part
	fit    barrier // passed when each import knows that its rows are fit to be sent, or has ended
	plans  barrier // passed when the question about all plans is answered
	named  barrier // passed when each import has named the people of its rows, or has ended
	stored barrier // passed when each import has stored its rows, or has ended
	bad    bool    // the rows of an import have errors
	answer error   // of confirm
}

// A part is the state of one import.
type part struct {
	fit, ended bool
	share      *Share // nil as long as the import has no plan

	named, stored bool
	people        []object.Person // those of the rows, if named
	stands        []bool          // whether the dialer has the phone of each row, if stored
}

// A Share is the plan of the import on one dialer.
type Share struct {
	Dialer string
	run.Plan
}

// A barrier is passed once.
type barrier struct {
	open   chan struct{}
	passed bool
}

func newBarrier() barrier { return barrier{open: make(chan struct{})} }

// NewTogether returns a Together for n imports, whose indexes begin with 0. confirm is called once, before the first
// phone is added, with the plans of the imports that have something to do. The error of confirm ends all of them. If
// ctx ends, no import waits any more.
func NewTogether(ctx context.Context, n int, confirm func([]Share) error) *Together {
	return &Together{
		ctx: ctx, confirm: confirm, parts: make([]part, n),
		fit: newBarrier(), plans: newBarrier(), named: newBarrier(), stored: newBarrier(),
	}
}

// Fit waits until the rows of every import are known to be fit to be sent. The error is ErrListHasErrors if the rows of
// another import are not, or says why the context ended.
func (t *Together) Fit(i int) error {
	t.update(func() { t.parts[i].fit = true })
	if err := t.fit.wait(t.ctx); err != nil {
		return err
	}
	if t.bad {
		return ErrListHasErrors
	}
	return nil
}

// Agree waits until every import either has a plan or has ended, and returns the answer to the question about all
// plans.
func (t *Together) Agree(i int, s Share) error {
	t.update(func() { t.parts[i].share = &s })
	if err := t.plans.wait(t.ctx); err != nil {
		return err
	}
	return t.answer
}

// End says that an import has ended with an error or nil.
func (t *Together) End(i int, err error) {
	t.update(func() {
		if !t.parts[i].fit && err != nil { // it has not sent anything: its rows are not fit
			t.bad = t.bad || !t.SkipInvalid || !errors.Is(err, ErrListHasErrors)
		}
		t.parts[i].ended, t.parts[i].fit = true, true
	})
}

// update changes the state of an import, and passes the barriers that nobody has to wait at any more.
func (t *Together) update(change func()) {
	t.mu.Lock()
	change()
	fit, planned, named, stored := true, true, true, true
	var shares []Share
	for i := range t.parts {
		p := &t.parts[i]
		fit = fit && p.fit
		planned = planned && (p.ended || p.share != nil)
		named, stored = named && (p.ended || p.named), stored && (p.ended || p.stored)
		if p.share != nil {
			shares = append(shares, *p.share)
		}
	}
	ask := planned && t.plans.pass()
	t.fit.openIf(fit)
	t.named.openIf(named)
	t.stored.openIf(stored)
	t.mu.Unlock()
	if ask {
		if len(shares) > 0 {
			t.answer = t.confirm(shares)
		}
		close(t.plans.open)
	}
}

// pass reports whether the barrier is passed for the first time.
func (b *barrier) pass() bool {
	first := !b.passed
	b.passed = true
	return first
}

// openIf opens the barrier, once, if nobody has to wait at it any more.
func (b *barrier) openIf(done bool) {
	if done && b.pass() {
		close(b.open)
	}
}

// wait waits until the barrier is open. The error says why ctx ended before.
func (b *barrier) wait(ctx context.Context) error {
	select {
	case <-b.open:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
