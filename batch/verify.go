package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// Verify asks a dialer whether the phones that a run added are there: by one page if the job reads the dialer's pages,
// and else by questions. It returns the results with their new column verified. The error is a *run.StopError, a
// *ViewError, or wraps run.ErrInterrupted.
func (j *Job) Verify(ctx context.Context, client *apiclient.Client, results []object.Result) ([]object.Result, error) {
	e := run.Reopen(results, j.Run)
	e.Connect(client, client.Name(), client.Dialect())
	err := interrupted(ctx, j.verify(ctx, e, client))
	return e.Results(), err
}

// verify is Verify for an engine.
func (j *Job) verify(ctx context.Context, e *run.Engine, client *apiclient.Client) error {
	if err := e.Knock(ctx); err != nil || !e.Unverified() {
		return err
	}
	view, err := j.look(ctx, e, client)
	if err != nil {
		return err
	}
	if err := e.Confirm(view); err != nil {
		return err
	}
	return e.Verify(ctx)
}
