package batch

import (
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// seekAfter is seek after the rows of the list were asked about. view may be nil. A nil retiring has nothing to seek.
func (r *retiring) seekAfter(ctx context.Context, view run.View, lost object.Status) error {
	if r == nil {
		return nil
	}
	r.view = view
	r.begin()
	return r.seek(ctx, lost)
}

// seek finds out which phones may be retired, and stores nothing: the others have a result then. lost is the status of
// a phone whose question got no answer. The error is a *ViewError, or that of the engine.
func (r *retiring) seek(ctx context.Context, lost object.Status) error {
	if len(r.engine.Left()) == 0 {
		return nil
	}
	if err := r.engine.Enter(ctx); err != nil {
		return err
	}
	if r.view == nil {
		view, err := r.work.job.look(ctx, r.engine, r.work.client)
		if err != nil {
			return err
		}
		r.view = view
	}
	err := r.compare(ctx)
	if refuses(err) && !r.work.job.RequireView {
		r.work.job.tellUnreadable(err)
		r.view = nil
		err = r.compare(ctx)
	}
	if err != nil {
		return asView(err)
	}
	if err := r.engine.Find(ctx, lost); err != nil {
		return err
	}
	if err := r.engine.Departed(r.departs); err != nil {
		return err
	}
	r.refuseForeign()
	r.aliases = &aliasLeave{work: r.work, engine: r.engine, readable: r.view != nil && !r.work.job.unreadable, phone: func(o *object.Object) (string, *former) {
		return r.login(o), r.before[o.Folded()]
	}}
	r.aliases.book, _ = r.work.ledger.(leavingBook)
	return r.aliases.seek(ctx)
}

// departs reports whether the run that this one continues was about to delete a phone.
func (r *retiring) departs(o *object.Object) bool {
	was := r.leaver(o).was
	return r.delete && was != nil && was.InDoubt() && was.Run == r.work.job.Run.Run
}

// compare reads the pages of the phones. The error is that of the engine's Compare.
func (r *retiring) compare(ctx context.Context) error {
	return r.engine.Compare(ctx, run.Comparer{Known: r.known, Read: r.read})
}

// known settles a phone about which its page would tell nothing more. ok is false if the page is needed.
func (r *retiring) known(o *object.Object) (c run.Change, ok bool) {
	l, shown := r.leaver(o), r.view[o.Folded()]
	switch {
	case shown == nil: // a question tells whether it is there
		return run.Change{}, true
	case l.was == nil && (l.isNamed == nil || !l.isNamed(shown.PhoneFullName)):
		return run.Change{Status: object.Refused, Code: codes.NotOurs, Message: "no run has sent the phone, and " + l.doubt()}, true
	}
	return run.Change{}, false
}

// refuseForeign settles the phones that are there, that no run has sent, and whose page does not show whose they are.
func (r *retiring) refuseForeign() {
	for _, o := range r.engine.Left() {
		if l := r.leaver(o); l.was == nil && r.before[o.Folded()] == nil {
			r.engine.Decide(o, object.Refused, codes.NotOurs, "no run has sent the phone, and the dialer's pages do not show whose it is")
		}
	}
}

// read reads the page of a phone. Workers call read concurrently.
func (r *retiring) read(ctx context.Context, o *object.Object) (run.Change, error) {
	v, err := pageOf(ctx, r.work.client, o.Phone)
	if err != nil {
		return run.Change{}, err
	}
	if was := r.leaver(o).was; v.Active == "N" && !r.delete && retired(was) && was.Run == r.work.job.Run.Run {
		return run.Change{Status: object.Retired, Code: apiclient.CodeUpdated, Message: "made inactive before the run was cut off", Seen: true}, nil
	}
	if v.Active == "N" && !r.delete {
		return run.Change{Status: object.Exists, Code: codes.Unchanged, Message: "the phone is inactive already"}, nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.before[o.Folded()] = &former{Phone: v.Phone, active: v.Active}
	return run.Change{}, nil
}

// plan adds the phones that are left to retire to a plan. now says whether their turn comes in this run.
func (r *retiring) plan(p run.Plan, now bool) run.Plan {
	n := len(r.engine.Left())
	switch {
	case !now:
		p.NotSent += n
	case r.delete:
		p.Delete = n
	default:
		p.Retire = n
	}
	return p
}

// retire takes the phones that are left out of their aliases, and makes them inactive or deletes them. Errors are those
// of the engine.
func (r *retiring) retire(ctx context.Context) error {
	if !r.delete {
		r.engine.Deactivate(func(o *object.Object) (p apiclient.Phone) {
			if was := r.before[o.Folded()]; was != nil {
				p = was.Phone
			}
			return p
		})
	}
	if r.aliases != nil {
		if err := r.aliases.leave(ctx); err != nil {
			return err
		}
	}
	if r.delete {
		return r.engine.Undo(ctx, object.Phone)
	}
	return r.engine.Update(ctx, object.Phone, object.Retired)
}

// prove asks the dialer again about the phones that were retired. Nothing tells that a phone is inactive if its page
// cannot be read. Errors are those of the engine.
func (r *retiring) prove(ctx context.Context) error {
	if r.delete {
		return r.engine.VerifyGone(ctx)
	}
	if r.view == nil || r.work.job.unreadable {
		return nil
	}
	err := r.engine.ExamineChanges(ctx, proven(r.work.client.Dialect(), r.work.client))
	if refuses(err) && !r.work.job.RequireView {
		r.work.job.tellUnreadable(err)
		return nil
	}
	return asView(err)
}

// foresee gives the phones that would be retired the status ready.
func (r *retiring) foresee() {
	message := "the phone would be made inactive"
	if r.delete {
		message = "the phone would be deleted"
	}
	for _, o := range r.engine.Left() {
		r.engine.Decide(o, object.Ready, codes.WouldRetire, message)
	}
}

// results implements leaving. The second result is a *run.LedgerError.
func (r *retiring) results(err error) ([]object.Result, error) {
	r.begin()
	var many *ManyLeaveError
	switch {
	case errors.As(err, &many):
		r.engine.SettleRest(object.NotSent, codes.ManyLeave, "too many would leave at once")
	case errors.Is(err, ErrDeclined):
		r.engine.SettleRest(object.NotSent, codes.Declined, "nobody confirmed that it is to be retired")
	case err != nil && r.alone:
		r.engine.SettleRest(object.NotSent, codes.RetireStopped, "the retirement ended before its turn")
	case isInterrupted(err):
		r.engine.SettleRest(object.NotSent, codes.Interrupted, "the run was interrupted before its turn")
	}
	if err == nil {
		r.engine.SettleRest(object.NotSent, codes.BeyondFirst, "the phones of missing people come after all rows of the list")
	}
	list := r.engine.Results()
	return list, r.engine.Record()
}
