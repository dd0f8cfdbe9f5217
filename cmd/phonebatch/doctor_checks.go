package main

import (
	"cmp"

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

// carryOut makes all checks, tells each finding as soon as it is there, and returns them. It ends early when the
// context does. The error is the first of tell's; it stops nothing.
func (e *examination) carryOut(tell func(finding) error) (findings []finding, tellErr error) {
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
		tellErr = cmp.Or(tellErr, tell(f))
	}
	return findings, tellErr
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
