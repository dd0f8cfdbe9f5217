package batch

import (
	"slices"

	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// start records in the register that the run is being taken back, and begins or continues the undo's own run.
func (u *Undo) start(e *run.Engine) error {
	if err := u.register.Undoing(u.Run.ID); err != nil {
		return err
	}
	this := register.Run{ID: e.Run(), Command: register.CommandUndo, Of: u.Run.ID, Dialer: u.Run.Dialer, ListPath: u.Run.ListPath, Results: u.Results}
	return u.record(this)
}

// Begun says whether the undo has taken back anything or was about to. Then there are results to write.
func (u *Undo) Begun() bool { return u.recorded != nil }

// End records in the register that the undo's results are on disk, and whether the run is now undone. The error is
// that of the register.
func (u *Undo) End(results []object.Result) error {
	if u.recorded == nil {
		return nil
	}
	touched := u.doubtful() || slices.ContainsFunc(results, func(r object.Result) bool { return r.Done(false) || r.Status == object.Unconfirmed })
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

// doubtful reports whether an earlier undo may have deleted or changed a phone and was cut off before it knew.
func (u *Undo) doubtful() bool {
	for _, o := range u.done {
		if o.InDoubt() {
			return true
		}
	}
	return false
}

// An undoLedger is the ledger of an undo; it implements run.Ledger. The undo asks and claims nothing before it has
// begun.
type undoLedger struct{ *Undo }

// Asked implements run.Ledger.
func (l undoLedger) Asked(o *object.Object, was object.Presence) error {
	return l.recorded.Asked(o, was)
}

// Claim implements run.Ledger.
func (l undoLedger) Claim(objects []*object.Object) error { return l.recorded.Claim(objects) }

// ClaimChanges implements run.Ledger.
func (l undoLedger) ClaimChanges(objects []*object.Object) error {
	for _, o := range objects {
		claim, was := l.recorded.ClaimRestoring, l.changed[o.Folded()]
		if was == nil {
			was = l.gone[o.Folded()]
		}
		if retired(was) { // the values are still those of the phone
			claim = l.recorded.ClaimLeaving
		}
		if err := claim(o, was); err != nil {
			return err
		}
	}
	return nil
}

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

// An Undo deletes the phones that one run added, gives the phones that the run changed or retired their earlier values,
// and adds the phones again that the run deleted. The register says which phones these are, because a spreadsheet may
// have changed the results file. An Undo is a run of its own in the register, and continues an undo that was cut off.
// It is for one goroutine. The caller ends it with Close.
type Undo struct {
	ownRun // Earlier is the earlier undo of the run

	Run      register.Run // the run that is taken back
	Results  string       // path of the undo's own results file
	Resumed  bool         // an earlier undo of the run was cut off
	NoVerify bool         // do not ask whether the phones are gone
	Damaged  int          // entries of the run that the register cannot read any more
	Aliases  []string     // what became of the aliases that are not as they were before the run
	InDoubt  int          // phones that the run may have added; the undo leaves them alone

	// Set by Do:
	NothingLeft bool // an earlier undo had done everything: this one did nothing, and its results are those of the earlier
	AddedLater  int  // phones that a later run added again; the undo leaves them alone
	// Unkept says why the credentials file does not tell which passwords phones have again; empty if it does.
	Unkept string

	job     *Job                            // how to read the dialer's pages
	phones  []*register.Object              // what the run added or changed
	done    map[object.Key]*register.Object // the entries of the earlier undo, by folded key
	changed map[object.Key]*register.Object // the phones that the run changed or may have changed, by folded key
	deleted []*register.Object              // the phones that the run deleted because their people left
	gone    map[object.Key]*register.Object // deleted, by folded key
	left    []*register.Object              // the aliases that phones of the run left: see aliasReturn
	stayed  []*register.Object              // the phones that were to be retired and were not
	lost    map[object.Key]bool             // the phones that the run may have deleted when it was cut off, and that are not there
	again   []object.Result                 // what became of the phones of deleted and lost
	formers map[object.Key]former           // how these phones were before, as far as it is known
}

// leaves reports whether an entry is that of a phone whose person leaves.
func (u *Undo) leaves(o *register.Object) bool {
	return o.Kind == object.Phone && (o.Line == 0 || u.Run.Command == register.CommandRetire)
}
