package batch

import (
	"context"
	"io"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// A Check finds the problems of a list. It stores nothing on the dialer.
type Check struct {
	Job
	Online bool // ask the dialer about every row
	Delete bool // as for an Import

	leaving *retiring // as in an Import
}

// Do runs the check once. If the list cannot be read or its empty cells cannot be filled, the Outcome is nil.
// Otherwise the Outcome is complete even with an error. The error is an error of this package, an
// *assign.NumbersError, an error of Dial, a *run.StopError, or wraps run.ErrInterrupted.
func (c *Check) Do(ctx context.Context, list io.Reader) (*Outcome, error) {
	w := newWork(&c.Job)
	w.asks = c.Online
	defer w.close()
	if err := w.read(ctx, list); err != nil {
		return w.unread(interrupted(ctx, err), c.rest)
	}
	err := w.fit()
	if !c.Preflight.Keep && !c.Online {
		return w.out, err
	}
	w.start(nil)
	if err == nil && c.Online {
		err = c.takeLeavers(w)
	}
	if err == nil && c.Online {
		err = interrupted(ctx, c.ask(ctx, w))
	}
	return w.end(err, c.rest)
}

// takeLeavers finds the people who are missing in the list. The error is that of the register.
func (c *Check) takeLeavers(w *work) error {
	list, err := w.missing(nil)
	if len(list) > 0 {
		c.leaving = newRetiring(w, list, c.Delete)
		w.leaving = c.leaving
	}
	return err
}

// ask asks the dialer about every row.
func (c *Check) ask(ctx context.Context, w *work) error {
	if err := w.connect(); err != nil {
		return err
	}
	if err := w.enter(ctx); err != nil {
		return err
	}
	view, err := c.view(ctx, w)
	if err != nil {
		return err
	}
	if err := w.engine.Ask(ctx, object.Unconfirmed); err != nil {
		return err
	}
	if c.Update {
		if err := w.update(ctx, view, object.Unconfirmed); err != nil {
			return err
		}
		if err := w.tellMoved(ctx); err != nil {
			return err
		}
	} else if err := w.refuseInactive(ctx, view); err != nil {
		return err
	}
	if err := c.leaving.seekAfter(ctx, view, object.Unconfirmed); err != nil {
		return err
	}
	if c.leaving != nil {
		c.leaving.foresee()
	}
	if view != nil {
		if err := w.judgeSurroundings(ctx, view); err != nil {
			return err
		}
	}
	if err := w.askAliases(ctx, view, object.Unconfirmed); err != nil {
		return err
	}
	w.blockAliases()
	return nil
}

// view reads the dialer's page of all phones, if the job reads pages, and refuses the rows that would hurt a phone or
// an alias of the dialer. The view may be nil.
func (c *Check) view(ctx context.Context, w *work) (run.View, error) {
	if !w.engine.Unsettled() && !(c.Update && w.engine.Comparable()) {
		return nil, nil
	}
	view, err := c.look(ctx, w.engine, w.client)
	if err != nil || view == nil {
		return nil, err
	}
	return view, w.refuseRivals(ctx, view)
}

// rest settles the rows that the check did not reach.
func (c *Check) rest(w *work, err error) {
	w.engine.SettleAsked()
	switch {
	case isInterrupted(err):
		w.engine.SettleRest(object.NotSent, codes.Interrupted, "the run was interrupted before its turn")
	case err == nil || unfit(err):
		w.engine.SettleRest(object.Ready, codes.Ready, "")
	}
}
