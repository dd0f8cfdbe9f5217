package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	limit "golang.org/x/time/rate"

	"phonebatch/apiclient"
	"phonebatch/report"
)

// A check looks at one thing that must hold before phones can be added.
type check struct {
	name  string
	needs string                     // the check without which this one cannot be made; empty where it always can
	asked func(*examination) bool    // nil: always
	look  func(*examination) finding // may send a request
}

// checks are all of them in their order. The first request is that of reachability; tls to server judge its answer too.
var checks = []check{
	{name: "address", look: (*examination).address},
	{name: "proxy", asked: (*examination).proxied, look: (*examination).proxy},
	{name: "password", look: (*examination).password},
	{name: "reachability", look: (*examination).reachability},
	{name: "tls", needs: "reachability", look: (*examination).tls},
	{name: "vicidial", needs: "tls", look: (*examination).vicidial},
	{name: "login", needs: "vicidial", look: (*examination).login},
	{name: "lock", needs: "vicidial", look: (*examination).lock},
	{name: "ip-list", needs: "vicidial", look: (*examination).ipList},
	{name: "two-factor", needs: "vicidial", look: (*examination).twoFactor},
	{name: "source", needs: "two-factor", look: (*examination).source},
	{name: "function", needs: "source", look: (*examination).function},
	{name: "permission", needs: "function", look: (*examination).permission},
	{name: "server", needs: "permission", asked: (*examination).serverNamed, look: (*examination).knownServer},
	{name: "build", needs: "permission", look: (*examination).build},
	{name: "clock", needs: "permission", look: (*examination).clock},
	{name: "zone", needs: "permission", look: (*examination).zone},
	{name: "try-delete", needs: "server", asked: (*examination).deletionWanted, look: (*examination).tryDelete},
}

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

// carryOut makes all checks, tells each finding as soon as it is there, and returns them. It ends early when the
// context does. The error is the first of tell's; it stops nothing.
func (e *examination) carryOut(tell func(finding) error) (findings []finding, untold error) {
	findings = []finding{}
	for _, c := range checks {
		if c.asked != nil && !c.asked(e) {
			continue
		}
		f := e.find(c)
		if e.interrupted {
			break
		}
		f.Check, f.Found = c.name, report.Plain(f.Found)
		for i := range f.Remedies {
			f.Remedies[i] = report.Plain(f.Remedies[i])
		}
		findings = append(findings, f)
		untold = cmp.Or(untold, tell(f))
	}
	return findings, untold
}

// find makes one check, unless one that it needs has failed.
func (e *examination) find(c check) finding {
	if cause := e.broken[c.needs]; cause != "" {
		e.broken[c.name] = cause
		return skipped("not looked at, as " + cause + " failed")
	}
	f := c.look(e)
	e.broken[c.name] = f.cause
	if f.Verdict == verdictFail {
		e.broken[c.name] = c.name
	}
	return f
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
