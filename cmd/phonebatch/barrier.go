package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// barrierRemedies say what to do about what stands between us and the API.
func barrierRemedies(r apiclient.Reply) []string {
	const path = "/vicidial/non_agent_api.php"
	switch r.Barrier {
	case apiclient.BarrierBusy:
		hints := []string{"try again when it is less busy; if it stays so, see whether its web server and its database are well"}
		if r.RetryAfter > 0 {
			hints = []string{fmt.Sprintf("try again in %s or more; --give-up says how long phonebatch may wait itself", r.RetryAfter)}
		}
		return append(hints, viaRemedy(r)...)
	case apiclient.BarrierLogin:
		return []string{"phonebatch cannot give the web server's own login: have its administrator let this machine's address reach " + path + " without it"}
	case apiclient.BarrierFirewall:
		hints := []string{
			"have the dialer's administrator allow this machine's address, in the firewall and in the web server, to reach " + path,
			"if a rule of ModSecurity or the like takes calls for attacks, it must leave that path alone",
		}
		return append(hints, viaRemedy(r)...)
	case apiclient.BarrierProxy:
		return proxyRemedies(r.Status)
	case apiclient.BarrierBrowser:
		return []string{"no program passes such a check: have it leave " + path + " alone for this machine's address, or give an address of the dialer that goes past it as --url"}
	case apiclient.BarrierPage:
		return []string{
			"is --url the address of a VICIdial? Its API is at " + path + " and asks for no login on a page",
			"where a portal or a VPN asks people to log in first, this machine must be let through without",
		}
	case apiclient.BarrierNetwork:
		return []string{"log in to the network with a browser, then try again"}
	case apiclient.BarrierScheme:
		return []string{"give the address as https://… in --url"}
	case apiclient.BarrierMissing:
		return []string{"is --url the address of a VICIdial? Its API is at " + path + "; where it is elsewhere, give its full address"}
	}
	return nil
}

// viaRemedy says what to do where a proxy may be who has answered.
func viaRemedy(r apiclient.Reply) []string {
	if r.Via == "" {
		return nil
	}
	return []string{"if it was the proxy: --proxy none goes without"}
}

// proxyRemedies say what to do about a proxy that has refused with a status.
func proxyRemedies(status int) []string {
	without := "--proxy none, or the dialer's host in NO_PROXY, goes without the proxy, if the dialer can be reached so"
	switch {
	case status == 407 || status == 401:
		return []string{"the proxy wants a user and a password: put them into HTTPS_PROXY (HTTP_PROXY for a dialer of http://) as http://USER:PASSWORD@HOST:PORT", without}
	case status >= 500:
		return []string{"the proxy cannot reach the dialer, or is not well: is --url right, and may the proxy go there?", without}
	}
	return []string{"have the proxy's administrator allow the dialer's host and port", without}
}

// wayRemedies say what to do about a proxy that is not there or refuses, and about TLS that is too old.
func wayRemedies(err error) []string {
	var proxy *apiclient.ProxyError
	var operation *net.OpError
	switch {
	case errors.As(err, &proxy):
		return proxyRemedies(proxy.Status)
	case errors.As(err, &operation) && strings.HasPrefix(operation.Op, "socks"):
		return proxyRemedies(403)
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return []string{"check the proxy's address, in --proxy or in HTTPS_PROXY and HTTP_PROXY; --proxy none goes without"}
	case errors.Is(err, apiclient.ErrOldTLS):
		return []string{"have the dialer's web server offer TLS 1.2 (OpenSSL 1.0.1 or later; in Apache: SSLProtocol -all +TLSv1.2), or give the address of a TLS proxy before it as --url"}
	}
	return nil
}

// redirected says what to do where the dialer sends us elsewhere.
func redirected(r apiclient.Reply) []string {
	if r.Location == "" {
		return []string{"the dialer redirects elsewhere: give the final address as --url"}
	}
	hints := []string{fmt.Sprintf("the dialer redirects to %s: give that address as --url, if you trust it", r.Location)}
	if to, err := url.Parse(r.Location); err == nil && leadsToLogin(to.Path) {
		hints = append(hints, "that looks like a login page: where a portal asks people to log in first, this machine must be let through without")
	}
	return hints
}

func leadsToLogin(path string) bool {
	path = strings.ToLower(path)
	for _, word := range []string{"login", "logon", "signin", "sign-in", "sign_in", "sso", "saml", "oauth", "auth"} {
		if strings.Contains(path, word) {
			return true
		}
	}
	return false
}

// proxyTo finds the way to a dialer. The address of a proxy that is none is an error, wherever it comes from.
func proxyTo(e apiclient.Endpoint, flag string) (apiclient.Proxy, error) {
	p, err := apiclient.ParseProxy(flag)
	if err != nil {
		return p, &usageError{err: fmt.Errorf("--proxy: %w", err), hint: "give http://HOST:PORT, or none; where the proxy wants a user and a password, leave the flag out and put them into the variable HTTPS_PROXY"}
	}
	if _, err := p.On(e); err != nil {
		return p, &usageError{err: fmt.Errorf("the environment variable %w", err), hint: "give http://HOST:PORT there, or pass --proxy none to go without"}
	}
	return p, nil
}

// sayWay tells of a proxy that nobody has named on the command line.
func (a *app) sayWay(o apiclient.Options) {
	if name, _ := o.Proxy.On(o.Endpoint); name != "" && !o.Proxy.Told() {
		a.say("%s is reached by way of the proxy %s, as %s says; --proxy none goes without", o.Endpoint, name, apiclient.ProxyVariable(o.Endpoint))
	}
}

// waiting says why nothing happens for a while.
func (a *app) waiting(r apiclient.Reply, after time.Duration) {
	if after >= 5*time.Second {
		stop := &run.StopError{Reply: r, First: true} // it would be, without another try
		a.say("%s; trying again in %s", report.Plain(stop.Error()), after.Round(time.Second))
	}
}

func (e *examination) proxied() bool { return e.client.Proxy() != "" }

// proxy tells by which way the dialer is reached.
func (e *examination) proxy() finding {
	by := "--proxy"
	if !e.options.Proxy.Told() {
		by = apiclient.ProxyVariable(e.options.Endpoint)
	}
	return passed("the dialer is reached by way of the proxy %s, as %s says", e.client.Proxy(), by)
}
