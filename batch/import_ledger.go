package batch

import (
	"errors"
	"fmt"

	"phonebatch/batch/assign"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
)

// An importLedger is the ledger of an import; it implements run.Ledger. Before a phone is sent, the ledger writes to
// disk what must outlive the process: the passwords that were made for the phone, the chosen values, and the claim in
// the register. It belongs to the goroutine of Do.
type importLedger struct {
	work    *work
	session *Session            // nil for an import that cannot be resumed
	begun   bool                // the register has the run and all answers so far
	asked   []answer            // the answers before the run began in the register
	made    []assign.Credential // the passwords that are not on disk yet
	before  []former            // the values before changes that are not on disk yet
	former  beforeFile
	file    *assign.Credentials
}

// An answer is what the dialer has told about an object.
type answer struct {
	object *object.Object
	was    object.Presence
}

// Asked implements run.Ledger.
func (l *importLedger) Asked(o *object.Object, was object.Presence) error {
	switch {
	case l.session == nil:
		return nil
	case !l.begun:
		l.asked = append(l.asked, answer{o, was})
		return nil
	}
	return l.session.recorded.Asked(o, was)
}

// Claim implements run.Ledger.
func (l *importLedger) Claim(objects []*object.Object) error {
	if l.session == nil {
		l.work.out.Claimed = true
		return nil
	}
	if err := l.begin(); err != nil {
		return err
	}
	for _, o := range objects {
		l.session.claimed = l.session.claimed || !isTrial(o.Key)
		if made := l.work.made(o.Line); o.Kind == object.Phone && len(made) > 0 {
			l.made = append(l.made, l.credential(o))
		}
	}
	l.work.out.Claimed = l.session.claimed
	return l.session.recorded.Claim(objects)
}

// ClaimChanges implements run.Ledger.
func (l *importLedger) ClaimChanges(objects []*object.Object) error {
	if l.work.out.Claimed = true; l.session == nil {
		return nil
	}
	if err := l.begin(); err != nil {
		return err
	}
	l.session.claimed = true
	for _, o := range objects {
		if was, known := l.work.former(o); known {
			l.before = append(l.before, was)
		}
	}
	if r := l.work.renewer(); r != nil && l.work.job.Credentials != "" {
		if err := l.openCredentials(); err != nil {
			return err
		}
		l.made = append(l.made, r.entries(l.file, objects, l.credential)...)
	}
	return l.session.recorded.Claim(objects)
}

// leave implements leavingBook.
func (l *importLedger) leave(o *object.Object, was *register.Object, before *former) error {
	l.work.out.Claimed = true
	if err := l.begin(); err != nil {
		return err
	}
	l.session.claimed = true
	if before != nil {
		l.before = append(l.before, *before)
	}
	return l.session.recorded.ClaimLeaving(o, was)
}

// begin begins or continues the run in the register, once, and records the chosen values and the answers so far.
// Nothing else is recorded before them: the answer that a phone was absent before it was sent must not be lost.
func (l *importLedger) begin() error {
	if l.begun {
		return nil
	}
	if err := l.session.open(l.makes()); err != nil {
		return err
	}
	var chosen []*object.Object
	if l.work.plan != nil {
		for i, o := range l.work.objects {
			if !l.work.out.List.Rows[i].Invalid && l.work.plan.Chosen(o.Line) {
				chosen = append(chosen, o)
			}
		}
	}
	if err := l.session.recorded.Assigned(chosen); err != nil {
		return err
	}
	if r := l.work.leaving; r != nil {
		if err := r.record(l.session.recorded); err != nil {
			return err
		}
	}
	for _, a := range l.asked {
		if err := l.session.recorded.Asked(a.object, a.was); err != nil {
			return err
		}
	}
	l.asked, l.begun = nil, true
	return nil
}

// makes reports whether the run may make passwords that are to be kept. Of a run that continues another one, nobody
// knows yet which phones it adds.
func (l *importLedger) makes() bool {
	if l.session.resumes() || l.work.renewals().Phones > 0 {
		return true
	}
	for i, o := range l.work.objects {
		change, _ := l.work.engine.Changing(i)
		if l.work.engine.Open(i) && change == nil && len(l.work.made(o.Line)) > 0 {
			return true
		}
	}
	return false
}

// credential returns the entry of the credentials file for a phone whose passwords were made.
func (l *importLedger) credential(o *object.Object) assign.Credential {
	c := assign.Credential{
		Dialer: l.work.job.Dialer, ServerIP: o.Phone.ServerIP, Extension: o.Phone.Extension, PhoneLogin: o.Phone.PhoneLogin, FullName: o.Phone.PhoneFullName,
		PhonePass: o.Phone.PhonePass, RegistrationPassword: o.Phone.RegistrationPassword, Person: o.Person, Line: o.Line, Run: l.session.id,
	}
	if row := l.work.row(o); row != nil && row.Name != "" {
		c.FullName = row.Name
	}
	return c
}

// Sync implements run.Ledger. It writes the passwords and the values before changes first: those of every phone that is
// sent are on disk.
func (l *importLedger) Sync() error {
	if l.session == nil {
		return nil
	}
	if err := errors.Join(l.writeCredentials(), l.writeBefore()); err != nil {
		return err
	}
	return l.session.recorded.Sync()
}

// writeCredentials adds the passwords of the claimed phones to the credentials file.
func (l *importLedger) writeCredentials() (err error) {
	if len(l.made) == 0 || l.work.job.Credentials == "" {
		return nil
	}
	if err := l.openCredentials(); err != nil {
		return err
	}
	if err := l.file.Append(l.made); err != nil {
		return fmt.Errorf("writing %s: %w", l.work.job.Credentials, err)
	}
	l.made, l.work.out.Credentials = nil, l.work.job.Credentials
	return nil
}

// openCredentials opens the credentials file, once. The error is that of assign.OpenCredentials.
func (l *importLedger) openCredentials() (err error) {
	if l.file == nil {
		l.file, err = assign.OpenCredentials(l.work.job.Credentials)
	}
	return err
}

// takeBack adds the earlier entry once more for each phone that did not get the new passwords of its newest entry. The
// error is that of assign.Credentials.
func (l *importLedger) takeBack() error {
	r := l.work.renewer()
	if r == nil || l.file == nil {
		return nil
	}
	if err := l.file.Append(r.kept()); err != nil {
		return fmt.Errorf("writing %s: %w", l.work.job.Credentials, err)
	}
	return nil
}

// writeBefore adds the claimed objects to the file of the values before changes.
func (l *importLedger) writeBefore() error {
	if len(l.before) == 0 {
		return nil
	}
	if l.former.path == "" {
		l.former.path, l.former.dialer = files.BeforePath(l.session.Results), l.session.Dialer
	}
	if err := l.former.add(l.before); err != nil {
		return fmt.Errorf("writing %s: %w", l.former.path, err)
	}
	l.before, l.work.out.Before = nil, l.former.path
	return nil
}

// Settled implements run.Ledger. A new run that has not begun in the register has sent nothing: Settled records
// nothing.
func (l *importLedger) Settled(o *object.Object, r *object.Result) error {
	if l.session == nil || !l.begun && l.session.Earlier == nil {
		return nil
	}
	if err := l.begin(); err != nil {
		return err
	}
	return l.session.recorded.Settled(o, r)
}

// Flush implements run.Ledger.
func (l *importLedger) Flush() error {
	if l.session == nil || l.session.recorded == nil {
		return nil
	}
	return l.session.recorded.Flush()
}
