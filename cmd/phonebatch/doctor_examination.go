package main

import (
	"context"
	"fmt"
	"time"

	limit "golang.org/x/time/rate"

	"phonebatch/apiclient"
)

// A verdict is the result of a check and the first word of its line.
type verdict string

const (
	verdictOK      verdict = "ok"
	verdictWarning verdict = "warning"
	verdictFail    verdict = "FAIL"
	verdictSkipped verdict = "skipped"
)

// A finding is the outcome of a check. Its texts may contain control characters; carryOut makes them safe for a
// terminal.
type finding struct {
	Check    string   `json:"check"`
	Verdict  verdict  `json:"verdict"`
	Found    string   `json:"found"`
	Remedies []string `json:"remedies,omitempty"` // for warnings and failures

	cause string // the failed check that keeps this check from telling anything
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

// An examination runs the checks on one dialer. It is for one goroutine.
type examination struct {
	ctx         context.Context
	client      *apiclient.Client
	options     apiclient.Options
	limiter     *limit.Limiter
	server      string // a server_ip that the dialer must know; empty if the user names none
	tryDeleting bool

	answer      apiclient.Reply   // the answer to the first request
	version     apiclient.Reply   // the answer to the question about the version
	asked       time.Time         // our time when the dialer read its clock, as the middle of that request
	interrupted bool              // the context ended before the last request had an answer
	broken      map[string]string // by the name of a check: the failed check that rules out the checks that need this one
}

// newExamination makes an examination and sends nothing. perSecond limits the requests; 0 means no limit. server may be
// empty.
func newExamination(ctx context.Context, c *apiclient.Client, o apiclient.Options, perSecond float64, server string) *examination {
	pace := limit.Inf
	if perSecond > 0 {
		pace = limit.Limit(perSecond)
	}
	return &examination{ctx: ctx, client: c, options: o, limiter: limit.NewLimiter(pace, 1), server: server, broken: make(map[string]string)}
}

// call waits until the pace allows a request, and sends that request. If the context ends, call sets interrupted.
func (e *examination) call(request func(context.Context) apiclient.Reply) apiclient.Reply {
	if err := e.limiter.Wait(e.ctx); err != nil {
		e.interrupted = true
		return apiclient.Reply{Code: apiclient.CodeNeverSent, Err: err}
	}
	r := request(e.ctx)
	e.interrupted = r.Err != nil && e.ctx.Err() != nil
	return r
}
