package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// Sent holds what a run has sent, by the folded keys of its objects.
type Sent map[object.Key]*register.Object

// SentBy reads from the register what a run has sent. The error is that of the register.
func SentBy(r *register.Register, this register.Run) (Sent, error) {
	sent := make(Sent)
	_, err := r.Objects(this.ID, func(o *register.Object) { sent[o.Key.Folded()] = o })
	return sent, err
}

// differ returns the names of the fields in which a phone differs from what was sent. A field that is empty in one of
// them does not differ. If the register knows nothing of the object, no field differs.
func (s Sent) differ(o *object.Object, shown *apiclient.Phone) []string {
	was := s[o.Folded()]
	if was == nil {
		return nil
	}
	p := *shown
	p.AdminUserGroup = "" // the list of phones shows the group in the dialer's language
	return apiclient.Names(was.Differs(&p))
}

// Verify asks a dialer whether the phones that a run added are there: by one page if the job reads the dialer's pages,
// and else by questions. The page's values are compared with what was sent; sent may be nil. Verify returns the results
// with their new column verified. The error is a *run.StopError, a *ViewError, or wraps run.ErrInterrupted.
func (j *Job) Verify(ctx context.Context, client *apiclient.Client, sent Sent, results []object.Result) ([]object.Result, error) {
	e := run.Reopen(results, j.Run)
	e.Connect(client, client.Name(), client.Dialect())
	e.Forget()
	err := interrupted(ctx, j.verify(ctx, e, client, sent))
	return e.Results(), err
}

// verify is Verify for an engine.
func (j *Job) verify(ctx context.Context, e *run.Engine, client *apiclient.Client, sent Sent) error {
	if err := e.Knock(ctx); err != nil || !e.Unverified() {
		return err
	}
	view, err := j.look(ctx, e, client)
	if err != nil {
		return err
	}
	if err := e.ConfirmBy(view, sent.differ); err != nil {
		return err
	}
	if view != nil {
		if err := j.confirmAliases(ctx, e, client, sent.members); err != nil {
			return err
		}
	}
	return e.Verify(ctx)
}

// members returns the phone_logins that a run has given an alias.
func (s Sent) members(o *object.Object) []string {
	if was := s[o.Folded()]; was != nil {
		return was.Members()
	}
	return nil
}
