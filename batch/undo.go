package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// BeginUndo takes the dialer's lock for the undo of a run, and reads the phones of the run from the register. The
// caller closes the Undo. The error is an *OtherRunError if the run was on another dialer, a *register.HeldError if
// another run has the lock, or another error of the register. With an error, BeginUndo returns no Undo and no lock is
// held.
func BeginUndo(r *register.Register, by register.Holder, this register.Run, dialer string) (u *Undo, err error) {
	u = &Undo{ownRun: ownRun{register: r}, Run: this, Results: files.UndoPath(this.Results)}
	defer func() {
		if err != nil {
			u.Close()
			u = nil
		}
	}()
	if same, err := r.SameDialers(this.Dialer, dialer); err != nil || !same {
		return u, cmp.Or(err, error(&OtherRunError{What: "dialer", Was: this.Dialer, Is: dialer, Undo: true}))
	}
	if u.lock, err = r.Lock(dialer, by); err != nil {
		return u, err
	}
	if u.Run, _, err = r.Run(this.ID); err != nil { // an import may have continued the run until now
		return u, err
	}
	undone, found, err := r.UndoOf(this.ID)
	if err != nil {
		return u, err
	}
	if found {
		u.Earlier, u.Resumed = &undone, undone.Ended.IsZero() || undone.Left > 0
	}
	return u, u.read()
}

// read reads from the register which phones the run added, and what an earlier undo of the run did.
func (u *Undo) read() (err error) {
	u.lost = make(map[object.Key]bool)
	u.done, u.changed, u.gone = make(map[object.Key]*register.Object), make(map[object.Key]*register.Object), make(map[object.Key]*register.Object)
	if u.Earlier != nil {
		if _, err = u.register.Objects(u.Earlier.ID, func(o *register.Object) { u.done[o.Key.Folded()] = o }); err != nil {
			return err
		}
	}
	u.Damaged, err = u.register.Objects(u.Run.ID, func(o *register.Object) {
		switch {
		case o.Kind == object.Alias && o.Line == 0: // a phone of the run left it
			u.left = append(u.left, o)
		case o.Added() || isTrial(o.Key) && o.MayStand():
			u.phones = append(u.phones, o)
		case o.Outcome != nil && o.Outcome.Status == object.Deleted && !isTrial(o.Key):
			u.deleted, u.gone[o.Folded()] = append(u.deleted, o), o
		case o.Changed() || o.Was == object.There && o.MayStand():
			u.changed[o.Folded()] = o
			u.phones = append(u.phones, o)
		case o.MayStand():
			u.InDoubt++
		case o.Outcome != nil && o.Outcome.Status == object.Refused && u.leaves(o):
			u.stayed = append(u.stayed, o)
		}
	})
	if err == nil && len(u.changed)+len(u.deleted)+len(u.left) > 0 {
		u.formers, err = (&beforeFile{path: files.BeforePath(u.Run.Results), dialer: u.Run.Dialer}).read()
	}
	return err
}

// Do deletes the phones that the run added and that are not deleted yet. It calls confirm before the first deletion,
// with the number of phones by server. The results are complete even with an error. The error is that of confirm, a
// *run.StopError, a *run.LedgerError, or wraps run.ErrInterrupted.
func (u *Undo) Do(ctx context.Context, client *apiclient.Client, o run.Options, confirm func(run.Plan) error) ([]object.Result, error) {
	o.Ledger, u.job = undoLedger{u}, &Job{Run: o, Lists: ReadLists()}
	e := run.Reopen(u.results(client.Name()), o)
	e.Connect(client, client.Name(), client.Dialect())
	err := interrupted(ctx, u.takeBack(ctx, e, client, confirm))
	if errors.Is(err, ErrDeclined) {
		e.SettleRest(object.NotSent, codes.Declined, "nobody confirmed that it is to be deleted")
	}
	e.SettleRest(object.NotSent, codes.UndoStopped, "the undo ended before its turn")
	if unrecorded := e.Record(); err == nil {
		err = unrecorded
	}
	first := slices.DeleteFunc(u.keepDoubts(e.Results()), func(r object.Result) bool { return u.lost[r.Key().Folded()] })
	list := append(first, u.again...)
	slices.SortStableFunc(list, func(a, b object.Result) int { return a.Line - b.Line })
	u.tellCredentials(list)
	return list, err
}

// keepDoubts restores the status unconfirmed of phones that an earlier undo left in doubt and that this undo did not
// reach.
func (u *Undo) keepDoubts(results []object.Result) []object.Result {
	for i := range results {
		r := &results[i]
		o, found := u.done[r.Key().Folded()]
		if r.Status == object.NotSent && found && o.Outcome != nil && o.Outcome.Status == object.Unconfirmed {
			r.Status, r.Code, r.Message = object.Unconfirmed, codes.InDoubt, "an earlier undo lost the answer, and this one has not come to it"
			r.Hint = codes.Remedy(codes.UndoStopped)
		}
	}
	return results
}

// results returns the results from which the undo starts: those of the earlier undo, and empty ones for the other
// phones. A phone that a later run added again belongs to that run: its result is gone.
func (u *Undo) results(dialer string) []object.Result {
	slices.SortStableFunc(u.phones, func(a, b *register.Object) int { return a.Line - b.Line })
	list := make([]object.Result, len(u.phones))
	for i, p := range u.phones {
		r := namedAs(p)
		if o, found := u.done[p.Folded()]; found {
			if done := resultOf(o); done != nil && done.Done(false) && !u.unseen(done) {
				r = *done
			}
		}
		if u.changed[p.Folded()] == nil {
			u.settleAddedLater(&r, p.Key)
		}
		r.Line, r.Dialer = p.Line, dialer
		list[i] = r
	}
	return list
}

// settleAddedLater settles a phone or an alias that a later run added or may have added, also if an earlier undo of
// this run had deleted it. The undo leaves it alone.
func (u *Undo) settleAddedLater(r *object.Result, key object.Key) {
	was, found, err := u.register.StandingAdded(u.Run.Dialer, key)
	switch {
	case err != nil && (r.Status == object.Gone || r.Verified == object.VerifiedYes): // the earlier undo has proved it
	case err != nil:
		r.Status, r.Code = object.Unconfirmed, codes.CannotTell
		r.Hint = fmt.Sprintf("look at the %s in Admin → Phones, and delete it there if it is to go", key.Kind)
		r.Message = fmt.Sprintf("the register's entry of the %s is damaged: a later run may have added it again, so it is left alone", key.Kind)
	case found && was.Run != u.Run.ID:
		u.AddedLater++
		r.Status, r.Code, r.Verified = object.Gone, apiclient.CodePhoneAbsent, object.VerifiedYes
		r.Message = "it was gone, and run " + was.Run + " added it again: that " + string(key.Kind) + " is left alone"
		if was.Outcome != nil {
			r.FinishedAt = was.Outcome.FinishedAt
		}
	}
}

// takeBack asks for confirmation, deletes the phones that the run added, asks the dialer whether they are gone, and
// gives the changed phones their earlier values.
func (u *Undo) takeBack(ctx context.Context, e *run.Engine, client *apiclient.Client, confirm func(run.Plan) error) error {
	plan := u.plan(e)
	back := &restorer{undo: u, client: client, late: make(map[*object.Object][]int)}
	back.sort(e)
	defer back.rest(e)
	plan.Update += len(back.adds)
	if !plan.Sends() && (u.NoVerify || !e.Unproved()) {
		return u.finish(ctx, e, back)
	}
	if plan.Sends() {
		if err := confirm(plan); err != nil {
			return err
		}
	}
	if err := e.Enter(ctx); err != nil { // if the dialer refuses this program, the undo has not begun
		return err
	}
	if err := u.start(e); err != nil {
		return &run.LedgerError{Err: err}
	}
	return u.send(ctx, e, back)
}

// finish ends an undo whose phones were all taken back earlier.
func (u *Undo) finish(ctx context.Context, e *run.Engine, back *restorer) error {
	if u.Resumed || u.Run.Undoing { // the earlier undo was killed after its last deletion, before it wrote its results or ended
		if err := u.start(e); err != nil {
			return err
		}
		return back.aliases(ctx, e)
	}
	err := back.aliases(ctx, e) // the earlier undo may have left some as they were
	u.NothingLeft = u.Earlier != nil && len(u.Aliases) == 0 && !u.Begun()
	return err
}

// send takes back what the run did, and looks at the dialer again.
func (u *Undo) send(ctx context.Context, e *run.Engine, back *restorer) error {
	if err := back.compare(ctx, e); err != nil {
		return err
	}
	back.vanished(e)
	if err := back.unlink(ctx, e); err != nil {
		return err
	}
	if err := e.Undo(ctx, object.Phone); err != nil {
		return err
	}
	if !u.NoVerify {
		if err := e.VerifyGone(ctx); err != nil {
			return err
		}
	}
	if err := back.restore(ctx, e); err != nil {
		return err
	}
	if err := back.relink(ctx, e); err != nil {
		return err
	}
	if err := back.addAgain(ctx, e); err != nil {
		return err
	}
	return back.aliases(ctx, e)
}
