package main

import (
	"context"
	"fmt"
	"time"

	limit "golang.org/x/time/rate"

	"phonebatch/apiclient"
)

// A verdict is the first word of a check's line.
type verdict string

const (
	verdictOK      verdict = "ok"
	verdictWarning verdict = "warning"
	verdictFail    verdict = "FAIL"
	verdictSkipped verdict = "skipped"
)

// A finding is what came of a check. Its texts are fit for a terminal once carryOut hands it on.
type finding struct {
	Check    string   `json:"check"`
	Verdict  verdict  `json:"verdict"`
	Found    string   `json:"found"`
	Remedies []string `json:"remedies,omitempty"` // of warnings and failures, in the operator's words

	cause string // the failed check that hides what was to be looked at
}

func passed(format string, args ...any) finding {
	return finding{Verdict: verdictOK, Found: fmt.Sprintf(format, args...)}
}

func warned(found string, remedies ...string) finding {
	return finding{Verdict: verdictWarning, Found: found, Remedies: remedies}
}

func failed(found string, remedies ...string) finding {
	return finding{Verdict: verdictFail, Found: found, Remedies: remedies}
}

func skipped(reason string) finding { return finding{Verdict: verdictSkipped, Found: reason} }

// An examination is one dialer under the checks. Its methods are called one after the other.
type examination struct {
	ctx         context.Context
	client      *apiclient.Client
	options     apiclient.Options
	limiter     *limit.Limiter
	server      string // that must be known; empty where none was named
	tryDeleting bool

	answer      apiclient.Reply // to the first request
	version     apiclient.Reply
	asked       time.Time // our own time when the dialer looked at its clock
	interrupted bool
	broken      map[string]string // by check: the failed one that keeps it, or what needs it, from being made
}

// newExamination makes an examination that has sent nothing yet. server may be empty.
func newExamination(ctx context.Context, c *apiclient.Client, o apiclient.Options, perSecond float64, server string) *examination {
	pace := limit.Inf
	if perSecond > 0 {
		pace = limit.Limit(perSecond)
	}
	return &examination{ctx: ctx, client: c, options: o, limiter: limit.NewLimiter(pace, 1), server: server, broken: make(map[string]string)}
}

// call makes one request when the pace allows it.
func (e *examination) call(request func(context.Context) apiclient.Reply) apiclient.Reply {
	if err := e.limiter.Wait(e.ctx); err != nil {
		e.interrupted = true
		return apiclient.Reply{Code: apiclient.CodeNeverSent, Err: err}
	}
	r := request(e.ctx)
	e.interrupted = r.Err != nil && e.ctx.Err() != nil
	return r
}
