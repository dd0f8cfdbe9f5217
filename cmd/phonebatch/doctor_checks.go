package main

import (
	"cmp"

	"phonebatch/report"
)

// A check tests one condition for adding phones.
type check struct {
	name  string
	needs string                     // the name of the check that must not fail before this one; empty if there is none
	asked func(*examination) bool    // whether to run the check; nil means always
	look  func(*examination) finding // runs the check; may send a request
}

// checks lists all checks in the order in which they run. reachability sends the first request; the checks from tls to
// server judge the answer to that request.
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
	{name: "pages", needs: "permission", look: (*examination).pages},
	{name: "try-delete", needs: "server", asked: (*examination).deletionWanted, look: (*examination).tryDelete},
}

// carryOut runs all checks once. It passes each finding to tell at once, with texts that are safe for a terminal, and
// returns all findings. It stops when the context of the examination ends. An error of tell does not stop the checks;
// tellErr is the first such error.
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

// find runs one check. If a check that c needs has failed, find returns a skipped finding.
func (e *examination) find(c check) finding {
	if cause := e.broken[c.needs]; cause != "" {
		e.broken[c.name] = cause
		return skipped("not checked, because " + cause + " failed")
	}
	f := c.look(e)
	e.broken[c.name] = f.cause
	if f.Verdict == verdictFail {
		e.broken[c.name] = c.name
	}
	return f
}
