package pace

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// A task is a task of the caller, with the call that it needs.
type task[T, A any] struct {
	task T
	rest []T // the later tasks of the unit
	call Call[T, A]
	due  time.Time // the earliest time for the call
	look bool      // as in Next
}

// A result is a task that a worker returns, with the answer to the call.
type result[T, A any] struct {
	task[T, A]
	answer  A
	reading Reading
	began   time.Time
	took    time.Duration
	skipped bool // the errand had ended, so no call was made
}

// outcome returns the part of the result that Errand.Done gets.
func (r *result[T, A]) outcome() Outcome[T, A] {
	return Outcome[T, A]{Task: r.task.task, Answer: r.answer, Began: r.began, Took: r.took, Call: r.call, Look: r.look}
}

// workers are goroutines that make calls for the owner of the tasks.
type workers[T, A any] struct {
	group   errgroup.Group
	options *Options[A]
	calls   chan task[T, A]
	results chan result[T, A]
	halted  atomic.Bool // no further call may begin
}

// hire starts n workers, whose calls get ctx.
func hire[T, A any](ctx context.Context, n int, o *Options[A]) *workers[T, A] {
	w := &workers[T, A]{options: o, calls: make(chan task[T, A]), results: make(chan result[T, A], 128)}
	for range n {
		w.group.Go(func() error {
			for t := range w.calls {
				w.results <- w.work(ctx, t)
			}
			return nil // a failed task is a result, not an error
		})
	}
	return w
}

// work makes the call of a task. After an answer whose reading is Last, no worker begins a call.
func (w *workers[T, A]) work(ctx context.Context, t task[T, A]) result[T, A] {
	r := result[T, A]{task: t}
	if r.skipped = w.halted.Load(); r.skipped {
		return r
	}
	r.began = time.Now()
	r.answer = guarded(ctx, t.call, t.task, w.options.Panicked)
	r.took = time.Since(r.began)
	if r.reading = w.options.Read(r.answer); r.reading.Last {
		w.halted.Store(true) // do not wait for the owner, who may be busy: ten bad logins lock the user
	}
	return r
}

// fire ends the workers. It returns when their calls have ended.
func (w *workers[T, A]) fire() {
	close(w.calls)
	_ = w.group.Wait()
}

// guarded makes a call and returns its answer. If the call panics, the answer is the one of panicked.
func guarded[T, A any](ctx context.Context, c Call[T, A], t T, panicked func(any) A) (answer A) {
	defer func() {
		if x := recover(); x != nil {
			answer = panicked(x)
		}
	}()
	return c(ctx, t)
}
