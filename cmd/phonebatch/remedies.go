package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/run"
)

// redirected returns the hints for a reply that redirects to another address.
func redirected(r apiclient.Reply) []string {
	if r.Location == "" {
		return codes.Remedies(r.Code)
	}
	hints := []string{codes.RemedyFor(r.Code, codes.To, r.Location)}
	if to, err := url.Parse(r.Location); err == nil && leadsToLogin(to.Path) {
		hints = append(hints, codes.RemedyFor(r.Code, codes.ToLogin))
	}
	return hints
}

// leadsToLogin reports whether the path of a URL looks like that of a login page.
func leadsToLogin(path string) bool {
	path = strings.ToLower(path)
	for _, word := range []string{"login", "logon", "signin", "sign-in", "sign_in", "sso", "saml", "oauth", "auth"} {
		if strings.Contains(path, word) {
			return true
		}
	}
	return false
}

// remedies returns the hints for a run that stopped because the dialer refused the user, was not reachable, or is no
// VICIdial.
func remedies(stop *run.StopError) []string {
	r := stop.Reply
	if stop.Silent > 0 {
		return []string{codes.RemedyFor(apiclient.CodeLost, codes.Silent)}
	}
	if hints := codes.BarrierRemedies(r); len(hints) > 0 {
		return hints
	}
	switch r.Code {
	case apiclient.CodeRedirect:
		return redirected(r)
	case apiclient.CodeNeverSent:
		return unreachable(r.Err)
	}
	return codes.Remedies(r.Code)
}

// unreachable returns the hints for a request that was never sent. err is the reason.
func unreachable(err error) []string {
	var noTLS tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var proxy *apiclient.ProxyError
	var operation *net.OpError
	const code = apiclient.CodeNeverSent
	switch {
	case errors.As(err, &proxy):
		return codes.ProxyRemedies(proxy.Status)
	case errors.As(err, &operation) && strings.HasPrefix(operation.Op, "socks"):
		return codes.ProxyRemedies(http.StatusForbidden)
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return []string{codes.RemedyFor(code, codes.ProxyAddress)}
	case errors.Is(err, apiclient.ErrOldTLS):
		return []string{codes.RemedyFor(code, codes.OldTLS)}
	case errors.As(err, &noTLS):
		return []string{codes.RemedyFor(code, codes.PlainHTTP)}
	case errors.Is(err, apiclient.ErrFingerprint):
		return []string{codes.RemedyFor(code, codes.OtherFingerprint)}
	case errors.As(err, &certificate):
		return []string{codes.RemedyFor(code, codes.Untrusted)}
	}
	return codes.Remedies(code)
}

// trialRemedies returns the hints for a failed trial with a throw-away phone: first how to delete a phone that is left
// behind, then what to do about the cause.
func trialRemedies(t *batch.TrialError) (hints []string) {
	if t.Left() {
		hints = append(hints, fmt.Sprintf("look for it in Admin → Phones, and delete it there: extension %s on server %s", t.Extension, t.ServerIP))
	}
	switch t.End {
	case batch.TrialNotStored:
		return append(hints, codes.Remedy(codes.StoredNothing))
	case batch.TrialMayNotDelete:
		return append(hints, codes.RemedyFor(apiclient.CodeMayNotDelete, codes.ForUndo))
	case batch.TrialNotAdded, batch.TrialNotDeleted:
		return append(hints, trialCause(t)...)
	}
	return hints
}

// trialCause returns the hints for a dialer that refused to add or to delete the throw-away phone.
func trialCause(t *batch.TrialError) []string {
	switch code := t.Reply.Code; {
	case t.End == batch.TrialNotDeleted && code == apiclient.CodeFunction:
		return exit.Hint(codes.RemedyFor(code, codes.ForUndo))
	case t.End == batch.TrialNotDeleted && code == apiclient.CodePhoneAbsent:
		return exit.Hint(codes.RemedyFor(code, codes.ForUndo))
	case t.End == batch.TrialNotDeleted && !code.Refuses():
		return nil
	case code.Refuses() || code == apiclient.CodeNeverSent:
		return remedies(&run.StopError{Reply: t.Reply})
	case code == apiclient.CodeLoginExists || code == apiclient.CodePhoneExists:
		return exit.Hint(codes.RemedyFor(code, codes.ForThrowAway))
	}
	return exit.Hint(codes.Remedy(t.Reply.Code))
}
