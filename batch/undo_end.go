package batch

import (
	"errors"
	"path/filepath"
	"slices"

	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
)

// Begun says that something was deleted, or was about to be: there are results to write.
func (u *Undoing) Begun() bool { return u.journal != nil }

// Wrote tells of the file of results, by the SHA-256 of its content, before End.
func (u *Undoing) Wrote(path, sum string) {
	u.wrote = append(u.wrote, ledger.Wrote{Name: filepath.Base(path), Sum: u.key.Sum(sum)})
}

// Ours says whether a file, by the SHA-256 of its content, is as an earlier undo of the run has written it: nobody has
// changed it since.
func (u *Undoing) Ours(path, sum string) bool {
	return u.earlier != nil && u.earlier.Has(filepath.Base(path), u.key.Sum(sum))
}

// End records that the undo's results are on disk, in a file that holds what Wrote was told of.
func (u *Undoing) End(results []object.Result) error {
	if u.journal == nil {
		return nil
	}
	return errors.Join(u.journal.End(left(results), 0, u.wrote...), u.conclude(results))
}

// conclude records in the run's journal what has become of the run. Where the undo has to go on, it stays as it is.
func (u *Undoing) conclude(results []object.Result) error {
	touched := slices.ContainsFunc(results, func(r object.Result) bool { return r.Done(false) || r.Status == object.Unconfirmed })
	switch {
	case left(results) == 0 && touched:
		return u.mark((*ledger.Journal).Undone)
	case !touched:
		return u.mark((*ledger.Journal).Kept)
	}
	return nil
}

// mark writes a line into the run's journal.
func (u *Undoing) mark(line func(*ledger.Journal) error) error {
	theirs, err := ledger.Open(u.path, u.history)
	if err != nil {
		return err
	}
	err = errors.Join(line(theirs), theirs.Close())
	if err == nil {
		u.history, err = ledger.ReadFile(u.path)
	}
	return err
}

// Close gives everything free.
func (u *Undoing) Close() { closeAll(u.journal, u.locks) }

func closeAll(journal *ledger.Journal, locks []*ledger.Lock) {
	if journal != nil {
		_ = journal.Close() // what matters was synced
	}
	for _, l := range locks {
		_ = l.Release() // the process's end does it as well
	}
}
