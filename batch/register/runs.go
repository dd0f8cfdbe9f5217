package register

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
)

// runs reads all runs, the newest first. If some are damaged or missing, the error is a *DamagedError, and the list has
// the runs that were read. If runs are missing, the list begins with a damaged run without an id: the newest run may be
// missing. Other errors are a *StateError.
func (r *Register) runs() (list []*runRow, err error) {
	err = r.read(func(tx *sql.Tx) error {
		list, err = r.runsIn(tx)
		return err
	})
	return list, r.fault("reading the runs", err)
}

// runsIn is runs within a transaction, and returns the errors of SQLite as they are. It reads the table without an
// index, checks the sum of each row, and compares the number of rows with the totals: there are few runs.
func (r *Register) runsIn(tx *sql.Tx) (list []*runRow, err error) {
	rows, err := tx.Query("SELECT " + runColumns + " FROM runs r NOT INDEXED LEFT JOIN dialers d ON d.id = r.dialer ORDER BY r.id DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	damaged := 0
	for rows.Next() {
		w, err := r.key.scanRun(rows)
		if err != nil {
			return list, err
		}
		if w.Damaged {
			damaged++
		}
		list = append(list, w)
	}
	if err := rows.Err(); err != nil {
		return list, err
	}
	t, err := r.totals(tx)
	switch missing := t.runs - int64(len(list)); {
	case err != nil:
		return list, err
	case missing != 0:
		return append([]*runRow{{Run: Run{Damaged: true}}}, list...), r.damaged("%d runs are missing", missing)
	case damaged > 0:
		return list, r.damaged("the rows of %d runs do not fit their sums", damaged)
	}
	return list, nil
}

// Runs returns up to limit runs, the newest first; 0 means all. A run whose row is damaged is in the list with only its
// id and Damaged set. If some runs are damaged or missing, the error is a *DamagedError, and the list has the runs that
// were read; if some are missing, it begins with a Damaged run without an id. Other errors are a *StateError.
func (r *Register) Runs(limit int) ([]Run, error) {
	rows, err := r.runs()
	if limit > 0 {
		rows = rows[:min(limit, len(rows))]
	}
	list := make([]Run, len(rows))
	for i, w := range rows {
		list[i] = w.Run
	}
	return list, err
}

// change reads the row of a run, changes it with the function, and writes it back, within a transaction. The error
// wraps ErrNoRun, is a *DamagedError, or is the error of SQLite.
func (r *Register) change(tx *sql.Tx, id string, change func(*runRow)) (*runRow, error) {
	rows, err := tx.Query("SELECT "+runColumns+" FROM runs r LEFT JOIN dialers d ON d.id = r.dialer WHERE r.run = ?", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, cmp.Or(rows.Err(), fmt.Errorf("the run %s: %w", id, ErrNoRun))
	}
	w, err := r.key.scanRun(rows)
	if err := errors.Join(err, rows.Close()); err != nil {
		return nil, err
	}
	if w.Damaged || w.ID != id {
		return nil, r.damaged("the row of the run %s does not fit its sum", id)
	}
	change(w)
	return w, w.update(tx, r.key)
}

// mark changes the row of a run durably. The error wraps ErrNoRun, or is a *DamagedError or a *StateError.
func (r *Register) mark(id string, change func(*runRow)) error {
	return r.fault("changing a run", r.write(func(tx *sql.Tx) error {
		_, err := r.change(tx, id, change)
		return err
	}))
}

// Undoing records durably that an undo of a run begins. The error wraps ErrNoRun, or is a *DamagedError or a
// *StateError.
func (r *Register) Undoing(id string) error {
	return r.mark(id, func(w *runRow) { w.Undoing, w.Undone = true, false })
}

// Undone records durably that the undo of a run is finished. Errors are those of Undoing.
func (r *Register) Undone(id string) error {
	return r.mark(id, func(w *runRow) { w.Undoing, w.Undone = false, true })
}

// Kept records durably that the undo of a run ended and nothing was taken back. Errors are those of Undoing.
func (r *Register) Kept(id string) error {
	return r.mark(id, func(w *runRow) { w.Undoing = false })
}
