package batch

import (
	"context"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// sort decides which of the phones that the run deleted are to be added again. The others get their results: those of
// an earlier undo, and those of phones whose values are not known.
func (r *restorer) sort(e *run.Engine) {
	r.adds, r.undo.again = nil, nil
	for _, o := range r.undo.deleted {
		was, known := r.undo.formers[o.Folded()]
		var done *object.Result
		if was := r.undo.done[o.Folded()]; was != nil {
			done = resultOf(was)
		}
		result := object.Result{
			Line: o.Line, Kind: o.Kind, Dialer: r.client.Name(), ServerIP: o.ServerIP, Extension: o.Name, PhoneLogin: o.Login, Run: e.Run(),
			Status: object.Refused, Code: codes.BeforeUnknown, Hint: codes.Remedy(codes.BeforeUnknown),
			Message: "the run deleted the phone, and nobody knows all its values",
		}
		if done != nil && done.Done(false) && !r.undo.unseen(done) {
			result = *done
			result.Line, result.Dialer, result.Run = o.Line, r.client.Name(), e.Run()
		} else if known && complete(&was.Phone) {
			phone := was.Phone
			add := object.ForPhone(o.Line, &phone)
			r.adds = append(r.adds, add)
			continue
		}
		r.undo.again = append(r.undo.again, result)
	}
}

// vanished takes the phones that the pages do not show, and that the run was about to retire when it was cut off: if it
// deleted them, they are to be added again.
func (r *restorer) vanished(e *run.Engine) {
	for i, o := range r.undo.phones {
		was, known := r.undo.formers[o.Folded()]
		if e.Result(i).Code != codes.NotVisible || !o.InDoubt() || !r.retires(o) || !known || !complete(&was.Phone) {
			continue
		}
		phone := was.Phone
		r.adds, r.undo.lost[o.Folded()] = append(r.adds, object.ForPhone(o.Line, &phone)), true
	}
}

// complete reports whether a phone has all values that add_phone requires.
func complete(p *apiclient.Phone) bool {
	return !slices.ContainsFunc(apiclient.Fields(), func(f apiclient.Field) bool { return f.Required() && p.Value(f) == "" })
}

// An againLedger is the ledger for phones that an undo adds again; it implements run.Ledger. The register takes such a
// phone for one that has its earlier values.
type againLedger struct{ undoLedger }

// Asked implements run.Ledger.
func (againLedger) Asked(*object.Object, object.Presence) error { return nil }

// Claim implements run.Ledger.
func (l againLedger) Claim(objects []*object.Object) error { return l.ClaimChanges(objects) }

// Settled implements run.Ledger.
func (l againLedger) Settled(o *object.Object, r *object.Result) error {
	again := *r
	if again.Status == object.Added {
		again.Status = object.Restored
	}
	return l.undoLedger.Settled(o, &again)
}

// addAgain adds the phones that the run deleted. The error is that of the engine.
func (r *restorer) addAgain(ctx context.Context, e *run.Engine) (err error) {
	if len(r.adds) == 0 {
		return nil
	}
	r.came = true
	other := e.BesideNew(r.adds, againLedger{undoLedger{r.undo}})
	defer func() {
		if err != nil {
			other.SettleRest(object.NotSent, codes.UndoStopped, "the undo ended before its turn")
		}
		r.settleAgain(other.Results())
	}()
	if err := other.Gate(ctx); err != nil {
		return err
	}
	if err := other.Ask(ctx, object.NotSent); err != nil {
		return err
	}
	if err := other.Add(ctx); err != nil {
		return err
	}
	if err := r.deactivate(ctx, other); err != nil || r.undo.NoVerify {
		return err
	}
	return other.Verify(ctx)
}

// deactivate makes those phones inactive that were inactive before they were deleted: a phone is active when it is
// added. Errors are those of askAgain.
func (r *restorer) deactivate(ctx context.Context, e *run.Engine) error {
	for _, o := range r.adds {
		if r.undo.formers[o.Folded()].active != "N" {
			continue
		}
		send := apiclient.Update{Phone: apiclient.Phone{Extension: o.Phone.Extension, ServerIP: o.Phone.ServerIP}, Active: "N"}
		reply, err := askAgain(ctx, e, 0, func(ctx context.Context) apiclient.Reply { return r.client.UpdatePhone(ctx, send) })
		if err != nil {
			return err
		}
		if reply.Code != apiclient.CodeUpdated && reply.Code != apiclient.CodePhoneAbsent {
			e.Say(o, fmt.Sprintf("it was inactive, and is active now: %s", reply.Message()))
		}
	}
	return nil
}

// rest settles the phones to which addAgain did not come.
func (r *restorer) rest(e *run.Engine) {
	if len(r.adds) == 0 || r.came {
		return
	}
	other := e.BesideNew(r.adds, nil)
	other.SettleRest(object.NotSent, codes.UndoStopped, "the undo ended before its turn")
	r.settleAgain(other.Results())
}

// settleAgain takes the results of the phones that were added again.
func (r *restorer) settleAgain(results []object.Result) {
	for _, is := range results {
		switch {
		case is.Status == object.Added:
			is.Status, is.Code = object.Restored, apiclient.CodeUpdated
		case is.Status == object.Exists && r.inDoubt(&is):
			is.Status, is.Code, is.Message, is.Hint = object.Restored, apiclient.CodeUpdated, "the phone is there again", ""
		case is.Status == object.Exists:
			is.Status, is.Code, is.Message = object.Refused, codes.ChangedSince, "the run deleted the phone, and there is a phone in its place now"
			is.Hint = codes.Remedy(is.Code)
		}
		r.undo.again = append(r.undo.again, is)
	}
}

// inDoubt reports whether an earlier undo was about to add a phone again, or has added it and not seen it.
func (r *restorer) inDoubt(is *object.Result) bool {
	was := r.undo.done[is.Key().Folded()]
	return was != nil && (was.InDoubt() || was.Changed() && r.undo.unseen(resultOf(was)))
}

// aliases brings the phones that have their earlier values back into their aliases. The error is that of askAgain.
func (r *restorer) aliases(ctx context.Context, e *run.Engine) error {
	restored := make(map[object.Key]bool)
	enter := func(results []object.Result) {
		for i := range results {
			if results[i].Status == object.Restored {
				restored[results[i].Key().Folded()] = true
			}
		}
	}
	enter(r.undo.again)
	enter(e.Results())
	if err := r.stayed(ctx, e, restored); err != nil {
		return err
	}
	left, err := newAliasReturn(r.undo, e, r.client, restored).bring(ctx)
	r.undo.Aliases = left
	return err
}

// stayed enters the phones that the run took out of an alias and did not retire, because another alias of theirs could
// not be changed. A phone that is not active now is left out: an alias with such a phone makes logins fail
// (contract/API.md, "Aliases"). The error says why ctx ended.
func (r *restorer) stayed(ctx context.Context, e *run.Engine, active map[object.Key]bool) error {
	if len(r.undo.stayed) == 0 || len(r.undo.left) == 0 {
		return nil
	}
	rows, seen, err := rowsOf(ctx, r.undo.job, e, r.client, r.undo.job.Lists.ActivePhones)
	if err != nil {
		return err
	}
	shown := shownBy(rows)
	for _, o := range r.undo.stayed {
		was, found, unread := r.undo.register.Standing(r.undo.Run.Dialer, o.Key)
		if unread == nil && !(found && retired(was)) && (!seen || shown[o.Folded()] != nil) {
			active[o.Folded()] = true
		}
	}
	return nil
}
