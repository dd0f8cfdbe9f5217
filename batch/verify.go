package batch

import (
	"context"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// Verify asks a dialer whether the phones that a run added are there. It returns the results with their new column
// verified. The error is a *run.StopError, or wraps run.ErrInterrupted.
func Verify(ctx context.Context, client *apiclient.Client, results []object.Result, o run.Options) ([]object.Result, error) {
	e := run.Reopen(results, o)
	e.Connect(client, client.Name(), client.Dialect())
	err := interrupted(ctx, e.Verify(ctx))
	return e.Results(), err
}
