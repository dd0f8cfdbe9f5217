package batch

import (
	"errors"
	"path/filepath"
	"slices"

	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// start records in the register that the run is being taken back, and begins or continues the undo's own run.
func (u *Undo) start(e *run.Engine) (err error) {
	if err := u.register.Undoing(u.Run.ID); err != nil {
		return err
	}
	this := register.Run{ID: e.Run(), Command: register.CommandUndo, Of: u.Run.ID, Dialer: u.Run.Dialer, ListPath: u.Run.ListPath, Results: u.Results}
	if u.earlier != nil {
		u.recorded, err = u.register.Continue(u.earlier.ID, this)
		return err
	}
	u.recorded, err = u.register.Begin(this)
	return err
}

// Begun says whether the undo has deleted phones or was about to. Then there are results to write.
func (u *Undo) Begun() bool { return u.recorded != nil }

// Writes tells the register which results file the undo is about to write. sum is the SHA-256 of the content, in hex.
// The caller calls Writes before End; End returns an error of the register.
func (u *Undo) Writes(path, sum string) {
	file := u.wroteAs(path, sum)
	u.wrote = append(u.wrote, file)
	if u.recorded != nil {
		_ = u.recorded.Wrote(file)
	}
}

// Ours says whether an earlier undo of the run wrote a file and nobody has changed it since. sum is the SHA-256 of its
// content, in hex.
func (u *Undo) Ours(path, sum string) bool {
	if u.earlier == nil {
		return false
	}
	file := u.wroteAs(path, sum)
	return u.earlier.Has(file.Name, file.Sum)
}

// wroteAs returns the register's entry for a file and its content.
func (u *Undo) wroteAs(path, sum string) register.Wrote {
	return register.Wrote{Name: filepath.Base(path), Sum: u.register.SumOf(sum)}
}

// End records in the register that the undo's results are on disk, and whether the run is now undone. The error is
// that of the register.
func (u *Undo) End(results []object.Result) error {
	if u.recorded == nil {
		return nil
	}
	touched := slices.ContainsFunc(results, func(r object.Result) bool { return r.Done(false) || r.Status == object.Unconfirmed })
	err := u.recorded.End(register.Ending{Left: left(results), NotDone: notDone(results, false), Results: u.Results, Files: u.wrote})
	switch {
	case err != nil:
		return err
	case !touched:
		return u.register.Kept(u.Run.ID)
	case left(results) == 0:
		return u.register.Undone(u.Run.ID)
	}
	return nil
}

// Close releases the dialer's lock. It may be called more than once. The error is that of the register.
func (u *Undo) Close() error {
	var errs []error
	if u.recorded != nil {
		errs = append(errs, u.recorded.Close())
	}
	if u.lock != nil {
		errs = append(errs, u.lock.Release())
	}
	u.recorded, u.lock = nil, nil
	return errors.Join(errs...)
}

// An undoLedger is the ledger of an undo; it implements run.Ledger. The undo asks and claims nothing before it has
// begun.
type undoLedger struct{ *Undo }

// Asked implements run.Ledger.
func (l undoLedger) Asked(o *object.Object, there bool) error { return l.recorded.Asked(o, there) }

// Claim implements run.Ledger.
func (l undoLedger) Claim(objects []*object.Object) error { return l.recorded.Claim(objects) }

// Sync implements run.Ledger.
func (l undoLedger) Sync() error { return l.recorded.Sync() }

// Settled implements run.Ledger.
func (l undoLedger) Settled(o *object.Object, r *object.Result) error {
	return l.recorded.Settled(o, r)
}

// Flush implements run.Ledger.
func (l undoLedger) Flush() error {
	if l.recorded == nil {
		return nil
	}
	return l.recorded.Flush()
}

// An Undo deletes the phones that one run added. The register says which phones these are, because a spreadsheet may
// have changed the results file. An Undo is a run of its own in the register, and continues an undo that was cut off.
// It is for one goroutine. The caller ends it with Close.
type Undo struct {
	Run      register.Run // the run that is taken back
	Results  string       // path of the undo's own results file
	Resumed  bool         // an earlier undo of the run was cut off
	NoVerify bool         // do not ask whether the phones are gone
	Damaged  int          // entries of the run that the register cannot read any more
	InDoubt  int          // phones that the run may have added; the undo leaves them alone

	register *register.Register
	lock     *register.Lock
	recorded *register.Recording             // nil until a phone is about to be deleted
	earlier  *register.Run                   // the earlier undo of the run; nil if there is none
	done     map[object.Key]*register.Object // the entries of the earlier undo, by folded key
	phones   []*object.Object                // to be deleted, or deleted
	wrote    []register.Wrote
}
