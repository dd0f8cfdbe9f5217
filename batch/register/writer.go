package register

import (
	"errors"
	"time"
)

// commitEvery is the shortest time between two commits that no Sync waits for.
const commitEvery = 20 * time.Millisecond

// A writer owns the table of one run. Its goroutine takes the changes from the queue and writes all that it finds there
// in one transaction.
type writer struct {
	queue *queue
	table *table
	wakes chan struct{}
	syncs chan chan struct{} // the writer closes the channel that it receives when the queue is durable
	quit  chan struct{}
	gone  chan struct{} // closed when the writer has ended
}

// startWriter starts the goroutine of a writer. Call stop to end it.
func startWriter(q *queue, t *table) *writer {
	w := &writer{
		queue: q, table: t,
		wakes: make(chan struct{}, 1), syncs: make(chan chan struct{}), quit: make(chan struct{}), gone: make(chan struct{}),
	}
	go w.run()
	return w
}

// run commits on wakes and syncs until stop.
func (w *writer) run() {
	defer close(w.gone)
	pause := time.NewTimer(0)
	defer pause.Stop()
	<-pause.C
	var pausing, woken bool
	for {
		select {
		case <-w.quit:
			w.commit()
			return
		case done := <-w.syncs:
			w.commit()
			close(done)
			woken = false
		case <-w.wakes:
			woken = true
		case <-pause.C:
			pausing = false
		}
		if woken && !pausing {
			w.commit()
			woken, pausing = false, true
			pause.Reset(commitEvery)
		}
	}
}

// commit writes the changes in the queue durably. An error goes to the queue.
func (w *writer) commit() {
	list := w.queue.take()
	if len(list) == 0 {
		return
	}
	if err := w.table.apply(list); err != nil {
		w.queue.fail(w.table.reg.fault("recording", err))
	}
}

// wake asks for a commit within commitEvery. It does not wait.
func (w *writer) wake() {
	select {
	case w.wakes <- struct{}{}:
	default:
	}
}

// stop commits the changes in the queue, ends the goroutine and closes the table. It returns the error of the queue.
func (w *writer) stop() error {
	close(w.quit)
	<-w.gone
	return errors.Join(w.queue.failed(), w.table.close())
}
