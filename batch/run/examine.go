package run

import (
	"cmp"
	"context"
	"errors"

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

// Examine verifies the objects of Verify by a page for each. Objects that the dialer does not show are left to Verify.
// Such an object may be there, and Verify then cannot tell which values it has. Call Knock first. Errors are those of
// Add, and that of the Examiner: if the dialer refuses this user, because each further page could count as a bad login,
// or if no page can be read.
func (e *Engine) Examine(ctx context.Context, examine Examiner) error {
	return e.examine(ctx, ofKind(object.Phone, e.unverified()), func(ctx context.Context, it *item) ([]string, error) { return examine(ctx, it.object) })
}

// examine is Examine for some objects. differ is the Examiner.
func (e *Engine) examine(ctx context.Context, rows []*item, differ func(context.Context, *item) ([]string, error)) error {
	track := e.track(Verifying, len(rows))
	defer track.end()
	read, unread := 0, 0
	return inspect(ctx, e, rows, differ, func(o outcome, differ []string, err error) error {
		it := o.Task
		switch {
		case errors.Is(err, ErrNotShown):
			it.hidden, it.confirmed = true, false
			return nil
		case err != nil && read == 0 && unread == maxUnread:
			return err
		case err != nil || unanswered(o.Answer.Code):
			unread++
			if err != nil {
				it.result.Message = err.Error()
			}
			it.result.Verified, it.confirmed = object.VerifiedUnknown, true
		default:
			read++
			it.found(differ)
		}
		track.step(it.result.Verified != object.VerifiedYes)
		return cmp.Or(e.record(it), e.tooMany(it))
	})
}
