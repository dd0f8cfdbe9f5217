package apiclient

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A Barrier is the reason why a call did not reach the API although some server answered.
type Barrier string

// The known barriers.
const (
	NoBarrier       Barrier = ""
	BarrierBusy     Barrier = "busy"       // the dialer, or a server in front of the dialer, is busy or down
	BarrierLogin    Barrier = "login"      // the web server asks for its own login
	BarrierFirewall Barrier = "firewall"   // a firewall, or a rule of the web server, refuses the call
	BarrierProxy    Barrier = "proxy"      // the proxy refuses the call
	BarrierBrowser  Barrier = "browser"    // a check that only browsers pass
	BarrierPage     Barrier = "login page" // a page with a login form for a person
	BarrierNetwork  Barrier = "network"    // the network itself asks for a login
	BarrierMissing  Barrier = "missing"    // the server has nothing at this path
	BarrierScheme   Barrier = "scheme"     // the port expects https and the call used http
)

// barrier returns the barrier that a status and a body show, or NoBarrier.
func barrier(status int, body []byte) Barrier {
	switch {
	case challenge().Match(body):
		return BarrierBrowser
	case status == http.StatusUnauthorized:
		return BarrierLogin
	case status == http.StatusProxyAuthRequired:
		return BarrierProxy
	case status == http.StatusNetworkAuthenticationRequired:
		return BarrierNetwork
	case busy(status):
		return BarrierBusy
	case status == http.StatusBadRequest && speaksTLS().Match(body):
		return BarrierScheme
	case passwordField().Match(body):
		return BarrierPage
	case status == http.StatusForbidden, status == http.StatusNotAcceptable, status == http.StatusUnavailableForLegalReasons:
		return BarrierFirewall
	case status == http.StatusNotFound, status == http.StatusGone:
		return BarrierMissing
	}
	return NoBarrier
}

// busy reports whether a status means that the server is busy or down, and that the same call may succeed later.
func busy(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// barrierFromHeaders returns the barrier that the headers show. If the headers show none, the result is fromBody, the
// barrier that the body shows.
func barrierFromHeaders(fromBody Barrier, h http.Header) Barrier {
	switch {
	case strings.EqualFold(h.Get("Cf-Mitigated"), "challenge"):
		return BarrierBrowser
	case h.Get("X-Squid-Error") != "" || h.Get("Proxy-Authenticate") != "":
		return BarrierProxy
	}
	return fromBody
}

var (
	challenge = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)<title>\s*(just a moment|checking your browser|one moment, please|ddos-guard)|` +
			`checking your browser before|enable javascript and cookies to continue|cf-browser-verification|cf_chl_opt|` +
			`verif(y|ying) you are (a )?human|_incapsula_resource|sucuri_cloudproxy_js`)
	})
	speaksTLS = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled|sent an HTTP request to an HTTPS server`)
	})
	passwordField = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)<input\b[^>]*\btype\s*=\s*["']?password\b`) })
	titleElement  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<title\b[^>]*>(.*?)</title\s*>`) })
)

// maxTitle is the length of the longest title that is shown, in characters.
const maxTitle = 80

// title returns the title of a page, which tells a person which server answered. The result is at most maxTitle
// characters long and holds no control, bidi or zero-width characters. If the body has no title, or if the title
// repeats a password of the request, the result is "".
func title(body []byte, req Request) string {
	found := titleElement().FindSubmatch(body)
	if found == nil {
		return ""
	}
	text := html.UnescapeString(readText(found[1]))
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsGraphic(r):
			return r
		}
		return -1 // control, bidi and zero-width characters
	}, text)
	text = strings.Join(strings.Fields(text), " ")
	if repeats(text, req) {
		return ""
	}
	if utf8.RuneCountInString(text) > maxTitle {
		text = cut(text, maxTitle-1) + "…"
	}
	return text
}

// readText decodes a text of unknown encoding. Text with at least one valid UTF-8 character beyond ASCII is UTF-8;
// other text is windows-1252, as browsers assume. Bytes that stand for no character are dropped.
func readText(text []byte) string {
	if utf8.Valid(text) || strings.ContainsFunc(string(text), func(r rune) bool { return r >= utf8.RuneSelf && r != utf8.RuneError }) {
		return strings.ToValidUTF8(string(text), "")
	}
	read, _ := charmap.Windows1252.NewDecoder().Bytes(text) // never fails: undefined bytes become U+FFFD
	return strings.ReplaceAll(string(read), "\uFFFD", "")
}

// sizeText describes a body that is not an answer by its length alone. The length is in characters if the body is
// UTF-8, and in bytes otherwise.
func sizeText(body []byte) string {
	if !utf8.Valid(body) {
		return fmt.Sprintf("an answer of %d bytes", len(body))
	}
	n := utf8.RuneCount(bytes.TrimSpace(body))
	if n == 1 {
		return "an answer of 1 character"
	}
	return fmt.Sprintf("an answer of %d characters", n)
}

// statusText returns a status followed by its name, if the status has a name: "403 Forbidden".
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
