package batch

import (
	"context"
	"errors"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// try adds and deletes a throw-away phone. The register records the phone as an object of the run: if the trial is cut
// off, an undo deletes the phone. The error is a *TrialError, a *run.LedgerError, or that of the engine's Wait.
func (w *work) try(ctx context.Context, server string) error {
	phone := throwAway(server)
	o := object.ForPhone(0, &phone)
	l := w.ledger
	if err := errors.Join(l.Claim([]*object.Object{o}), l.Sync()); err != nil {
		return &run.LedgerError{Err: err}
	}
	err := tryDelete(ctx, w.client, phone, w.engine.Wait)
	result := object.Result{Kind: o.Kind, Status: object.Deleted, Code: apiclient.CodeDeleted, FinishedAt: time.Now().UTC()}
	var failed *TrialError
	switch {
	case errors.As(err, &failed) && !failed.Left():
		result.Status, result.Code = object.Refused, failed.Reply.Code
	case errors.As(err, &failed) && (failed.End == TrialMayNotDelete || failed.End == TrialNotDeleted):
		result.Status, result.Code = object.Added, apiclient.CodeAdded
	case errors.As(err, &failed):
		result.Status, result.Code = object.Unconfirmed, codes.InDoubt
	case err != nil: // nothing was sent
		result.Status, result.Code = object.NotSent, codes.Stopped
	}
	if unrecorded := l.Settled(o, &result); err == nil && unrecorded != nil {
		return &run.LedgerError{Err: unrecorded}
	}
	return err
}

// isTrial says whether an object is a throw-away phone. The name decides: no other phone has such a name.
func isTrial(k object.Key) bool { return strings.HasPrefix(k.Name, trialName) }
