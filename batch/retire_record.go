package batch

import (
	"errors"
	"path/filepath"

	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// leave implements leavingBook.
func (r *Retirement) leave(o *object.Object, was *register.Object, before *former) error {
	r.out.Claimed = true
	if err := r.begin(); err != nil {
		return err
	}
	if before != nil {
		r.before = append(r.before, *before)
	}
	return r.recorded.ClaimLeaving(o, was)
}

// begin makes the run durable in the register, once. The error is that of the register.
func (r *Retirement) begin() error {
	if r.recorded != nil {
		return nil
	}
	c := &r.claim
	return r.record(register.Run{
		ID: r.Run.Run, Command: register.CommandRetire, ListName: filepath.Base(c.List), ListPath: c.List, ListSHA256: c.SHA256,
		Dialer: c.Dialer, Options: c.Options, Results: r.Results,
	})
}

// takeBack implements ledger. A retirement makes no passwords.
func (r *Retirement) takeBack() error { return nil }

// Begun says whether a phone was retired or was about to be. Then there are results to write.
func (r *Retirement) Begun() bool { return r.recorded != nil }

// End records in the register that the run has ended and that its results are on disk. The error is that of the
// register.
func (r *Retirement) End(results []object.Result) error {
	if r.recorded == nil {
		return nil
	}
	return r.recorded.End(register.Ending{Left: left(results), NotDone: notDone(results, false), Results: r.Results, Files: r.wrote})
}

// ID returns the id of the run.
func (r *Retirement) ID() string { return r.Run.Run }

var errNoBook = errors.New("a retirement claims no phone to add")

// Asked implements run.Ledger.
func (r *Retirement) Asked(*object.Object, object.Presence) error { return nil }

// Claim implements run.Ledger.
func (r *Retirement) Claim([]*object.Object) error { return errNoBook }

// ClaimChanges implements run.Ledger.
func (r *Retirement) ClaimChanges([]*object.Object) error { return errNoBook }

// Sync implements run.Ledger. It writes how the phones were first.
func (r *Retirement) Sync() error {
	if len(r.before) > 0 {
		r.former.path, r.former.dialer = files.BeforePath(r.Results), r.claim.Dialer
		if err := r.former.add(r.before); err != nil {
			return err
		}
		r.before, r.out.Before = nil, r.former.path
	}
	if r.recorded == nil {
		return nil
	}
	return r.recorded.Sync()
}

// Settled implements run.Ledger.
func (r *Retirement) Settled(o *object.Object, result *object.Result) error {
	if r.recorded == nil && r.Earlier == nil {
		return nil
	}
	if err := r.begin(); err != nil {
		return err
	}
	return r.recorded.Settled(o, result)
}

// Flush implements run.Ledger.
func (r *Retirement) Flush() error {
	if r.recorded == nil {
		return nil
	}
	return r.recorded.Flush()
}
