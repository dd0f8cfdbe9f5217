package main

import (
	"errors"

	"phonebatch/batch"
)

func (e *examination) deletionWanted() bool { return e.tryDeleting }

func (e *examination) tryDelete() finding {
	extension, err := batch.TryDelete(e.ctx, e.client, e.server, e.limiter.Wait)
	var trial *batch.TrialError
	switch {
	case err == nil:
		return passed("%s was added on %s, was there, was deleted, and is gone", extension, e.server)
	case errors.As(err, &trial):
		return failed(trial.Error(), trialRemedies(trial)...)
	}
	e.interrupted = true // the context ended before the first request
	return finding{}
}
