package pace

import (
	"cmp"
	"container/heap"
	"context"
	"time"
)

// A memory is what a Crew remembers between errands.
type memory[A any] struct {
	options  Options[A]
	patience patience
	turn     turn
	tally    tally
}

// A loop hands the tasks of one errand to workers and takes the results. One goroutine runs all methods of a loop.
type loop[T, A any] struct {
	memory  *memory[A] // of the crew
	errand  Errand[T, A]
	workers *workers[T, A]
	synced  chan error
	cancel  func() // cancels the calls that are under way

	queues    queues[T, A]
	idle      int // workers without a call
	failed    error
	calls     int           // the number of calls that have ended
	rests     bool          // no call may begin: patience pauses all workers, or every task waits for its time
	rested    time.Duration // how long that lasted
	looksOnly bool          // no call begins except looks
	closed    bool          // no call begins at all
}

// run returns when no task is left and no call is under way.
func (l *loop[T, A]) run(ctx context.Context) {
	ended, workers := ctx.Done(), l.idle
	flush := time.NewTicker(Flushing)
	defer flush.Stop()
	var grace <-chan time.Time
	for {
		if ended != nil && ctx.Err() != nil { // check this before a worker gets a task
			ended, grace = nil, time.After(l.memory.options.Grace)
			l.restrict()
		}
		l.claim()
		if l.idle == workers && l.queues.empty() {
			l.flush()
			return
		}
		head, calls, wait := l.offer(workers)
		var wake <-chan time.Time
		if wait > 0 {
			wake = time.After(wait)
		}
		asleep := time.Now()
		select {
		case calls <- head:
			l.idle--
			l.memory.turn.release()
			l.queues.dropHead()
		case r := <-l.workers.results:
			l.idle++
			l.take(&r)
		case err := <-l.synced:
			l.durable(err)
		case <-flush.C:
			l.flush()
		case <-wake:
		case <-ended:
		case <-grace:
			l.close()
			l.cancel()
		}
		if l.rests {
			l.rested += time.Since(asleep)
		}
	}
}

// flush hands over what Errand.Done recorded.
func (l *loop[T, A]) flush() {
	if err := l.memory.options.Flush(); err != nil {
		l.fail(err)
	}
}

// claim records the tasks that are about to get their calls, and begins to sync the record. During the sync the workers
// continue with the tasks of the previous claim.
func (l *loop[T, A]) claim() {
	tasks := l.queues.claim(max(l.memory.options.Claims, l.memory.options.Workers))
	if len(tasks) == 0 {
		return
	}
	if err := l.errand.Claim(tasks); err != nil {
		l.queues.claiming = nil
		l.fail(err)
		return
	}
	go func() { l.synced <- l.memory.options.Sync() }()
}

// durable takes the result of a sync and makes the claimed tasks ready.
func (l *loop[T, A]) durable(err error) {
	claimed := l.queues.claiming
	l.queues.claiming = nil
	switch {
	case err != nil:
		l.fail(err)
	case !l.looksOnly:
		l.queues.ready = append(l.queues.ready, claimed...)
	}
}

// offer returns the task to call for now, and the channel on which to send it. If no task can go now, the channel is
// nil. wait is then the time until offer should be asked again, or 0 if only a result or a sync can change anything.
func (l *loop[T, A]) offer(workers int) (head task[T, A], calls chan<- task[T, A], wait time.Duration) {
	l.rests = false
	if l.idle == 0 {
		return head, nil, 0
	}
	now, c := time.Now(), l.memory
	first, wait := l.queues.head(now)
	if first == nil {
		l.rests = wait > 0 && l.idle == workers
		return head, nil, wait
	}
	if pause := c.patience.paused.Sub(now); pause > 0 {
		l.rests = true
		c.turn.release()
		return head, nil, pause
	}
	wait, ok := c.turn.wait(now, workers-l.idle)
	if !ok {
		return head, nil, wait
	}
	return *first, l.workers.calls, 0
}

// take takes the result of a call, and queues what the task, or the next task of its unit, needs now.
func (l *loop[T, A]) take(r *result[T, A]) {
	if r.skipped {
		return
	}
	now, c := time.Now(), l.memory
	l.calls++
	c.turn.pacer.Learn(now, r.took, r.reading)
	o := r.outcome()
	n, err := l.errand.Done(o)
	silence, lost := c.patience.listen(time.Now(), r.took, r.reading)
	if err == nil && lost {
		err = &SilenceError[T, A]{o, silence}
	}
	if err != nil {
		l.fail(err)
		return
	}
	if l.closed || l.looksOnly && !n.Look {
		return
	}
	t := r.task
	t.call, t.look, t.due = n.Call, n.Look, time.Now().Add(n.After)
	switch {
	case n.Again && l.errand.Claim != nil:
		l.queues.repeats = append(l.queues.repeats, t)
	case n.Call != nil:
		heap.Push(&l.queues.delayed, t)
	case len(r.rest) > 0:
		l.queues.urgent = append(l.queues.urgent, task[T, A]{task: r.rest[0], rest: r.rest[1:], call: l.errand.Call})
	}
}

// fail ends the errand with an error: no further call begins.
func (l *loop[T, A]) fail(err error) {
	l.failed = cmp.Or(l.failed, err)
	l.workers.halted.Store(true)
	l.close()
}

// restrict drops all waiting tasks except looks, and lets only looks begin.
func (l *loop[T, A]) restrict() {
	l.looksOnly = true
	l.queues.keepLooks()
}

// close drops all waiting tasks and lets no call begin.
func (l *loop[T, A]) close() {
	l.restrict()
	l.closed = true
	l.queues.urgent, l.queues.delayed = nil, nil
}
