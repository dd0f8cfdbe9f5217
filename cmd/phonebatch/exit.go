package main

import (
	"crypto/tls"
	"errors"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// The exit statuses. Scripts depend on them; the help topic exit-codes explains them.
const (
	exitDone       = 0
	exitUnexpected = 1
	exitUsage      = 2
	exitNotAll     = 3
	exitListErrors = 4
	exitRefused    = 5
	exitHeld       = 7
)

// errNotAll ends a command that has finished while some rows are not done. The summary has said all there is to say.
var errNotAll = errors.New("some rows are not done")

// explain tells a person what an error means and what to do, and returns the exit status. It is the only place that
// turns errors into words.
func (a *app) explain(err error) int {
	status, hints := meaning(err)
	if err == nil || errors.Is(err, errNotAll) {
		return status
	}
	a.screen.Say("%s %s", a.screen.Emphasis(31, "phonebatch: error:"), report.Plain(words(err)))
	for _, h := range hints {
		a.screen.Say("%s %s", a.screen.Emphasis(32, "phonebatch: hint:"), report.Plain(h))
	}
	return status
}

// words is the error's text, in our style: without a full stop, on one line.
func words(err error) string {
	return strings.TrimSuffix(strings.ReplaceAll(err.Error(), "\n", "; "), ".")
}

// remedies say what to do where the dialer does not want us, or is none.
func remedies(stop *run.StopError) []string {
	r := stop.Reply
	if stop.Silent > 0 {
		return []string{"it had answered before: see whether the dialer and the way to it are well, then go on: import --resume, or undo once more"}
	}
	if hints := barrierRemedies(r); len(hints) > 0 {
		return hints
	}
	switch r.Code {
	case apiclient.CodeLogin:
		return []string{
			"there are three reasons: the password is wrong; the user is not active; or its user level is under 7 (Admin → Users)",
			"ten bad tries lock the user for 15 minutes, for everybody who uses it: check before trying again",
		}
	case apiclient.CodeLocked:
		return []string{"ten bad logins have locked the API user for 15 minutes, the right password included; find out who sends the wrong one, and wait"}
	case apiclient.CodeTwoFactor:
		return []string{"the API user needs a second factor, which no API call can give; use a user of its own without two-factor login"}
	case apiclient.CodeAddress:
		return []string{"the dialer does not take this machine's address; add it to the allowed addresses (Admin → IP Lists)"}
	case apiclient.CodeFunction:
		return []string{"allow the function to the API user: Admin → Users → API Allowed Functions, add_phone or ALL_FUNCTIONS"}
	case apiclient.CodeMayNot:
		return []string{
			"the API user needs user level 8 or 9, Agent API Access 1 and AGC Admin Access 1 (Admin → Users)",
			"a dialer of 2011 (build 110614) says the same of a wrong password: check that, too, before trying again",
		}
	case apiclient.CodeMayNotDelete:
		return []string{"nothing was deleted: the API user needs AGC Delete Phones 1 (Admin → Users); or delete the phones in Admin → Phones"}
	case apiclient.CodeSource:
		return []string{"--source must be 2 to 20 letters or digits"}
	case apiclient.CodeNoFunction:
		return []string{"this dialer does not know the function; it may be too old"}
	case apiclient.CodeProbeAccepted:
		return []string{codes.Hint(r.Code)}
	case apiclient.CodeRedirect:
		return redirected(r)
	case apiclient.CodeAnotherPhone:
		return []string{"something between this machine and the dialer, such as a cache or a proxy, mixes up answers: have it leave /vicidial/non_agent_api.php alone"}
	case apiclient.CodeNeverSent:
		return unreachable(r.Err)
	case apiclient.CodeLost:
		return []string{"is there a firewall that must first be told this machine's address? Hosted dialers mostly have one, and it makes calls time out"}
	case apiclient.CodeDatabase:
		return []string{"the dialer's database is down; try again when it is back"}
	}
	return []string{"is --url the address of a VICIdial? Its API is at /vicidial/non_agent_api.php"}
}

// unreachable tells apart why nothing could be sent.
func unreachable(err error) []string {
	var noTLS tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	if hints := wayRemedies(err); len(hints) > 0 {
		return hints
	}
	switch {
	case errors.As(err, &noTLS):
		return []string{"that port speaks plain http, or something else than https: is the port right? Without https every password can be read on the way"}
	case errors.Is(err, apiclient.ErrFingerprint):
		return []string{"if the dialer's certificate was renewed, ask its administrator for the new fingerprint; if not, somebody else is answering"}
	case errors.As(err, &certificate):
		return []string{"a self-signed certificate, such as ViciBox makes, is trusted with --ca-file FILE or --tls-fingerprint sha256:…"}
	}
	return []string{"check --url, and whether this machine can reach it: hosted dialers mostly have a firewall that must first be told one's address"}
}
