package pace

import (
	"cmp"
	"context"
	"time"
)

// A Crew carries out errands, one after the other. Between errands it remembers how the dialer behaves. A Crew belongs
// to one goroutine.
type Crew[T, A any] struct{ memory[A] }

// New makes a Crew.
func New[T, A any](o Options[A]) *Crew[T, A] {
	o.Workers = max(o.Workers, 1)
	if o.Sync == nil {
		o.Sync = func() error { return nil }
	}
	if o.Flush == nil {
		o.Flush = func() error { return nil }
	}
	m := memory[A]{options: o, turn: turn{pacer: o.Pacer}}
	m.patience = patience{workers: o.Workers, giveUp: o.GiveUp}
	return &Crew[T, A]{m}
}

// Continue takes over what another Crew remembers about the dialer. The other Crew must not be used any more.
func (c *Crew[T, A]) Continue(other *Crew[T, A]) {
	o := c.options
	c.memory = other.memory
	c.options, c.turn.pacer = o, o.Pacer
}

// Do carries out an errand. It returns when all calls that began have ended. The error is nil if every task is
// finished. Otherwise it is the error of Claim, Done, Sync or Flush, a *SilenceError, or the cause of the end of ctx.
//
// When ctx ends, calls under way continue and no new call begins except looks. Options.Grace limits both: then Do
// cancels the calls that are still under way.
func (c *Crew[T, A]) Do(ctx context.Context, e Errand[T, A]) error {
	began, n := time.Now(), min(c.options.Workers, len(e.Units))
	calls, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	w := hire[T](calls, n, &c.options)
	l := &loop[T, A]{memory: &c.memory, errand: e, workers: w, idle: n, synced: make(chan error, 1), cancel: cancel}
	l.queues.fill(e)
	l.run(ctx)
	w.fire()
	c.tally.add(l.calls, time.Since(began)-l.rested, len(e.Units) > c.options.Workers)
	return cmp.Or(l.failed, context.Cause(ctx))
}

// Once makes one call that belongs to no errand, as soon as the pace allows it. The error says why ctx ended before.
func (c *Crew[T, A]) Once(ctx context.Context, call Call[T, A], task T) (answer A, err error) {
	asked := time.Now()
	if answer, err = c.Aside(ctx, call, task); err == nil {
		c.tally.add(1, time.Since(asked), false)
	}
	return answer, err
}

// Aside is Once for a call that is not like those of errands, such as the reading of a large page: it does not count in
// Share.
func (c *Crew[T, A]) Aside(ctx context.Context, call Call[T, A], task T) (answer A, err error) {
	if err := c.Wait(ctx); err != nil {
		return answer, err
	}
	began := time.Now()
	answer = guarded(ctx, call, task, c.options.Panicked)
	now := time.Now()
	c.options.Pacer.Learn(now, now.Sub(began), c.options.Read(answer))
	return answer, nil
}

// Wait waits until the pace allows a call that the caller makes without the crew. The error says why ctx ended before.
func (c *Crew[T, A]) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for {
		wait, now := c.turn.wait(time.Now(), 0)
		if now {
			c.turn.release()
			return nil
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Silence returns how long the dialer has been silent, for a call that ended now without an answer and took the time
// took. Errand.Done may call Silence.
func (c *Crew[T, A]) Silence(took time.Duration) time.Duration {
	if c.patience.silent > 0 {
		return time.Since(c.patience.since)
	}
	return took
}

// Share returns about the time that each further call adds to an errand, whatever the pacer: the time that calls have
// taken together, divided by their number. The time includes the waits for the pacer. The time excludes rests: pauses
// for all workers, and times in which every task waited for its time. Calls of Aside do not count.
//
// Only errands with more units than workers count, after the first such errand. Until then all calls count; if the
// pacer lets several calls go at once, Share is then too long, because the first calls of a run go alone. The result is
// 0 before the first call.
func (c *Crew[T, A]) Share() time.Duration {
	if c.tally.calls == 0 {
		return 0
	}
	return c.tally.spent / time.Duration(c.tally.calls)
}
