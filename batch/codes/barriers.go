package codes

import (
	"fmt"
	"slices"
	"time"

	"phonebatch/apiclient"
)

// barrierRemedies holds the remedies for each kind of barrier between the program and the API, one line for each thing
// to do.
var barrierRemedies = map[apiclient.Barrier][]string{
	apiclient.BarrierBusy: {
		"try again when it is less busy; if it stays so, see whether its web server and its database are well",
	},
	apiclient.BarrierLogin: {
		"phonebatch cannot give the web server's own login: have its administrator let this machine's address reach " +
			apiPath + " without it",
	},
	apiclient.BarrierFirewall: {
		"have the dialer's administrator allow this machine's address, in the firewall and in the web server, to reach " +
			apiPath,
		"if a rule of ModSecurity or the like takes calls for attacks, it must leave that path alone",
	},
	apiclient.BarrierBrowser: {
		"no program passes such a check: have it leave " + apiPath + " alone for this machine's address, " +
			"or give an address of the dialer that goes past it as --url",
	},
	apiclient.BarrierPage: {
		isURL + " and asks for no login on a page",
		"if a portal or a VPN asks people to log in first, it must let this machine through without a login",
	},
	apiclient.BarrierNetwork: {"log in to the network with a browser, then try again"},
	apiclient.BarrierScheme:  {"give the address as https://… in --url"},
	apiclient.BarrierMissing: {isURL + "; where it is elsewhere, give its full address"},
}

const (
	withoutProxy = "if the dialer can be reached without the proxy, pass --proxy none or put its host into NO_PROXY"
	ifTheProxy   = "if the proxy gave this answer: --proxy none goes without the proxy"
)

// BarrierRemedies returns what to do about a reply that came from something other than the API, one line for each thing
// to do. The lines depend on the reply's barrier, its status, its Retry-After, and whether a proxy may have answered. A
// reply without a barrier has no lines.
func BarrierRemedies(r apiclient.Reply) []string {
	lines := slices.Clone(barrierRemedies[r.Barrier])
	switch r.Barrier {
	case apiclient.BarrierProxy:
		return ProxyRemedies(r.Status)
	case apiclient.BarrierBusy:
		if r.RetryAfter > 0 {
			lines = []string{tryAgainIn(r.RetryAfter)}
		}
	case apiclient.BarrierFirewall:
	default:
		return lines
	}
	if r.Via != "" {
		lines = append(lines, ifTheProxy)
	}
	return lines
}

// tryAgainIn returns the remedy for a web server that asks to be left alone for some time.
func tryAgainIn(after time.Duration) string {
	return fmt.Sprintf("try again in %s or more; --give-up says how long phonebatch may wait itself", after)
}

// ProxyRemedies returns what to do about a proxy that refused with an HTTP status, one line for each thing to do.
func ProxyRemedies(status int) []string {
	switch {
	case status == 407 || status == 401:
		return []string{
			"the proxy wants a user and a password: put them into HTTPS_PROXY (HTTP_PROXY for a dialer of http://) " +
				"as http://USER:PASSWORD@HOST:PORT",
			withoutProxy,
		}
	case status >= 500:
		return []string{
			"the proxy cannot reach the dialer, or is not well: is --url right, and may the proxy go there?",
			withoutProxy,
		}
	}
	return []string{"have the proxy's administrator allow the dialer's host and port", withoutProxy}
}
