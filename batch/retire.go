package batch

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"phonebatch/batch/codes"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// A Retirement makes the phones of the people of a list inactive, or deletes them. It is a run of its own in the
// register, and continues a retirement of the same list that was cut off or has rows left. It is for one goroutine. The
// caller ends it with Close.
type Retirement struct {
	Job // Preflight.Leaving is set
	ownRun
	Results  string // path of the results file: that of the run that is continued, if there is one
	Delete   bool
	NoVerify bool
	Online   bool // only ask what would be retired
	// Confirm is called before the first phone is retired. An error of Confirm ends the retirement; nothing is retired
	// then. May be nil.
	Confirm func(dialer string, p run.Plan) error

	claim  Claim
	before []former // how phones were that are not on disk yet
	former beforeFile
	out    *Outcome
}

// BeginRetirement takes the dialer's lock for a retirement, and finds the run that it continues. The error is a
// *register.HeldError if another run has the lock, or another error of the register. With an error, no lock is held.
func BeginRetirement(j Job, c Claim) (r *Retirement, err error) {
	r = &Retirement{Job: j, ownRun: ownRun{register: c.Register}, Results: c.Results, claim: c}
	r.Memory = &r.claim.Memory
	defer func() {
		if err != nil {
			r.Close()
			r = nil
		}
	}()
	if r.lock, err = c.Register.Lock(c.Dialer, c.By); err != nil {
		return r, err
	}
	was, found, err := c.Register.NewestRetirement(c.Dialer, c.List, c.SHA256)
	if err != nil || !found || !was.Open() {
		return r, err
	}
	r.Earlier, r.Run.Run = &was, was.ID
	if !c.Said && files.Exists(filepath.Dir(was.Results)) {
		r.Results = was.Results
	}
	return r, nil
}

// Do retires the phones once. If the list cannot be read, the Outcome is nil. Otherwise the Outcome is complete even
// with an error. The error is a *ManyLeaveError or another error of this package, an error of Dial or Confirm, a
// *run.StopError, a *run.LedgerError, or wraps run.ErrInterrupted.
func (r *Retirement) Do(ctx context.Context, list io.Reader) (*Outcome, error) {
	w := newWork(&r.Job)
	w.asks = true
	defer w.close()
	r.Preflight.Leaving = true
	if err := w.read(ctx, list); err != nil {
		return nil, interrupted(ctx, err)
	}
	r.out, w.out.retires = w.out, true
	err := w.fit()
	if errors.Is(err, ErrNoRows) { // nobody leaves
		err = nil
	}
	rows, unfound := w.rowsThatLeave()
	if unfound != nil {
		return nil, unfound
	}
	if unfound = r.recall(rows); unfound != nil {
		return nil, unfound
	}
	t := newRetiring(w, rows.phones(), r.Delete)
	t.alone = true
	o := r.Run
	if !r.Online {
		w.ledger = r
		o.Ledger = t.ledger(r)
	}
	t.engine = run.Reopen(resultsOf(t.list), o)
	w.engine = t.engine
	if err == nil {
		err = interrupted(ctx, r.bring(ctx, w, t))
	}
	if errors.Is(err, ErrListHasErrors) {
		t.engine.SettleRest(object.NotSent, codes.ListHasErrors, "other rows of the list have errors")
	}
	results, unrecorded := t.results(err)
	w.out.Results = rows.results(results)
	if err == nil {
		err = unrecorded
	}
	return w.out, err
}

// bring connects to the dialer, and retires the phones.
func (r *Retirement) bring(ctx context.Context, w *work, t *retiring) error {
	if len(t.engine.Left()) == 0 && (r.Earlier == nil || r.Online) {
		return nil
	}
	client, err := w.dial(w.out.List)
	if err != nil {
		return err
	}
	w.out.Dialer, w.out.Sent = client.Name(), true
	t.engine.Connect(client, client.Name(), client.Dialect())
	lost := object.NotSent
	if r.Online {
		lost = object.Unconfirmed
	}
	if err := t.seek(ctx, lost); err != nil {
		return err
	}
	if err := r.Memory.fewLeave(t); err != nil {
		return err
	}
	if r.Online {
		t.foresee()
		return nil
	}
	if plan := t.plan(t.engine.Plan(0, !r.NoVerify), true); plan.Retire+plan.Delete > 0 {
		plan.Add = 0
		if r.Confirm != nil {
			if err := r.Confirm(client.Name(), plan); err != nil {
				return err
			}
		}
		if err := t.retire(ctx); err != nil {
			return err
		}
	}
	if r.NoVerify {
		return nil
	}
	return t.prove(ctx)
}

// fewLeave returns a *ManyLeaveError if more phones would be retired than may leave at once: of the phones that the
// dialer shows, or else of those that the register knows. Other errors are those of the register.
func (m *Memory) fewLeave(t *retiring) error {
	left, of := t.engine.Left(), len(t.view)
	if of == 0 {
		n, err := m.Register.Claimed(m.Dialer)
		if err != nil {
			return err
		}
		of = n
	}
	allowed := max(of/5, minChange)
	if m.MaxChange.Given() {
		allowed = m.MaxChange.Of(of)
	}
	if len(left) <= allowed || m.resumes {
		return nil
	}
	return &ManyLeaveError{Leave: len(left), Of: of, Allowed: allowed, Example: left[0].Name}
}

// recall gives the phones of the run that is continued the results that the register has. The error is that of the
// register.
func (r *Retirement) recall(rows *leavingRows) error {
	if r.Earlier == nil {
		return nil
	}
	r.Memory.resumes = true
	_, err := r.register.Objects(r.Earlier.ID, func(o *register.Object) {
		l := rows.byKey[o.Folded()]
		if was := resultOf(o); l != nil && was != nil && was.Done(false) && !unseenInactive(o) {
			l.refused = *was
		}
	})
	return err
}
