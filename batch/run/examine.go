package run

import (
	"cmp"
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// An Examiner compares an object with the dialer's page of it. It returns the names of the fields whose values differ.
// The error is ErrNotShown if the dialer shows no such object, and otherwise says why nothing can be told. Workers call
// an Examiner concurrently.
type Examiner func(ctx context.Context, o *object.Object) (differ []string, err error)

// ErrNotShown says that the dialer's pages show no such object: it is absent, or the API user may not view it.
var ErrNotShown = errors.New("the dialer's pages do not show it")

// maxUnread is the number of pages that may be unreadable before the first readable one. After more of them, nothing is
// to be expected of the others.
const maxUnread = 5

// A finding is what an Examiner found out about an object.
type finding struct {
	differ []string
	err    error
}

// Examine verifies the objects of Verify by a page for each. Objects that the dialer does not show are left to Verify.
// Such an object may be there, and Verify then cannot tell which values it has. Call Knock first. Errors are those of
// Add, and that of the Examiner: if the dialer refuses this user, because each further page could count as a bad login, or if
// no page can be read.
func (e *Engine) Examine(ctx context.Context, examine Examiner) error {
	return e.examine(ctx, e.unverified(), examine)
}

// examine is Examine for some objects.
func (e *Engine) examine(ctx context.Context, rows []*item, examine Examiner) error {
	track := e.track(Verifying, len(rows))
	defer track.end()
	findings := make(map[*item]*finding, len(rows)) // a worker writes only to the finding of its object
	for _, it := range rows {
		findings[it] = new(finding)
	}
	read, unread := 0, 0
	call := func(ctx context.Context, it *item) apiclient.Reply {
		f := findings[it]
		f.differ, f.err = examine(ctx, it.object)
		return answerOf(f.err)
	}
	return e.each(ctx, errand{Units: singles(rows), Call: call, Done: func(o outcome) (next, error) {
		it, f := o.Task, findings[o.Task]
		if unanswered(o.Answer.Code) {
			if again, ok := e.retry(o); ok {
				return again, nil
			}
		}
		var page *apiclient.PageError
		switch {
		case errors.As(f.err, &page) && page.Refuses():
			return next{}, f.err
		case errors.Is(f.err, ErrNotShown):
			it.hidden, it.confirmed = true, false
			return next{}, nil
		case f.err != nil && read == 0 && unread == maxUnread:
			return next{}, f.err
		case f.err != nil || unanswered(o.Answer.Code):
			unread++
			if f.err != nil {
				it.result.Message = f.err.Error()
			}
			it.result.Verified, it.confirmed = object.VerifiedUnknown, true
		default:
			read++
			it.found(f.differ)
		}
		track.step(it.result.Verified != object.VerifiedYes)
		return next{}, cmp.Or(e.record(it), e.tooMany(it))
	}})
}

// answerOf returns the reply that tells the pace whether the dialer has answered.
func answerOf(err error) apiclient.Reply {
	var page *apiclient.PageError
	if errors.As(err, &page) && page.Passing() {
		return apiclient.Reply{Code: apiclient.CodeLost, Err: err}
	}
	return apiclient.Reply{Code: apiclient.CodeVersion}
}
