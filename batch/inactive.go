package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// activeBeside returns the active phones that the API user may view, by one page. It returns nil if no phone of the
// list is there, or if nobody can tell which phones are active. view has all phones; it may be nil. The error says
// why ctx ended.
func (w *work) activeBeside(ctx context.Context, view run.View) (run.View, error) {
	if view == nil || w.job.unreadable || !w.engine.Comparable() {
		return nil, nil
	}
	rows, ok, err := rowsOf(ctx, w.job, w.engine, w.client, w.job.Lists.ActivePhones)
	if !ok {
		return nil, err
	}
	return shownBy(rows), nil
}

// refuseInactive settles the rows whose phones are there and not active, for a job that would skip them: nobody can use
// such a phone. view may be nil. Errors are those of the engine's Compare, or say why ctx ended.
func (w *work) refuseInactive(ctx context.Context, view run.View) error {
	if !w.job.SkipExisting {
		return nil
	}
	active, err := w.activeBeside(ctx, view)
	if active == nil {
		return err
	}
	idle := make(map[*object.Object]bool)
	for i, o := range w.objects {
		idle[o] = w.engine.Result(i).Code == apiclient.CodePhoneExists && inactive(o, view, active)
	}
	return w.engine.Compare(ctx, run.Comparer{Known: func(o *object.Object) (c run.Change, ok bool) {
		if idle[o] {
			c = unchangeable(codes.Inactive, "the dialer's list of phones shows it, and that of the active phones does not")
		}
		return c, true
	}})
}

// inactive reports whether the list of all phones shows a phone, and the list of the active phones does not. active is
// nil if nobody can tell.
func inactive(o *object.Object, view, active run.View) bool {
	return active != nil && view[o.Folded()] != nil && active[o.Folded()] == nil
}
