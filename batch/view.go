package batch

import (
	"context"
	"errors"
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/exit"
	"phonebatch/batch/run"
)

// A Viewer reads the page of all phones that the API user may view. The error says in words why the page cannot be
// read.
type Viewer func(context.Context, *apiclient.Client) (run.View, error)

// A ViewError ends a job that must read the dialer's pages and cannot.
type ViewError struct{ Err error }

func (e *ViewError) Error() string { return fmt.Sprintf("the dialer's pages cannot be read: %s", e.Err) }

func (e *ViewError) Unwrap() error { return e.Err }

// Status is the exit status of a command that the error ends.
func (e *ViewError) Status() int { return exit.Refused }

// Hints say what the user can do.
func (e *ViewError) Hints() []string {
	return []string{"give the API user the right to view phones in the admin pages, or leave --read-back require out: every row is then asked about"}
}

// look reads the dialer's pages for an engine. The view is nil if the job reads no pages, or if the pages cannot be
// read; unreadable hears why. The error is a *ViewError if the job must read the pages, or says why ctx ended.
func (j *Job) look(ctx context.Context, e *run.Engine, client *apiclient.Client) (v run.View, err error) {
	if j.Viewer == nil {
		return nil, nil
	}
	var unread error
	err = e.Look(ctx, func(ctx context.Context) apiclient.Reply {
		v, unread = j.Viewer(ctx, client)
		return heard(unread)
	})
	switch {
	case err != nil:
		return nil, err
	case unread == nil:
		return v, nil
	case j.RequireView:
		return nil, &ViewError{unread}
	}
	if j.Unreadable != nil {
		j.Unreadable(unread)
	}
	return nil, nil
}

// heard returns a reply that says whether the dialer answered a request for a page.
func heard(unread error) apiclient.Reply {
	var page *apiclient.PageError
	if errors.As(unread, &page) && page.Status == 0 {
		return apiclient.Reply{Code: apiclient.CodeLost, Err: unread}
	}
	return apiclient.Reply{Code: apiclient.CodeVersion}
}
