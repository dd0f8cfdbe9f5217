package batch

import (
	"context"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/pace"
	"phonebatch/batch/run"
)

// askTries is how often a call is repeated at least before it counts as lost.
const askTries = 3

// askAgain makes a call that has the same effect twice, at the pace of an engine, and repeats it while it gets no
// answer: askTries times, and as long as giveUp. That this user may not make such a call is no error. The error is a
// *run.StopError if no call may follow, or says why ctx ended.
func askAgain(ctx context.Context, e *run.Engine, giveUp time.Duration, call func(context.Context) apiclient.Reply) (apiclient.Reply, error) {
	began := time.Now()
	for tries := 1; ; tries++ {
		if err := e.Wait(ctx); err != nil {
			return apiclient.Reply{}, err
		}
		reply := call(context.WithoutCancel(ctx))
		switch code := reply.Code; {
		case code == apiclient.CodeFunction, code == apiclient.CodeNoFunction, code == apiclient.CodeMayNot:
			return reply, nil
		case code.Refuses(), code == apiclient.CodeProbeAccepted:
			return reply, &run.StopError{Reply: reply}
		case !code.Unclear() && code != apiclient.CodeNeverSent:
			return reply, nil
		}
		wait := max(pace.Backoff(tries), reply.RetryAfter)
		if time.Since(began)+wait > giveUp && tries > askTries {
			return reply, nil
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return reply, context.Cause(ctx)
		}
	}
}
