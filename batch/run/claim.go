package run

import (
	"fmt"
	"time"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// A Ledger keeps on disk what is about to be sent and what came of it. One goroutine calls its methods; Sync alone may
// run beside the others. After an error of any of them nothing more is sent.
type Ledger interface {
	// Asked records that the row's phone was asked about and was there, or absent.
	Asked(row *preflight.Row, there bool) error
	// Claim records that the rows' phones are about to be sent, with their present values. It is durable after the next Sync.
	Claim(rows []*preflight.Row) error
	// Sync makes durable what was recorded before.
	Sync() error
	// Settled records what became of the row's phone. Whether that outlives a kill is certain after the next Flush.
	Settled(row *preflight.Row, r *object.Result) error
	// Flush hands over what was settled.
	Flush() error
}

// nowhere is the ledger of a run that nobody will resume.
type nowhere struct{}

func (nowhere) Asked(*preflight.Row, bool) error             { return nil }
func (nowhere) Claim([]*preflight.Row) error                 { return nil }
func (nowhere) Sync() error                                  { return nil }
func (nowhere) Settled(*preflight.Row, *object.Result) error { return nil }
func (nowhere) Flush() error                                 { return nil }

// A LedgerError ends a run whose doings cannot be recorded any more: what cannot be recorded is not sent.
type LedgerError struct{ Err error }

func (e *LedgerError) Error() string {
	return fmt.Sprintf("what is sent cannot be recorded: %s", e.Err)
}
func (e *LedgerError) Unwrap() error { return e.Err }

// recorded wraps what a ledger could not do.
func recorded(err error) error {
	if err == nil {
		return nil
	}
	return &LedgerError{err}
}

// flushing is how long what was settled may lag behind: many rows are handed over together.
const flushing = 20 * time.Millisecond

// maxClaim is how many rows one sync of the disk serves at most. Whoever is killed leaves those in doubt that are claimed
// and not settled: one claim, and what is left of the one before.
const maxClaim = 1024

// claimSize is as many rows as go out in about two seconds, and no fewer than there are workers.
func (e *Engine) claimSize() int {
	size := maxClaim
	if e.options.Rate > 0 {
		size = min(size, int(2*e.options.Rate))
	}
	return max(size, e.options.Workers)
}

// claim writes down which rows are about to be sent. While the disk catches up, workers go on with those of the claim
// before.
func (l *loop) claim() {
	size := l.engine.claimSize()
	if len(l.claiming) > 0 || len(l.waiting)+len(l.again) == 0 || len(l.ready) > size/2 {
		return
	}
	l.claiming = cut(&l.again, size)
	l.claiming = append(l.claiming, cut(&l.waiting, size-len(l.claiming))...)
	if err := l.engine.claim(l.claiming); err != nil {
		l.claiming = nil
		l.fail(err)
		return
	}
	go func() { l.synced <- l.engine.options.Ledger.Sync() }()
}

// cut takes up to n tasks off the front of a queue.
func cut(queue *[]task, n int) []task {
	n = min(n, len(*queue))
	front := (*queue)[:n:n]
	*queue = (*queue)[n:]
	return front
}

// claim records the tasks' rows, and those of their units that come after them.
func (e *Engine) claim(tasks []task) error {
	rows := make([]*preflight.Row, 0, len(tasks))
	for _, t := range tasks {
		t.item.claimed = true
		rows = append(rows, t.item.row)
		for _, it := range t.rest {
			it.claimed = true
			rows = append(rows, it.row)
		}
	}
	return recorded(e.options.Ledger.Claim(rows))
}

// durable lets the rows go that were claimed.
func (l *loop) durable(err error) {
	claimed := l.claiming
	l.claiming = nil
	switch {
	case err != nil:
		l.fail(recorded(err))
	case !l.ending:
		l.ready = append(l.ready, claimed...)
	}
}

// record writes down what became of a row that had been claimed. Of one that is open again nothing has become yet.
func (e *Engine) record(it *item) error {
	if !it.claimed || it.open() {
		return nil
	}
	it.recorded = it.result.Status
	return recorded(e.options.Ledger.Settled(it.row, it.result))
}

// Record writes down the results of the rows that were claimed and have come to no end: they were not sent, or are in
// doubt. Call it when the run is over.
func (e *Engine) Record() error {
	for i := range e.items {
		if it := &e.items[i]; it.claimed && it.recorded != it.result.Status {
			if err := e.record(it); err != nil {
				return err
			}
		}
	}
	return recorded(e.options.Ledger.Flush())
}
