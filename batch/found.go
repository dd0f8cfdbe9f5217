package batch

import (
	"context"
	"errors"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/object"
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
	v, unread, err := w.insist(ctx, o)
	switch {
	case err != nil:
		return err
	case errors.Is(unread, pages.ErrNoPhone):
		return w.engine.SettleFound(o, false, false)
	case refuses(unread):
		w.job.tellUnreadable(unread)
	case unread == nil:
		return w.engine.SettleFound(o, true, len(differing(w.client.Dialect(), o.Phone, &v)) == 0)
	}
	return nil
}

// insist reads the page of a phone. It repeats that as often as a question, and as long as --give-up lasts if no admin
// page comes at all. unread says why the page cannot be read. err says why ctx ended.
func (w *work) insist(ctx context.Context, o *object.Object) (v pages.Values, unread, err error) {
	again := func(err error) bool { return !refuses(err) && !errors.Is(err, pages.ErrNoPhone) }
	for began := time.Now(); ; {
		unread, err = w.job.page(ctx, w.engine, again, func(ctx context.Context) (err error) {
			v, err = pages.Deep(ctx, w.client, o.Phone.Extension, o.Phone.ServerIP)
			return err
		})
		var none *apiclient.PageError
		if err != nil || !errors.As(unread, &none) || none.Refuses() || time.Since(began) > w.job.Run.GiveUp {
			return v, unread, err
		}
	}
}
