package run

import (
	"context"
	"errors"

	"phonebatch/apiclient"
)

// inspect reads a page of the dialer for each object, at the pace of the run, and repeats that as a question. take gets
// what read has returned at last; read has no error of its own if the answer is unanswered because of a fault in this
// program. Workers call read concurrently. Errors are those of Add and of take, and that of read if the dialer refuses
// this user: each further page could count as a bad login.
func inspect[T any](
	ctx context.Context, e *Engine, rows []*item,
	read func(context.Context, *item) (T, error), take func(o outcome, found T, err error) error,
) error {
	type finding struct {
		found T
		err   error
	}
	findings := make(map[*item]*finding, len(rows)) // a worker writes only to the finding of its object
	for _, it := range rows {
		findings[it] = new(finding)
	}
	call := func(ctx context.Context, it *item) apiclient.Reply {
		f := findings[it]
		f.found, f.err = read(ctx, it)
		return answerOf(f.err)
	}
	return e.each(ctx, errand{Units: singles(rows), Call: call, Done: func(o outcome) (next, error) {
		f := findings[o.Task]
		if unanswered(o.Answer.Code) {
			if again, ok := e.retry(o); ok {
				return again, nil
			}
		}
		var page *apiclient.PageError
		if errors.As(f.err, &page) && page.Refuses() {
			return next{}, f.err
		}
		return next{}, take(o, f.found, f.err)
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
