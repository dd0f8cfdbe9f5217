package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/run"
)

// A guarded is something before a dialer, or in its place, and how often it was called.
type guarded struct {
	*httptest.Server
	seen atomic.Int64
}

func standsBefore(t *testing.T, status int, body string, headers ...string) *guarded {
	g := &guarded{}
	g.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		g.seen.Add(1)
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(g.Close)
	return g
}

// said runs a command against an address, and returns all that it prints.
func said(t *testing.T, args ...string) (status int, text string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	for name, text := range map[string]string{"list.csv": listHeader + row(0, "Gx7kPq2w", "Rv4mTz9s") + row(1, "Hx7kPq2w", "Sv4mTz9s"), "password": "1234\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, arg := range args {
		if arg == "LIST" {
			args[i] = filepath.Join(dir, "list.csv")
		}
	}
	args = append(args, "--user", "6666", "--password-file", filepath.Join(dir, "password"), "--rate", "0")
	var out, errs bytes.Buffer
	status = phonebatch(args, strings.NewReader(""), &out, &errs)
	for _, secret := range []string{"Gx7kPq2w", "Rv4mTz9s", "Hunter2x"} {
		if strings.Contains(out.String()+errs.String(), secret) {
			t.Errorf("%q shows %s:\n%s%s", args, secret, &out, &errs)
		}
	}
	return status, out.String() + errs.String()
}

func titledPage(title string) string {
	return "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>Hunter2x</body></html>"
}

// barriersMet are what may stand before a dialer, how often it is called, and what is said of it, by import and by
// doctor.
var barriersMet = map[string]struct {
	status  int
	body    string
	headers []string
	calls   int64
	words   []string
}{
	"busy":              {429, "", []string{"Retry-After: 1"}, 2, []string{"the dialer is busy or down: it answered 429 Too Many Requests", "wants to be left alone for 1s", "try again in 1s"}},
	"busy for long":     {503, titledPage("Maintenance"), []string{"Retry-After: 600"}, 1, []string{"busy or down: it answered 503 Service Unavailable, with a page titled \"Maintenance\"", "left alone for 10m0s", "try again in 10m0s"}},
	"500":               {500, "", nil, 2, []string{"busy or down: it answered 500 Internal Server Error", "web server and its database"}},
	"502":               {502, titledPage("502 Bad Gateway"), nil, 2, []string{"busy or down: it answered 502 Bad Gateway, with a page titled \"502 Bad Gateway\""}},
	"503":               {503, "", nil, 2, []string{"busy or down: it answered 503 Service Unavailable"}},
	"504":               {504, "", nil, 2, []string{"busy or down: it answered 504 Gateway Timeout"}},
	"the server's own":  {401, titledPage("401 Unauthorized"), []string{`WWW-Authenticate: Basic realm="x"`}, 1, []string{"the web server asks for a login of its own", "it answered 401 Unauthorized, with a page titled \"401 Unauthorized\"", "have its administrator let this machine's address reach /vicidial/non_agent_api.php without it"}},
	"a firewall":        {403, titledPage("403 Forbidden"), nil, 1, []string{"a firewall, or a rule of the web server such as ModSecurity's, turns us away: it answered 403 Forbidden", "allow this machine's address"}},
	"ModSecurity":       {406, titledPage("Not Acceptable!"), nil, 1, []string{"it answered 406 Not Acceptable, with a page titled \"Not Acceptable!\"", "ModSecurity"}},
	"a proxy":           {407, "", []string{"Proxy-Authenticate: Basic realm=x"}, 1, []string{"the proxy on the way to the dialer does not let us through: it answered 407 Proxy Authentication Required", "http://USER:PASSWORD@HOST:PORT"}},
	"a browser check":   {503, titledPage("Just a moment..."), nil, 1, []string{"a check that only browsers pass, such as Cloudflare's, stands before the dialer", "titled \"Just a moment...\"", "no program passes such a check"}},
	"a browser's check": {403, titledPage("Checking your browser before accessing"), nil, 1, []string{"a check that only browsers pass"}},
	"a login page":      {200, "<title>VPN &amp; portal</title><input type='password'>", nil, 1, []string{"a login page answers, and not the API: it answered 200 OK, with a page titled \"VPN & portal\"", "is --url the address of a VICIdial", "portal"}},
	"a captive portal":  {511, titledPage("Hotel"), nil, 1, []string{"the network that this machine is in asks for a login first", "titled \"Hotel\"", "log in to the network"}},
	"no such path":      {404, titledPage("404 Not Found"), nil, 1, []string{"what answers is no VICIdial, or has no API at that path: it answered 404 Not Found", "full address"}},
	"https, not http":   {400, titledPage("400 The plain HTTP request was sent to HTTPS port"), nil, 1, []string{"that port speaks https, and was spoken to in http", "give the address as https://"}},
	"another page":      {200, titledPage("It works!"), nil, 1, []string{"what answers is no VICIdial: HTTP 200 OK: an answer of 86 characters that is not VICIdial's, titled \"It works!\"", "is --url the address of a VICIdial"}},
	"a redirect":        {302, "", []string{"Location: https://elsewhere.example/portal/login?secret=Hunter2x"}, 1, []string{"the dialer sends us elsewhere: it answered 302 Found", "redirects to https://elsewhere.example/portal/login: give", "looks like a login page"}},
	"a database":        {200, "MySQL connect ERROR:  Connection refused", nil, 2, []string{"the dialer's database is down"}},
}

// TestAllThatADialerCanStopARunWithHasARemedy: and status 5.
func TestAllThatADialerCanStopARunWithHasARemedy(t *testing.T) {
	barriers := []apiclient.Barrier{
		apiclient.NoBarrier, apiclient.BarrierBusy, apiclient.BarrierLogin, apiclient.BarrierFirewall, apiclient.BarrierProxy, apiclient.BarrierBrowser,
		apiclient.BarrierPage, apiclient.BarrierNetwork, apiclient.BarrierMissing, apiclient.BarrierScheme,
	}
	for _, code := range []apiclient.Code{
		apiclient.CodeLogin, apiclient.CodeLocked, apiclient.CodeTwoFactor, apiclient.CodeAddress, apiclient.CodeFunction, apiclient.CodeMayNot,
		apiclient.CodeMayNotDelete, apiclient.CodeSource, apiclient.CodeNoFunction, apiclient.CodeProbeAccepted, apiclient.CodeRedirect,
		apiclient.CodeNeverSent, apiclient.CodeLost, apiclient.CodeDatabase, apiclient.CodeEmpty, apiclient.CodeServerError, apiclient.CodeForeign,
		apiclient.CodeUnclear, apiclient.CodeAnotherPhone, codes.Internal,
	} {
		for _, barrier := range barriers {
			for _, silent := range []time.Duration{0, time.Minute} {
				stop := &run.StopError{Reply: apiclient.Reply{Code: code, Barrier: barrier, Status: 400, Via: "http://proxy"}, First: true, Silent: silent}
				status, hints := meaning(stop)
				if status != exit.Refused || len(hints) == 0 || slices.Contains(hints, "") || stop.Error() == "" {
					t.Errorf("%s behind %q: exit status %d, %q", code, barrier, status, hints)
				}
			}
		}
	}
	for _, err := range []error{
		&apiclient.ProxyError{Status: 401}, &apiclient.ProxyError{Status: 403}, &apiclient.ProxyError{Status: 407}, &apiclient.ProxyError{Status: 502},
		&net.OpError{Op: "proxyconnect", Err: syscall.ECONNREFUSED}, &net.OpError{Op: "socks connect", Err: io.EOF}, apiclient.ErrOldTLS, apiclient.ErrFingerprint,
	} {
		if hints := unreachable(err); len(hints) == 0 || slices.Contains(hints, "") || slices.Equal(hints, unreachable(io.EOF)) {
			t.Errorf("%v: %q", err, hints)
		}
	}
}

func TestWhatStandsBeforeADialerIsToldInWords(t *testing.T) {
	for name, tt := range barriersMet {
		for command, args := range map[string][]string{
			"import": {"import", "--yes", "--retries", "1", "LIST"},
			"check":  {"check", "--online", "--retries", "1", "LIST"},
			"doctor": {"doctor"},
		} {
			t.Run(name+"/"+command, func(t *testing.T) {
				g := standsBefore(t, tt.status, tt.body, tt.headers...)
				status, text := said(t, append(args, "--url", g.URL)...)
				want := tt.calls
				if command == "doctor" {
					want = 1
				}
				if n := g.seen.Load(); status != exit.Refused || n != want {
					t.Errorf("exit status %d after %d requests, want %d after %d", status, n, exit.Refused, want)
				}
				for _, words := range tt.words {
					if !strings.Contains(text, words) {
						t.Errorf("nothing says %q:\n%s", words, text)
					}
				}
				if strings.Contains(text, "<") || strings.Contains(text, "xxx") || tt.status != 200 && tt.status != 404 && strings.Contains(text, "no VICIdial") {
					t.Errorf("said:\n%s", text)
				}
			})
		}
	}
}

// TestADialerThatIsBusyAtFirst: the first request is tried again as later ones are.
func TestADialerThatIsBusyAtFirst(t *testing.T) {
	dialer := sandbox.New(sandbox.Default())
	var seen atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if seen.Add(1) <= 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		dialer.ServeHTTP(w, r)
	}))
	defer server.Close()
	if status, text := said(t, "check", "--online", "--url", server.URL, "LIST"); status == exit.Refused || strings.Contains(text, "busy") {
		t.Errorf("exit status %d:\n%s", status, text)
	}
}

// TestAnUncertainBuildIsToldByAll: by import and by check, too, and which columns of the list it may cost.
func TestAnUncertainBuildIsToldByAll(t *testing.T) {
	for name, tt := range map[string]struct {
		version string
		words   []string
		quiet   []string // said only by a doctor, which knows no list
	}{
		"a fork":    {"VERSION: 2.14-768a|BUILD: 20201226-1|TZ: -5.00|\n", []string{"its build is 20201226-1, which is not a build of VICIdial but of a fork; phonebatch treats it as a current build", "is_webphone"}, []string{"on_hook_agent"}},
		"none":      {"VERSION: 2.14|TZ: -5.00|\n", []string{"does not tell its build (HTTP 200 OK: an answer of 24 characters that is not one of this API's answers)", "is_webphone"}, []string{"on_hook_agent"}},
		"forbidden": {"ERROR: Hunter2x\n", []string{"does not tell its build", "is_webphone"}, nil},
		"too old":   {"VERSION: 2.14-107|BUILD: 180301-1200|TZ: -5.00|\n", []string{"is_webphone", "180301"}, nil},
		"current":   {"VERSION: 2.14-194|BUILD: 241004-1518|TZ: -5.00|\n", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dialer := sandbox.New(sandbox.Default())
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if strings.Contains(string(body), "function=version") {
					_, _ = io.WriteString(w, tt.version)
					return
				}
				r.Body = io.NopCloser(bytes.NewReader(body))
				dialer.ServeHTTP(w, r)
			}))
			defer server.Close()
			list := filepath.Join(t.TempDir(), "web.csv")
			text := strings.TrimSuffix(listHeader, "\n") + ",is_webphone\n" + strings.TrimSuffix(row(0, "Gx7kPq2w", "Rv4mTz9s"), "\n") + ",Y\n"
			if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"import", "--yes", list}, {"check", "--online", list}, {"doctor"}} {
				_, text := said(t, append(args, "--url", server.URL)...)
				if tt.words == nil && (strings.Contains(text, "current one") || strings.Contains(text, "is_webphone,")) {
					t.Errorf("%s says:\n%s", args[0], text)
				}
				for _, words := range tt.words {
					if !strings.Contains(text, words) {
						t.Errorf("%s does not say %q:\n%s", args[0], words, text)
					}
				}
				for _, words := range tt.quiet {
					if strings.Contains(text, words) != (args[0] == "doctor") {
						t.Errorf("%s, on %q:\n%s", args[0], words, text)
					}
				}
			}
		})
	}
}

func TestAMissingPermissionMayBeAWrongPassword(t *testing.T) {
	g := standsBefore(t, 200, "ERROR: add_phone USER DOES NOT HAVE PERMISSION TO ADD PHONES: |6666|0\n")
	for _, args := range [][]string{{"import", "--yes", "LIST"}, {"doctor"}} {
		status, text := said(t, append(args, "--url", g.URL)...)
		if status != exit.Refused || !strings.Contains(text, "user level 8 or 9") || !strings.Contains(text, "wrong password") {
			t.Errorf("exit status %d:\n%s", status, text)
		}
	}
}
