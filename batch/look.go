package batch

import (
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// look reads the dialer's pages for an engine. The view is nil if the job reads no pages, or if the pages cannot be
// read now or could not be read before; Unreadable hears why, once. The error is a *ViewError if the job must read the pages, or says why ctx ended.
func (j *Job) look(ctx context.Context, e *run.Engine, client *apiclient.Client) (v run.View, err error) {
	if j.Viewer == nil || j.unreadable {
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
	if j.unreadable = true; j.Unreadable != nil {
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
