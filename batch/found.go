package batch

import (
	"context"
	"errors"

	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// settleFound settles the rows whose answers were lost and whose phones are there, although no view showed them before.
// A row whose page cannot be read stays in doubt: the next run can settle it. Errors are those of the engine's
// SettleFound.
func (w *work) settleFound(ctx context.Context) error {
	for _, o := range w.engine.Found() {
		if w.job.unreadable {
			return nil
		}
		if err := w.settleOne(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// settleOne settles one row of settleFound by the page of the phone, which shows all its values.
func (w *work) settleOne(ctx context.Context, o *object.Object) error {
	if w.job.Viewer == nil { // an earlier run had one
		return w.engine.SettleFound(o, false, false)
	}
	v, unread, err := w.readPhone(ctx, o.Phone, w.job.insisting())
	switch {
	case err != nil:
		return err
	case errors.Is(unread, run.ErrNotShown):
		return w.engine.SettleFound(o, false, false)
	case refuses(unread):
		w.job.tellUnreadable(unread)
	case unread == nil:
		return w.engine.SettleFound(o, true, len(differing(w.client.Dialect(), o.Phone, &v)) == 0)
	}
	return nil
}
