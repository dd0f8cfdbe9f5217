package batch

import (
	"context"
	"errors"
	"io"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// Do runs the import once. If the list cannot be read or its empty cells cannot be filled, the Outcome is nil.
// Otherwise the Outcome is complete even with an error. The error is an error of this package, an
// *assign.NumbersError, an error of Dial or Confirm, a *run.StopError, a *run.LedgerError, or wraps
// run.ErrInterrupted.
func (i *Import) Do(ctx context.Context, list io.Reader) (*Outcome, error) {
	w := newWork(&i.Job)
	w.asks = true
	defer w.close()
	err := w.read(ctx, list)
	if i.Together != nil && (err == nil || w.people != nil) {
		i.Together.Name(i.Part, w.people)
	}
	if err != nil {
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
	err = w.fit()
	if err == nil {
		err = i.takeLeavers(w)
	}
	if err == nil {
		err = interrupted(ctx, i.bring(ctx, w))
	}
	return w.end(err, i.rest)
}

// takeLeavers finds the people who are missing in the list. The error is a *ManyLeaveError, or that of the register.
func (i *Import) takeLeavers(w *work) error {
	if i.Session == nil {
		return nil
	}
	list, err := w.missing(i.Session.Earlier)
	if len(list) > 0 {
		i.leaving = newRetiring(w, list, i.Delete)
		w.leaving = i.leaving
	}
	return err
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

// rest settles the rows that the import did not reach.
func (i *Import) rest(w *work, err error) {
	var changed *ListChangedError
	var many *ManyLeaveError
	switch {
	case errors.As(err, &many):
		w.engine.SettleRest(object.NotSent, codes.ManyLeave, "too many people of its last run are not in the list")
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
