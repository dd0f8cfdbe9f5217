package run

import (
	"cmp"
	"container/heap"
	"context"
	"time"
)

// settleTime is how long rows in doubt have after an interruption.
const settleTime = 10 * time.Second

// A loop hands tasks to workers and takes their outcomes. Everything in it happens in one goroutine, the owner's; rows
// that wait for their time hold no worker.
type loop struct {
	engine  *Engine
	errand  errand
	workers *workers
	idle    int // workers without a call

	waiting  []task // not claimed yet, in the order of the list
	again    []task // to be sent again, and so to be claimed before the others
	claiming []task // claimed, while the disk catches up
	synced   chan error
	ready    []task
	urgent   []task // whose time has come
	later    tasks

	failed  error
	ending  bool   // nothing new is begun, but for rows in doubt
	dropped bool   // nor for them
	giveUp  func() // ends the calls that are under way
}

// tasks is a heap by due time.
type tasks []task

func (t tasks) Len() int           { return len(t) }
func (t tasks) Less(i, j int) bool { return t[i].due.Before(t[j].due) }
func (t tasks) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *tasks) Push(x any)        { *t = append(*t, x.(task)) }
func (t *tasks) Pop() any {
	last := len(*t) - 1
	x := (*t)[last]
	*t = (*t)[:last]
	return x
}

// over says that no task is left and no call is under way.
func (l *loop) over(workers int) bool {
	return l.idle == workers && len(l.waiting)+len(l.again)+len(l.claiming)+len(l.ready)+len(l.urgent)+len(l.later) == 0
}

// run goes on until all is over.
func (l *loop) run(ctx context.Context) {
	ended, busy := ctx.Done(), l.idle
	flush := time.NewTicker(flushing)
	defer flush.Stop()
	var grace <-chan time.Time
	for {
		if ended != nil && ctx.Err() != nil { // before a worker is offered anything
			ended, grace = nil, time.After(settleTime)
			l.end()
		}
		l.claim()
		if l.over(busy) {
			l.flush()
			return
		}
		head, calls, wait := l.offer()
		var wake <-chan time.Time
		if wait > 0 {
			wake = time.After(wait)
		}
		select {
		case calls <- head:
			l.begun()
		case o := <-l.workers.outcomes:
			l.idle++
			l.take(o)
		case err := <-l.synced:
			l.durable(err)
		case <-flush.C:
			l.flush()
		case <-wake:
		case <-ended:
		case <-grace:
			l.drop()
			l.giveUp()
		}
	}
}

// flush hands over what was settled.
func (l *loop) flush() {
	if err := l.engine.options.Ledger.Flush(); err != nil {
		l.fail(recorded(err))
	}
}

// offer finds the task that is to be called for now, and the channel to send it on. Where there is none yet, it says how
// long to wait, or 0 for until something comes back.
func (l *loop) offer() (head task, calls chan<- task, wait time.Duration) {
	if l.idle == 0 {
		return head, nil, 0
	}
	now, e := time.Now(), l.engine
	for len(l.later) > 0 && !l.later[0].due.After(now) {
		l.urgent = append(l.urgent, heap.Pop(&l.later).(task))
	}
	switch {
	case len(l.urgent) > 0:
		head = l.urgent[0]
	case len(l.ready) > 0:
		head = l.ready[0]
	case len(l.later) > 0:
		return head, nil, l.later[0].due.Sub(now)
	default:
		return head, nil, 0
	}
	if pause := e.paused.Sub(now); pause > 0 {
		e.slot = time.Time{}
		return head, nil, pause
	}
	if e.slot.IsZero() { // one place in the rate for the one call that comes next
		e.slot = now.Add(e.limiter.ReserveN(now, 1).DelayFrom(now))
	}
	if ahead := e.slot.Sub(now); ahead > 0 {
		return head, nil, ahead
	}
	return head, l.workers.calls, 0
}

// begun takes the task that a worker has taken.
func (l *loop) begun() {
	l.idle--
	l.engine.slot = time.Time{}
	queue := &l.ready
	if len(l.urgent) > 0 {
		queue = &l.urgent
	}
	if t := (*queue)[0]; l.errand.claim && !t.look && t.item.sent.IsZero() {
		t.item.sent = time.Now()
	}
	*queue = (*queue)[1:]
}

// take takes what came back, and enters what the row, or the next one of its unit, needs now.
func (l *loop) take(o outcome) {
	if o.never {
		return
	}
	e := l.engine
	e.calls, e.busy = e.calls+1, e.busy+o.took
	n, err := l.errand.done(o)
	if err = cmp.Or(err, e.listen(o)); err != nil {
		l.fail(err)
		return
	}
	if n.call == nil {
		o.item.tries = 0
	}
	t := o.task
	t.call, t.look, t.due = n.call, n.look, time.Now().Add(n.after)
	switch {
	case l.dropped || l.ending && !n.look:
	case n.resend:
		l.again = append(l.again, t)
	case n.call != nil:
		heap.Push(&l.later, t)
	case len(o.rest) > 0:
		l.urgent = append(l.urgent, task{item: o.rest[0], rest: o.rest[1:], call: l.errand.call})
	}
}

// fail ends the errand: no further call begins.
func (l *loop) fail(err error) {
	l.failed = cmp.Or(l.failed, err)
	l.workers.halted.Store(true)
	l.drop()
}

// end keeps only the rows in doubt.
func (l *loop) end() {
	l.ending, l.waiting, l.again, l.ready = true, nil, nil, nil
	l.urgent = looking(l.urgent)
	l.later = looking(l.later)
	heap.Init(&l.later)
}

func looking(list []task) []task {
	var kept []task
	for _, t := range list {
		if t.look {
			t.rest = nil
			kept = append(kept, t)
		}
	}
	return kept
}

// drop gives up every task that waits.
func (l *loop) drop() {
	l.end()
	l.dropped = true
	l.urgent, l.later = nil, nil
}
