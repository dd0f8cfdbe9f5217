package batch

import (
	"context"
	"maps"
	"slices"

	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// send does the part that needs the dialer: it settles the rows of an earlier run, asks about the rows, stores what is
// to be stored, and proves it.
func (i *Import) send(ctx context.Context, w *work) error {
	view, err := i.arrive(ctx, w)
	if err != nil {
		return err
	}
	if err := i.seek(ctx, w, view); err != nil {
		return err
	}
	if err := i.add(ctx, w); err != nil {
		return err
	}
	if i.Update { // the dialer may have refused phones that no page shows
		if err := w.compareAll(ctx); err != nil {
			return asView(err)
		}
		if err := w.tellMoved(ctx); err != nil {
			return err
		}
	}
	return i.finish(ctx, w)
}

// arrive sends the first request, and settles the rows of an earlier run. The view may be nil.
func (i *Import) arrive(ctx context.Context, w *work) (run.View, error) {
	if err := w.enter(ctx); err != nil {
		return nil, err
	}
	if !i.NoVerify { // the first page follows a question that has passed the login
		if err := w.engine.Knock(ctx); err != nil {
			return nil, err
		}
	}
	view, err := i.first(ctx, w)
	if err != nil {
		return nil, err
	}
	return view, i.recover(ctx, w, view)
}

// seek finds out what the dialer has of the rows, of their aliases and of the missing people, and stores nothing. view
// may be nil.
func (i *Import) seek(ctx context.Context, w *work, view run.View) (err error) {
	switch {
	case i.NoProbe:
	case view != nil:
		err = w.see(ctx, view)
	default:
		err = w.engine.Ask(ctx, object.NotSent)
	}
	switch {
	case err != nil:
	case i.Update:
		err = w.update(ctx, view, object.NotSent)
	case !i.NoProbe:
		err = w.refuseInactive(ctx, view)
	}
	if err == nil && !i.NoProbe {
		err = w.askAliases(ctx, view, object.NotSent)
	}
	if err == nil {
		err = i.leaving.seekAfter(ctx, view, object.NotSent)
	}
	return err
}

// finish retires the missing people, proves what was stored, and then adds and extends the aliases, whose phones are
// there now. Where imports go together, it proves first: a missing person may have moved to a dialer, which must have
// the phone then.
func (i *Import) finish(ctx context.Context, w *work) error {
	if i.Together == nil && i.leaving != nil && i.First == 0 {
		if err := i.leaving.retire(ctx); err != nil {
			return err
		}
	}
	if err := i.verify(ctx, w); err != nil {
		return err
	}
	if i.Together != nil {
		if err := i.retireTogether(ctx, w); err != nil {
			return err
		}
	}
	if err := w.addAliases(ctx); err != nil || i.NoVerify {
		return err
	}
	if err := w.proveAliases(ctx); err != nil || i.leaving == nil {
		return err
	}
	return i.leaving.prove(ctx)
}

// see takes the view in place of questions, and judges the rows by what the dialer's pages show.
func (w *work) see(ctx context.Context, view run.View) error {
	if err := w.engine.See(view); err != nil {
		return err
	}
	if err := w.refuseRivals(ctx, view); err != nil {
		return err
	}
	return w.judgeSurroundings(ctx, view)
}

// first reads the dialer's page before the first phone is sent, if anything is to be learned from it. The view may be
// nil.
func (i *Import) first(ctx context.Context, w *work) (run.View, error) {
	if !i.NoProbe && (w.engine.Unsettled() || i.Update && w.engine.Comparable()) || !i.NoVerify && w.engine.Unverified() {
		return i.look(ctx, w.engine, w.client)
	}
	return nil, nil
}

// verify settles the rows whose answers were lost, and asks the dialer about the phones that were added: by one page if
// the page is readable, and else by questions.
func (i *Import) verify(ctx context.Context, w *work) (err error) {
	var view run.View
	if err := w.settleFound(ctx); err != nil {
		return err
	}
	if i.NoVerify {
		return nil
	}
	if err := w.proveChanges(ctx); err != nil {
		return err
	}
	if w.engine.Unverified() {
		if view, err = i.look(ctx, w.engine, w.client); err != nil {
			return err
		}
	}
	if err := w.engine.Confirm(view); err != nil {
		return err
	}
	return w.engine.Verify(ctx)
}

// recover asks the dialer about the rows that an earlier run left unverified, and then about the rows that it left in
// doubt. view may be nil.
func (i *Import) recover(ctx context.Context, w *work, view run.View) error {
	if !i.NoVerify {
		if err := w.engine.Confirm(view); err != nil {
			return err
		}
		if err := w.engine.Verify(ctx); err != nil {
			return err
		}
	}
	err := w.engine.Settle(ctx)
	w.refuseInvalid()
	return err
}

// add changes the phones that are there, if it may, and adds the remaining rows, after Confirm has agreed.
func (i *Import) add(ctx context.Context, w *work) error {
	plan := w.engine.Plan(i.First, !i.NoVerify)
	plan.Renewal = w.renewals()
	if i.leaving != nil {
		plan = i.leaving.plan(plan, i.First == 0)
	}
	if !plan.Sends() {
		return nil
	}
	if i.Confirm != nil {
		if err := i.Confirm(w.out.Dialer, plan); err != nil {
			return err
		}
	}
	if i.Undoable && plan.Add > 0 {
		if err := w.try(ctx, slices.Min(slices.Collect(maps.Keys(plan.Servers)))); err != nil {
			return err
		}
	}
	w.engine.Limit(i.First)
	err := w.engine.UpdateInTurn(ctx, object.Updated)
	if err = w.renewed(ctx, err); err != nil {
		return err
	}
	return w.engine.Add(ctx)
}
