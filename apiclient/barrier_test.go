package apiclient_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"phonebatch/apiclient"
)

const cloudflare = `<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>`

// page returns an HTML page with a title.
func page(title string) string {
	return "<html><head><title>" + title + "</title></head><body>no</body></html>"
}

// barriers are answers of other servers than the API, and a few answers of the API with the status of a barrier.
var barriers = map[string]struct {
	status  int
	header  string
	body    string
	barrier apiclient.Barrier
	code    apiclient.Code
	passing bool
}{
	"429":                          {429, "", "", apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"429 with a page":              {429, "", page("Slow down"), apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"500":                          {500, "", "", apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"502":                          {502, "", page("502 Bad Gateway"), apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"503":                          {503, "", page("503 Service Unavailable"), apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"504":                          {504, "", "", apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"522":                          {522, "", page("host | 522: Connection timed out"), apiclient.BarrierBusy, apiclient.CodeServerError, true},
	"401":                          {401, "WWW-Authenticate: Basic realm=x", page("401 Unauthorized"), apiclient.BarrierLogin, apiclient.CodeForeign, false},
	"401 without a word":           {401, "WWW-Authenticate: Basic realm=x", "", apiclient.BarrierLogin, apiclient.CodeForeign, false},
	"403":                          {403, "", page("403 Forbidden"), apiclient.BarrierFirewall, apiclient.CodeForeign, false},
	"403 without a word":           {403, "", "", apiclient.BarrierFirewall, apiclient.CodeForeign, false},
	"406":                          {406, "", page("Not Acceptable!"), apiclient.BarrierFirewall, apiclient.CodeForeign, false},
	"407":                          {407, "Proxy-Authenticate: Basic realm=x", "", apiclient.BarrierProxy, apiclient.CodeForeign, false},
	"403 of a proxy":               {403, "X-Squid-Error: ERR_ACCESS_DENIED 0", page("ERROR"), apiclient.BarrierProxy, apiclient.CodeForeign, false},
	"404":                          {404, "", page("404 Not Found"), apiclient.BarrierMissing, apiclient.CodeForeign, false},
	"nginx on an https port":       {400, "", page("400 The plain HTTP request was sent to HTTPS port"), apiclient.BarrierScheme, apiclient.CodeForeign, false},
	"Apache on an https port":      {400, "", "<p>Reason: You're speaking plain HTTP to an SSL-enabled server port.<br />", apiclient.BarrierScheme, apiclient.CodeForeign, false},
	"another bad request":          {400, "", page("400 Bad Request"), apiclient.NoBarrier, apiclient.CodeForeign, false},
	"511":                          {511, "", page("Hotel"), apiclient.BarrierNetwork, apiclient.CodeForeign, false},
	"a browser check, 503":         {503, "", cloudflare, apiclient.BarrierBrowser, apiclient.CodeForeign, false},
	"a browser check, 403":         {403, "", cloudflare, apiclient.BarrierBrowser, apiclient.CodeForeign, false},
	"a browser check, 200":         {200, "", page("Checking your browser before accessing x"), apiclient.BarrierBrowser, apiclient.CodeForeign, false},
	"a browser check's header":     {403, "Cf-Mitigated: challenge", "no", apiclient.BarrierBrowser, apiclient.CodeForeign, false},
	"a login page":                 {200, "", loginPage, apiclient.BarrierPage, apiclient.CodeForeign, false},
	"a login page, unquoted":       {403, "", "<INPUT name=p TYPE=password>", apiclient.BarrierPage, apiclient.CodeForeign, false},
	"another page":                 {200, "", page("It works!"), apiclient.NoBarrier, apiclient.CodeForeign, false},
	"nothing":                      {200, "", "", apiclient.NoBarrier, apiclient.CodeEmpty, false},
	"a redirect":                   {302, "Location: /login", loginPage, apiclient.NoBarrier, apiclient.CodeRedirect, false},
	"a database that is down":      {500, "", "MySQL connect ERROR:  x", apiclient.NoBarrier, apiclient.CodeDatabase, true},
	"an answer with a bad status":  {503, "", added, apiclient.NoBarrier, apiclient.CodeAdded, false},
	"a refusal with a bad status":  {429, "", "ERROR: add_phone SERVER DOES NOT EXIST: |6666|10.0.9.8\n", apiclient.NoBarrier, apiclient.CodeServer, false},
	"an answer for another, a 503": {503, "", strings.ReplaceAll(added, "55000", "55001"), apiclient.NoBarrier, apiclient.CodeAnotherPhone, true},
}

func TestBarriers(t *testing.T) {
	for name, tt := range barriers {
		t.Run(name, func(t *testing.T) {
			d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
				if header, value, found := strings.Cut(tt.header, ": "); found {
					w.Header().Set(header, value)
				}
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(tt.body))
			})
			r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
			if r.Barrier != tt.barrier || r.Code != tt.code || r.Passing() != tt.passing {
				t.Errorf("%q, %s, passing %t: %s", r.Barrier, r.Code, r.Passing(), r.Message())
			}
			if strings.Contains(r.Message(), "<") || r.Via != "" {
				t.Errorf("message %q", r.Message())
			}
		})
	}
}

func TestTitlesAreShownAndAreHarmless(t *testing.T) {
	long := strings.Repeat("ä", 200)
	for title, want := range map[string]string{
		"403 Forbidden":                                 "403 Forbidden",
		"\n\t Just\r\n a   moment... ":                  "Just a moment...",
		"Tom &amp; Jerry&#39;s &lt;b&gt;":               "Tom & Jerry's <b>",
		"Zugang — Anmeldung für Ägypten":                "Zugang — Anmeldung für Ägypten",
		"\x1b]0;owned\a\u202eevil\u200b\u0085\xff\x00x": "]0;ownedevil x",
		"Zugang f\xfcr K\xf6che \x80\x81":               "Zugang für Köche €",
		"&#27;[31mred&#x202e;":                          "[31mred",
		"":                                              "",
		long:                                            strings.Repeat("ä", 79) + "…",
		"your password 1234 is wrong":                   "",
		"your password 1%32%334 is wrong":               "",
		"1&#50;34":                                      "",
		"1-2-3-4":                                       "",
	} {
		for _, form := range []string{"<title>", "<TITLE lang=de>"} {
			r := parse(apiclient.AddPhone, 403, "<html>"+form+title+"</title><title>another</title>")
			if r.Title != want || utf8.RuneCountInString(r.Title) > 80 {
				t.Errorf("%q is shown as %q, want %q", title, r.Title, want)
			}
		}
	}
	if r := parse(apiclient.AddPhone, 403, "<html><title>never ends"); r.Title != "" {
		t.Errorf("a title without an end is %q", r.Title)
	}
}

func TestRetryAfterMayBeATime(t *testing.T) {
	d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", time.Now().Add(10*time.Minute).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
	if r.RetryAfter < 9*time.Minute || r.RetryAfter > 10*time.Minute {
		t.Errorf("got %s", r.RetryAfter)
	}
}
