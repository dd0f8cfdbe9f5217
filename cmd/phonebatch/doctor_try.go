package main

import (
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/run"
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
	e.interrupted = true // it was not begun
	return finding{}
}

// trialRemedies say what to do about a throw-away phone that went wrong: first to get rid of it, then about the cause.
func trialRemedies(t *batch.TrialError) (hints []string) {
	if t.Left() {
		hints = append(hints, fmt.Sprintf("look for it in Admin → Phones, and delete it there: extension %s on server %s", t.Extension, t.ServerIP))
	}
	switch t.End {
	case batch.TrialNotStored:
		return append(hints, codes.Hint(codes.StoredNothing))
	case batch.TrialMayNotDelete:
		return append(hints, "for undo to work the API user needs AGC Delete Phones 1 (Admin → Users)")
	case batch.TrialNotAdded, batch.TrialNotDeleted:
		return append(hints, trialCause(t)...)
	}
	return hints
}

// trialCause says what to do about a dialer that refused a phone, or kept it.
func trialCause(t *batch.TrialError) []string {
	switch code := t.Reply.Code; {
	case t.End == batch.TrialNotDeleted && code == apiclient.CodeFunction:
		return some("for undo to work allow the API user update_phone too: Admin → Users → API Allowed Functions")
	case t.End == batch.TrialNotDeleted && code == apiclient.CodePhoneAbsent:
		return some("the API user does not see the phone: for undo to work its user group must be allowed to view all user groups")
	case t.End == batch.TrialNotDeleted && !code.Refuses():
		return nil
	case code.Refuses() || code == apiclient.CodeNeverSent:
		return remedies(&run.StopError{Reply: t.Reply})
	case code == apiclient.CodeLoginExists || code == apiclient.CodePhoneExists:
		return some("its name is drawn anew each time: try again")
	}
	return some(codes.Hint(t.Reply.Code))
}
