package batch

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An Import adds the phones of a list.
type Import struct {
	Job
	NoProbe  bool // do not ask the dialer about the rows before adding
	NoVerify bool // do not ask the dialer about the phones after adding
	Undoable bool // first add and delete a throw-away phone
	First    int  // greatest number of rows to add; 0 means no limit
	// Session holds the dialer's lock and the run in the register. It is nil for an import that cannot be resumed.
	Session *Session
	// Confirm is called before the first phone is added. An error of Confirm ends the import; nothing is added then.
	// May be nil.
	Confirm func(dialer string, p run.Plan) error
}

// Do runs the import once. If the list cannot be read or its empty cells cannot be filled, the Outcome is nil.
// Otherwise the Outcome is complete even with an error. The error is an error of this package, an
// *assign.NumbersError, an error of Dial or Confirm, a *run.StopError, a *run.LedgerError, or wraps
// run.ErrInterrupted.
func (i *Import) Do(ctx context.Context, list io.Reader) (*Outcome, error) {
	w := newWork(&i.Job)
	w.asks = true
	defer w.close()
	if err := w.read(ctx, list); err != nil {
		return w.unread(interrupted(ctx, err), i.rest)
	}
	w.start(i.ledger(w))
	if i.Session != nil && i.Session.Earlier != nil {
		done, err := w.recall(i.Session)
		if err != nil {
			return w.end(err, i.rest)
		}
		w.out.Done = done
	}
	err := w.fit()
	if err == nil {
		err = interrupted(ctx, i.bring(ctx, w))
	}
	return w.end(err, i.rest)
}

// ledger returns the ledger that records what the import does.
func (i *Import) ledger(w *work) ledger {
	if i.Session != nil {
		i.Session.noVerify = i.NoVerify
		if i.Session.Earlier != nil {
			i.Run.Run = i.Session.Earlier.ID
		}
		i.Session.id = i.Run.Run
	}
	return &importLedger{work: w, session: i.Session}
}

// bring connects to the dialer and does the rows of the list.
func (i *Import) bring(ctx context.Context, w *work) error {
	if err := w.connect(); err != nil {
		return err
	}
	err := i.send(ctx, w)
	if err == nil && i.Session.stays() { // the run may end without a phone to send
		if err = w.ledger.begin(); err != nil {
			err = &run.LedgerError{Err: err}
		}
	}
	return err
}

// send does the part that needs the dialer: it settles the rows of an earlier run, asks about the rows, adds and
// verifies.
func (i *Import) send(ctx context.Context, w *work) error {
	if err := w.enter(ctx); err != nil {
		return err
	}
	if !i.NoVerify { // the first page follows a question that has passed the login
		if err := w.engine.Knock(ctx); err != nil {
			return err
		}
	}
	view, err := i.first(ctx, w)
	if err != nil {
		return err
	}
	if err := i.recover(ctx, w, view); err != nil {
		return err
	}
	switch {
	case i.NoProbe:
	case view != nil:
		err = w.see(ctx, view)
	default:
		err = w.engine.Ask(ctx, object.NotSent)
	}
	if err != nil {
		return err
	}
	if i.Update {
		if err := w.update(ctx, view, object.NotSent); err != nil {
			return err
		}
	}
	if !i.NoProbe {
		if err := w.askAliases(ctx, view, object.NotSent); err != nil {
			return err
		}
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
	if err := i.verify(ctx, w); err != nil {
		return err
	}
	return i.link(ctx, w)
}

// link adds and extends the aliases, after their phones are there, and proves that.
func (i *Import) link(ctx context.Context, w *work) error {
	if err := w.addAliases(ctx); err != nil || i.NoVerify {
		return err
	}
	return w.proveAliases(ctx)
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

// rest settles the rows that the import did not reach.
func (i *Import) rest(w *work, err error) {
	var changed *ListChangedError
	switch {
	case errors.As(err, &changed):
		w.engine.SettleRest(object.NotSent, codes.ListChanged, "the list has changed too much since its last run")
	case unfit(err):
		w.engine.SettleRest(object.NotSent, codes.ListHasErrors, "other rows of the list have errors")
	case errors.Is(err, ErrDeclined):
		w.engine.SettleRest(object.NotSent, codes.Declined, "nobody confirmed that it is to be added")
	case isInterrupted(err):
		w.engine.SettleRest(object.NotSent, codes.Interrupted, "the run was interrupted before its turn")
	}
}
