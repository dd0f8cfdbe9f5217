package batch

import (
	"context"
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// Verify asks a dialer again whether the phones that a run added are there. It returns the results with what that
// showed, and the same errors as Do.
func Verify(ctx context.Context, client *apiclient.Client, results []object.Result, o run.Options) ([]object.Result, error) {
	e := run.Reopen(results, o)
	e.Connect(client, client.Name(), client.Dialect())
	err := interrupted(ctx, e.Verify(ctx))
	return e.Results(), err
}

// interrupted wraps the end of a context as what it is: somebody's wish.
func interrupted(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, cause) {
		return fmt.Errorf("%w: %w", run.ErrInterrupted, cause)
	}
	return err
}

// rest settles the rows that the job did not come to.
func rest(e *run.Engine, err error, add bool) {
	if !add {
		e.SettleAsked()
	}
	switch {
	case unfit(err) && add:
		e.SettleRest(object.NotSent, codes.ListHasErrors, "other rows of the list have errors")
	case errors.Is(err, ErrDeclined):
		e.SettleRest(object.NotSent, codes.Declined, "nobody confirmed that it is to be added")
	case errors.Is(err, run.ErrInterrupted):
		e.SettleRest(object.NotSent, codes.Interrupted, "the run was interrupted before its turn")
	case (err == nil || unfit(err)) && !add:
		e.SettleRest(object.Ready, codes.Ready, "")
	}
}

func unfit(err error) bool {
	return errors.Is(err, ErrListHasErrors) || errors.Is(err, ErrBuildRefuses)
}
