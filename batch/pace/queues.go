package pace

import (
	"container/heap"
	"time"
)

// queues hold the tasks of an errand that no worker has.
type queues[T, A any] struct {
	waiting  []task[T, A] // not claimed yet, in the order of the units
	repeats  []task[T, A] // need a second call and so a new claim; claimed before the waiting ones
	claiming []task[T, A] // claimed; the claim is not durable yet
	ready    []task[T, A] // may be called for at once
	urgent   []task[T, A] // may be called for at once, before the ready ones
	delayed  byDue[T, A]  // wait until they are due; then they become urgent
}

// byDue is a heap of tasks, ordered by the time at which they are due (container/heap).
type byDue[T, A any] []task[T, A]

func (t byDue[T, A]) Len() int           { return len(t) }
func (t byDue[T, A]) Less(i, j int) bool { return t[i].due.Before(t[j].due) }
func (t byDue[T, A]) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *byDue[T, A]) Push(x any)        { *t = append(*t, x.(task[T, A])) }
func (t *byDue[T, A]) Pop() any {
	last := len(*t) - 1
	x := (*t)[last]
	*t = (*t)[:last]
	return x
}

// fill queues the first task of each unit.
func (q *queues[T, A]) fill(e Errand[T, A]) {
	tasks := make([]task[T, A], len(e.Units))
	for i, u := range e.Units {
		tasks[i] = task[T, A]{task: u[0], rest: u[1:], call: e.Call}
	}
	if e.Claim != nil {
		q.waiting = tasks
		return
	}
	q.ready = tasks
}

// empty reports whether no task is left.
func (q *queues[T, A]) empty() bool {
	return len(q.waiting)+len(q.repeats)+len(q.claiming)+len(q.ready)+len(q.urgent)+len(q.delayed) == 0
}

// head returns the task to call for first. If no task may be called for at the time now, head returns nil, and the time
// until the first delayed task is due, or 0 if there is none.
func (q *queues[T, A]) head(now time.Time) (t *task[T, A], wait time.Duration) {
	for len(q.delayed) > 0 && !q.delayed[0].due.After(now) {
		q.urgent = append(q.urgent, heap.Pop(&q.delayed).(task[T, A]))
	}
	switch {
	case len(q.urgent) > 0:
		return &q.urgent[0], 0
	case len(q.ready) > 0:
		return &q.ready[0], 0
	case len(q.delayed) > 0:
		return nil, q.delayed[0].due.Sub(now)
	}
	return nil, 0
}

// dropHead removes the task that head returned.
func (q *queues[T, A]) dropHead() {
	if len(q.urgent) > 0 {
		q.urgent = q.urgent[1:]
		return
	}
	q.ready = q.ready[1:]
}

// claim moves up to n tasks into claiming, repeats first. It returns those tasks together with the later tasks of their
// units. claim returns nil if there is nothing to claim now: the previous claim is not durable yet, or more than n/2
// tasks are ready.
func (q *queues[T, A]) claim(n int) (tasks []T) {
	if len(q.claiming) > 0 || len(q.waiting)+len(q.repeats) == 0 || len(q.ready) > n/2 {
		return nil
	}
	q.claiming = cut(&q.repeats, n)
	q.claiming = append(q.claiming, cut(&q.waiting, n-len(q.claiming))...)
	tasks = make([]T, 0, len(q.claiming))
	for _, t := range q.claiming {
		tasks = append(append(tasks, t.task), t.rest...)
	}
	return tasks
}

// cut removes up to n tasks from the front of a queue and returns them.
func cut[T, A any](queue *[]task[T, A], n int) []task[T, A] {
	n = min(n, len(*queue))
	front := (*queue)[:n:n]
	*queue = (*queue)[n:]
	return front
}

// keepLooks drops all tasks except looks, and the later tasks of their units.
func (q *queues[T, A]) keepLooks() {
	q.waiting, q.repeats, q.ready = nil, nil, nil
	q.urgent, q.delayed = onlyLooks(q.urgent), onlyLooks(q.delayed)
	heap.Init(&q.delayed)
}

// onlyLooks returns the looks of a list, without the later tasks of their units.
func onlyLooks[T, A any](list []task[T, A]) (kept []task[T, A]) {
	for _, t := range list {
		if t.look {
			t.rest = nil
			kept = append(kept, t)
		}
	}
	return kept
}
