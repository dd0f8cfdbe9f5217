package apiclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// pageMark is the line by which an admin page names itself.
const pageMark = "<html>\n<head>\n<!-- VERSION: 2.14-930a   BUILD: 241021-2138   ADD: 10000000000   PHP_SELF: /vicidial/admin.php-->\n"

func TestPageAsksOnceWithBasic(t *testing.T) {
	d := newDialer(t, says(pageMark+"<input type=password></html>"))
	for _, address := range []string{d.URL, d.URL + "/vicidial/non_agent_api.php", d.URL + "/vicidial/admin.php"} {
		body, err := newClient(t, options(t, address)).Page(t.Context(), url.Values{"ADD": {"1"}, "extension": {"a&b"}})
		if err != nil || !strings.HasPrefix(string(body), pageMark) {
			t.Errorf("%q, %v", body, err)
		}
		calls := d.got()
		if len(calls) != 1 || calls[0].method != http.MethodGet || calls[0].target != "/vicidial/admin.php?ADD=1&extension=a%26b" {
			t.Fatalf("%s: asked %v", address, calls)
		}
		user, pass, basic := (&http.Request{Header: calls[0].header}).BasicAuth()
		if !basic || user != "6666" || pass != hunter {
			t.Errorf("asked as %q, %v", user, basic)
		}
	}
}

func TestPageRefusals(t *testing.T) {
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/vicidial/welcome.php?pass="+hunter)
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		want   apiclient.PageReason
	}{
		"wrong password":         {status(401, "Login incorrect, please try again: |6666|"+hunter+"|BAD|\n"), apiclient.PageLoginRefused},
		"wrong password of 2011": {status(401, "Invalid Username/Password: |6666|"+hunter+"|\n"), apiclient.PageLoginRefused},
		"web server's login":     {status(401, "<h1>Unauthorized</h1>"), apiclient.PageLoginRefused},
		"locked":                 {says("Too many login attempts, try again in 15 minutes: |6666|LOCK|\n"), apiclient.PageLocked},
		"locked, in German":      {says("Zu viele Anmeldeversuche: |6666|LOCK|\n"), apiclient.PageLocked},
		"API only":               {says("You do not have permission to be here: |6666|GOOD|\n"), apiclient.PageNoPermission},
		"API only, in latin-1":   {says("Acc\xe8s refus\xe9: |6666|GOOD|\n"), apiclient.PageNoPermission},
		"address":                {says("Your IP Address is not allowed: 10.0.0.1: |6666|IPBLOCK|\n"), apiclient.PageAddressRefused},
		"redirect":               {status(302, ""), apiclient.PageRedirected},
		"no such page":           {status(404, "<h1>Not Found</h1>"), apiclient.PageForeign},
		"firewall":               {status(403, "no"), apiclient.PageForeign},
		"maintenance":            {status(503, "<h1>Back soon</h1>"), apiclient.PageBusy},
		"login form":             {says("<form><input type=password name=p></form>"), apiclient.PageForeign},
		"browser check":          {says("<title>Just a moment...</title>"), apiclient.PageForeign},
		"a created page":         {status(201, pageMark), apiclient.PageForeign},
		"cut": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(pageMark))
		}, apiclient.PageNotAnswered},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDialer(t, tt.answer)
			body, err := newClient(t, options(t, d.URL)).Page(t.Context(), url.Values{"ADD": {"1"}})
			var refusal *apiclient.PageError
			if !errors.As(err, &refusal) || refusal.Reason != tt.want || body != nil {
				t.Fatalf("%q, %v; want %q", body, err, tt.want)
			}
			if text := fmt.Sprintf("%v %+v", err, refusal); strings.Contains(text, hunter) {
				t.Errorf("the password stands in %q", text)
			}
			if asked := len(d.got()); asked != 1 {
				t.Errorf("asked %d times", asked)
			}
		})
	}
}

func TestPageWithoutAnswer(t *testing.T) {
	d := newDialer(t, func(http.ResponseWriter, *http.Request) { time.Sleep(50 * time.Millisecond) })
	o := options(t, d.URL)
	o.Timeout = time.Millisecond
	_, err := newClient(t, o).Page(t.Context(), nil)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no answer within 1ms") {
		t.Errorf("after the timeout: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newClient(t, options(t, d.URL)).Page(ended, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after the context ended: %v", err)
	}
}

func TestABusyServerSaysWhenAPageMayCome(t *testing.T) {
	for header, want := range map[string]time.Duration{"120": 2 * time.Minute, "": 0, "soon": 0} {
		d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusServiceUnavailable)
		})
		_, err := newClient(t, options(t, d.URL)).Page(t.Context(), nil)
		var refusal *apiclient.PageError
		if !errors.As(err, &refusal) || refusal.RetryAfter != want {
			t.Errorf("Retry-After %q: %v, %+v", header, err, refusal)
		}
	}
}
