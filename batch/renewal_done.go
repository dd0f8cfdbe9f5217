package batch

import (
	"cmp"
	"context"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// renewals counts the phones that are to get new passwords.
func (w *work) renewals() run.Renewal { return w.renewer().plan() }

// renewed ends the renewal after the changes were made, or after err has ended them: it gives phones of circles that
// did not get the new passwords as a whole the earlier ones, and tells the credentials file who has kept theirs. The
// error is err, or that of the engine's PutBack, or a *run.LedgerError.
func (w *work) renewed(ctx context.Context, err error) error {
	r := w.renewer()
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
func (r *renewer) repair(ctx context.Context) error {
	for _, c := range r.circles {
		back, lost := make(map[int]*apiclient.Phone), ""
		open := false
		for _, i := range c.phones {
			o, result := r.objects[i], r.engine.Result(i)
			switch change := r.engine.Changed(i); {
			case change != nil && c.renews(change.Fields):
				if was, known := r.earlier[o.Folded()]; known && was.PhonePass != "" && was.RegistrationPassword != "" {
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
		if err := r.engine.PutBack(ctx, back, c.fields(), codes.PasswordKept, "the earlier password was put back: "+lost); err != nil {
			return err
		}
	}
	return nil
}
