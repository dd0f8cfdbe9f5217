package batch

import (
	"context"
	"errors"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/pace"
	"phonebatch/batch/run"
)

// errNotRead is the error of a page that a fault of this program kept from being read.
var errNotRead = errors.New("a fault in phonebatch")

// look reads the dialer's pages for an engine, and repeats that if the dialer gives no answer. The view is nil if the
// job reads no pages, or if the pages cannot be read now or could not be read before; Unreadable hears why, once. The
// error is a *ViewError if the job must read the pages, or says why ctx ended.
func (j *Job) look(ctx context.Context, e *run.Engine, client *apiclient.Client) (v run.View, err error) {
	if j.Viewer == nil || j.unreadable {
		return nil, nil
	}
	v, unread, err := j.read(ctx, e, client)
	switch {
	case err != nil || unread == nil:
		return v, err
	case j.RequireView:
		return nil, &ViewError{Err: unread}
	}
	j.tellUnreadable(unread)
	return nil, nil
}

// tellUnreadable has Unreadable hear why the pages cannot be read. The job then reads no list of phones any more.
func (j *Job) tellUnreadable(unread error) {
	if j.unreadable = true; j.Unreadable != nil {
		j.Unreadable(unread)
	}
}

// read reads the dialer's pages by the Viewer, as page does.
func (j *Job) read(ctx context.Context, e *run.Engine, client *apiclient.Client) (v run.View, unread, err error) {
	return readPage(ctx, j, e, client, j.passing, j.Viewer)
}

// readPage returns what read makes of a page of the dialer, as page reads it.
func readPage[T any](
	ctx context.Context, j *Job, e *run.Engine, client *apiclient.Client, again func(unread error, tries int) bool,
	read func(context.Context, *apiclient.Client) (T, error),
) (v T, unread, err error) {
	unread, err = j.page(ctx, e, again, func(ctx context.Context) (err error) {
		v, err = read(ctx, client)
		return err
	})
	return v, unread, err
}

// page calls get, which reads a page of the dialer, at the pace of the run. It repeats that with pauses while again
// returns true for the error and the number of tries so far. A pause lasts at least as long as a busy server asks for,
// but at most GiveUp for that. unread is the last error of get. err says why ctx ended.
func (j *Job) page(
	ctx context.Context, e *run.Engine, again func(unread error, tries int) bool, get func(context.Context) error,
) (unread, err error) {
	for tries := 1; ; tries++ {
		unread = errNotRead
		err = e.Look(ctx, func(ctx context.Context) apiclient.Reply {
			unread = get(ctx)
			if unanswered(unread) {
				return apiclient.Reply{Code: apiclient.CodeLost, Err: unread}
			}
			return apiclient.Reply{Code: apiclient.CodeVersion}
		})
		if err != nil || unread == nil || !again(unread, tries) {
			return unread, err
		}
		select {
		case <-time.After(max(pace.Backoff(tries), min(asked(unread), j.Run.GiveUp))):
		case <-ctx.Done():
			return unread, context.Cause(ctx)
		}
	}
}

// passing lets a page be read again as often as a question, if the dialer gave none.
func (j *Job) passing(unread error, tries int) bool {
	return unanswered(unread) && tries <= j.Run.Retries
}

// readPhone reads the page of the phone with the extension and the server of p, as page does. unread wraps
// run.ErrNotShown for a page of no phone.
func (w *work) readPhone(ctx context.Context, p *apiclient.Phone, again func(error, int) bool) (v pages.Values, unread, err error) {
	return readPage(ctx, w.job, w.engine, w.client, again, func(ctx context.Context, client *apiclient.Client) (pages.Values, error) {
		return pageOf(ctx, client, p)
	})
}

// unanswered says whether the dialer gave no page, and may give one later.
func unanswered(unread error) bool {
	var page *apiclient.PageError
	return errors.As(unread, &page) && page.Passing()
}

// asked returns the delay that the server asked for with an error, or 0.
func asked(unread error) time.Duration {
	var page *apiclient.PageError
	if errors.As(unread, &page) {
		return page.RetryAfter
	}
	return 0
}

// refuses says whether the dialer refuses this user, so that each further page could count as a bad login.
func refuses(unread error) bool {
	var page *apiclient.PageError
	return errors.As(unread, &page) && page.Refuses()
}

// insisting lets a page be read again as often as a question, and as long as --give-up lasts if no admin page comes at
// all. A dialer that refuses the user is not asked again, nor one that shows no phone.
func (j *Job) insisting() func(unread error, tries int) bool {
	began := time.Now()
	return func(unread error, tries int) bool {
		if refuses(unread) || errors.Is(unread, run.ErrNotShown) {
			return false
		}
		var none *apiclient.PageError
		return tries <= j.Run.Retries || errors.As(unread, &none) && time.Since(began) <= j.Run.GiveUp
	}
}
