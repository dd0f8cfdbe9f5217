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

// A Barrier is what stood between a call and the API, as far as an answer that is none of the API's shows it.
type Barrier string

// The barriers that are known.
const (
	NoBarrier       Barrier = ""
	BarrierBusy     Barrier = "busy"       // the dialer, or what stands before it, is busy or down
	BarrierLogin    Barrier = "login"      // the web server asks for a login of its own
	BarrierFirewall Barrier = "firewall"   // a firewall, or a rule of the web server, turns the call away
	BarrierProxy    Barrier = "proxy"      // the proxy on the way does not let the call through
	BarrierBrowser  Barrier = "browser"    // a check that only browsers pass
	BarrierPage     Barrier = "login page" // a page on which a person could log in
	BarrierNetwork  Barrier = "network"    // the network itself asks for a login
	BarrierMissing  Barrier = "missing"    // there is nothing at this path
	BarrierScheme   Barrier = "scheme"     // the port speaks https, and was spoken to in http
)

// barrier finds out what has answered instead of the API.
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

// busy says whether a status is one of a server that is busy or down, so that the same call may go through later.
func busy(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return true
	}
	return status >= 500
}

// guardedBy finds in the headers who has turned a call away, where the body left that open.
func guardedBy(was Barrier, h http.Header) Barrier {
	switch {
	case strings.EqualFold(h.Get("Cf-Mitigated"), "challenge"):
		return BarrierBrowser
	case h.Get("X-Squid-Error") != "" || h.Get("Proxy-Authenticate") != "":
		return BarrierProxy
	}
	return was
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
	titled        = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?is)<title\b[^>]*>(.*?)</title\s*>`) })
)

// maxTitle is how much of a page's title is shown, in characters.
const maxTitle = 80

// title is the title of a page with its letters, which a person needs to know what has answered. It holds nothing that a
// terminal would obey. One that repeats a password of the request is none.
func title(body []byte, req Request) string {
	found := titled().FindSubmatch(body)
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
		return -1 // control characters, and those that turn the line around or have no width
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

// readText reads a text that does not say what encoding it is in: as UTF-8 if anything in it is more than ASCII there, else
// as windows-1252, which browsers take for it.
func readText(text []byte) string {
	if utf8.Valid(text) || strings.ContainsFunc(string(text), func(r rune) bool { return r >= utf8.RuneSelf && r != utf8.RuneError }) {
		return strings.ToValidUTF8(string(text), "")
	}
	read, _ := charmap.Windows1252.NewDecoder().Bytes(text) // never fails: what means nothing becomes U+FFFD
	return strings.ReplaceAll(string(read), "\uFFFD", "")
}

// measure is all that is said of an answer's body that nobody understands.
func measure(body []byte) string {
	if !utf8.Valid(body) {
		return fmt.Sprintf("an answer of %d bytes", len(body))
	}
	n := utf8.RuneCount(bytes.TrimSpace(body))
	if n == 1 {
		return "an answer of 1 character"
	}
	return fmt.Sprintf("an answer of %d characters", n)
}

// statusText is a status with its name, where it has one.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// Answered says with what status an answer came that is none of the API's, and the title of the page.
func (r Reply) Answered() string {
	text := statusText(r.Status)
	if r.Title != "" {
		text += fmt.Sprintf(", with a page titled %q", r.Title)
	}
	if r.Via != "" {
		text += "; it may be the proxy " + r.Via + " that answered so"
	}
	return text
}

// Passing says whether the trouble may pass, so that the same question is worth asking again.
func (r Reply) Passing() bool {
	switch r.Code {
	case CodeLost, CodeAnotherPhone, CodeDatabase, CodeServerError:
		return true
	case CodeNeverSent:
		return !lasting(r.Err)
	}
	return false
}
