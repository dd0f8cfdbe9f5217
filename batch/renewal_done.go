package batch

import (
	"cmp"
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// renewal returns the renewal of the job, or nil.
func (w *work) renewal() *renewal {
	if w.updates == nil {
		return nil
	}
	return w.updates.renewal
}

// renewals counts the phones that are to get new passwords.
func (w *work) renewals() run.Renewal { return w.renewal().plan() }

// renewed ends the renewal after the changes were made, or after err has ended them: it gives phones of circles that
// did not get the new passwords as a whole the earlier ones, and tells the credentials file who has kept theirs. The
// error is err, or that of the engine's PutBack, or a *run.LedgerError.
func (w *work) renewed(ctx context.Context, err error) error {
	r := w.renewal()
	if r == nil {
		return err
	}
	if err == nil {
		err = r.repair(ctx)
	}
	if unwritten := w.ledger.takeBack(); unwritten != nil {
		err = cmp.Or(err, error(&run.LedgerError{Err: unwritten}))
	}
	return err
}

// repair puts the earlier passwords back on the phones of a circle if another phone of the circle was refused. A circle
// with a phone in doubt is left to the run that continues this one.
func (r *renewal) repair(ctx context.Context) error {
	for _, c := range r.circles {
		back, lost := make(map[int]*apiclient.Phone), ""
		open := false
		for _, i := range c.phones {
			o, result := r.work.objects[i], r.work.engine.Result(i)
			switch change := r.work.engine.Changed(i); {
			case change != nil && r.renews(c, change.Fields):
				if was, known := r.former[o.Folded()]; known {
					back[i] = &apiclient.Phone{PhonePass: was.PhonePass, RegistrationPassword: was.RegistrationPassword}
				}
			case result.Status == object.Unconfirmed, result.Status == object.NotSent, result.Status == "":
				open = true
			case result.Status != object.Updated && result.Code != codes.Unchanged:
				lost = fmt.Sprintf("%s on %s is %s, %s", o.Phone.Extension, o.Shown, result.Status, result.Code)
			}
		}
		if lost == "" || open || len(c.values) == 0 {
			continue
		}
		if err := r.work.engine.PutBack(ctx, back, r.fields(c), codes.PasswordKept, "the earlier password was put back: "+lost); err != nil {
			return err
		}
	}
	return nil
}

// claimRenewed prepares the entries of the credentials file for the phones that are about to get new passwords. objects
// have the values that the phones will have. The error is that of assign.OpenCredentials.
func (l *importLedger) claimRenewed(objects []*object.Object) error {
	r := l.work.renewal()
	if r == nil || l.work.job.Credentials == "" {
		return nil
	}
	if err := l.openCredentials(); err != nil {
		return err
	}
	for _, o := range objects {
		i, known := r.index[o.Folded()]
		if !known || !r.gives(o) {
			continue
		}
		was := l.formerly(r, i)
		if _, twice := r.former[o.Folded()]; !twice && was.PhonePass+was.RegistrationPassword != "" {
			r.former[o.Folded()] = was
		}
		entry := l.credential(l.work.objects[i])
		for _, f := range []apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword} {
			entry.SetPassword(f, cmp.Or(apiclient.Secret(r.value(o, f)), was.Password(f)))
		}
		l.made = append(l.made, entry)
	}
	return nil
}

// gives reports whether a phone will have one of the new passwords.
func (r *renewal) gives(o *object.Object) bool {
	for f, password := range r.of[o.Folded()].values {
		if o.Phone.Value(f) == password.Reveal() {
			return true
		}
	}
	return false
}

// formerly returns the entry of the credentials file for the present passwords of a phone: those that its page shows,
// or else those of its newest entry.
func (l *importLedger) formerly(r *renewal, i int) assign.Credential {
	o := l.work.objects[i]
	was, found := l.file.At(l.work.job.Dialer, o.Key)
	if !found {
		was = l.credential(o)
		was.PhonePass, was.RegistrationPassword, was.Run = "", "", ""
	}
	shown := r.known(i)
	was.PhonePass = cmp.Or(shown.PhonePass, was.PhonePass)
	was.RegistrationPassword = cmp.Or(shown.RegistrationPassword, was.RegistrationPassword)
	return was
}

// takeBack adds the earlier entry once more for each phone whose entry has new passwords that the phone did not get:
// the newest entry of a phone counts. A phone in doubt keeps its newest entry, because the run that continues this one
// gives the phone these passwords. It is called when no call is under way. The error is that of assign.Credentials.
func (l *importLedger) takeBack() error {
	r := l.work.renewal()
	if r == nil || l.file == nil {
		return nil
	}
	var list []assign.Credential
	for key, was := range r.former {
		i := r.index[key]
		change := l.work.engine.Changed(i)
		if l.work.engine.Result(i).Status == object.Unconfirmed || change != nil && r.renews(r.of[key], change.Fields) {
			continue
		}
		list = append(list, was)
	}
	if err := l.file.Append(list); err != nil {
		return fmt.Errorf("writing %s: %w", l.work.job.Credentials, err)
	}
	return nil
}
