package batch

import (
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// VerifyDeep compares every phone that a run added, value by value, with what the run sent: it reads a page of the
// dialer for each phone, and compares by the register's sums, passwords included. It returns the results with their new
// column verified. The error is a *run.StopError, a *ViewError, or wraps run.ErrInterrupted.
func (j *Job) VerifyDeep(ctx context.Context, client *apiclient.Client, sent Sent, results []object.Result) ([]object.Result, error) {
	e := run.Reopen(results, j.Run)
	e.Connect(client, client.Name(), client.Dialect())
	e.Forget()
	err := e.Knock(ctx)
	if err == nil {
		err = e.Examine(ctx, func(ctx context.Context, o *object.Object) ([]string, error) {
			return differences(ctx, client, sent[o.Key.Folded()], o)
		})
	}
	if err == nil {
		err = j.confirmAliases(ctx, e, client, Sent(sent).members)
	}
	if err == nil {
		err = e.Verify(ctx)
	}
	return e.Results(), interrupted(ctx, asView(err))
}

// errNotSent says that the register has no values of a phone.
var errNotSent = errors.New("the register does not know what was sent")

// differences reads the page of a phone, and returns the fields whose values differ from those that were sent.
func differences(ctx context.Context, client *apiclient.Client, sent *register.Object, o *object.Object) (differ []string, err error) {
	if sent == nil {
		return nil, errNotSent
	}
	shown, err := pageOf(ctx, client, o.Phone)
	if err != nil {
		return nil, err
	}
	differ = apiclient.Names(sent.Differs(&shown.Phone))
	if shown.Active == "N" {
		differ = append(differ, "active")
	}
	return differ, nil
}
