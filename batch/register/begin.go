package register

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"phonebatch/batch/object"
)

// Begin records durably that a run begins, and returns the recording of its objects. If run.Begun is zero, the run
// begins now. Begin ignores the fields that say how a run ended. Close the recording at the end. The error is a
// *StateError or a *DamagedError; it wraps ErrNoRun if run.Of names no run; if the register has a run with the id
// already, it is the error of SQLite.
func (r *Register) Begin(run Run) (*Recording, error) {
	w := &runRow{Run: run}
	if w.Begun.IsZero() {
		w.Begun = time.Now()
	}
	w.Begun = w.Begun.UTC()
	w.Ended, w.Left, w.Unproved, w.Added, w.NotDone, w.Files, w.Undoing, w.Undone = time.Time{}, 0, 0, 0, 0, nil, false, false
	err := r.write(func(tx *sql.Tx) error { return r.insert(tx, w) })
	if err != nil {
		return nil, r.fault("beginning a run", err)
	}
	r.families.Clear()
	return r.record(w)
}

// insert adds the row of a run, and the row of its dialer if that is missing, within a transaction.
func (r *Register) insert(tx *sql.Tx, w *runRow) error {
	if w.Of != "" {
		var n int
		if err := tx.QueryRow("SELECT count(*) FROM runs WHERE run = ?", w.Of).Scan(&n); err != nil || n == 0 {
			return cmp.Or(err, fmt.Errorf("%s: %w", w.Of, ErrNoRun))
		}
	}
	list, err := r.ensureDialers(tx, w.Dialer)
	if err != nil {
		return err
	}
	for _, d := range list {
		if d.name == w.Dialer {
			w.dialer = d.id
		}
	}
	// The ids of objects begin with the id of their run. Even if the table of runs is damaged, no id is used twice.
	err = tx.QueryRow("SELECT 1 + max(ifnull((SELECT max(id) FROM runs), 0), ifnull((SELECT max(id) FROM objects), 0) >> 32)").Scan(&w.id)
	if err != nil {
		return err
	}
	if err := w.insert(tx, r.key); err != nil {
		return err
	}
	return r.count(tx, totals{runs: 1})
}

// Continue opens the run with an id again, and returns the recording of its objects. The run takes the list, the
// content and the options from the argument run, and also the paths of results and credentials unless they are empty.
// The recorded objects stay. Close the recording at the end. The error is a *StateError or a *DamagedError, or wraps
// ErrNoRun.
func (r *Register) Continue(id string, run Run) (*Recording, error) {
	var w *runRow
	err := r.write(func(tx *sql.Tx) (err error) {
		w, err = r.change(tx, id, func(w *runRow) {
			w.Ended = time.Time{}
			w.ListName, w.ListPath, w.ListSHA256, w.Options = run.ListName, run.ListPath, run.ListSHA256, run.Options
			if run.Credentials != "" {
				w.Credentials = run.Credentials
			}
			if run.Results != "" {
				w.Results = run.Results
			}
		})
		return err
	})
	if err != nil {
		return nil, r.fault("going on with a run", err)
	}
	return r.record(w)
}

// record starts the writer of a run, on a connection of its own.
func (r *Register) record(w *runRow) (*Recording, error) {
	rec := &Recording{reg: r, id: w.ID, asked: make(map[object.Key]*answer)}
	conn, err := r.db.Conn(context.Background())
	if err != nil {
		return nil, r.fault("connecting", err)
	}
	t, err := r.openTable(conn, w)
	if err != nil {
		return nil, r.fault("reading a run", errors.Join(err, conn.Close()))
	}
	rec.writer = startWriter(&rec.queue, t)
	return rec, nil
}
