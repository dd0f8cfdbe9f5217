package run

import (
	"context"
	"errors"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/pace"
)

// each carries out an errand. Errors are those of pace.Crew.Do, except that a silent dialer is a *StopError.
func (e *Engine) each(ctx context.Context, r errand) error {
	done := r.Done
	r.Done = func(o outcome) (next, error) {
		it := o.Task
		if r.Claim != nil && !o.Look && it.sent.IsZero() {
			it.sent = o.Began
		}
		n, err := done(o)
		if n.Call == nil {
			it.tries = 0
		}
		return n, err
	}
	err := e.crew.Do(ctx, r)
	var silence *pace.SilenceError[*item, apiclient.Reply]
	if errors.As(err, &silence) {
		return &StopError{Reply: silence.Last.Answer, Line: silence.Last.Task.object.Line, Silent: silence.For}
	}
	return err
}

// probe asks about an object and stores nothing.
func (e *Engine) probe(ctx context.Context, it *item) apiclient.Reply {
	if a := it.object.Alias; a != nil {
		return e.line.dialer.ProbeAlias(ctx, a.AliasID)
	}
	return e.line.dialer.ProbePhone(ctx, *it.object.Phone)
}

// add adds an object.
func (e *Engine) add(ctx context.Context, it *item) apiclient.Reply {
	if a := it.object.Alias; a != nil {
		return e.line.dialer.AddAlias(ctx, *a)
	}
	return e.line.dialer.AddPhone(ctx, *it.object.Phone)
}

// change sends the change of an object.
func (e *Engine) change(ctx context.Context, it *item) apiclient.Reply {
	if a := it.change.Alias; a != nil {
		return e.line.dialer.UpdateAlias(ctx, *a)
	}
	return e.line.dialer.UpdatePhone(ctx, *it.change.Send)
}

// remove deletes an object.
func (e *Engine) remove(ctx context.Context, it *item) apiclient.Reply {
	if a := it.object.Alias; a != nil {
		return e.line.dialer.DeleteAlias(ctx, a.AliasID)
	}
	return e.line.dialer.DeletePhone(ctx, it.object.Phone.Extension, it.object.Phone.ServerIP)
}

// version asks for the build of the dialer.
func (e *Engine) version(ctx context.Context, _ *item) apiclient.Reply {
	return e.line.dialer.Version(ctx)
}

// retry returns a repetition of a call that cannot have stored anything. ok is false if no retries are left.
func (e *Engine) retry(o outcome) (next, bool) {
	it := o.Task
	if it.tries >= e.options.Retries || o.Answer.Code == codes.Internal {
		it.tries = 0
		return next{}, false
	}
	it.tries++
	return next{Call: o.Call, After: pace.Backoff(it.tries)}, true
}
