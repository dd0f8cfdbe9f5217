package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"phonebatch/apiclient/sandbox"
)

// A dialer is what a script's binary speaks to.
type dialer struct {
	*sandbox.Server
	seen  atomic.Int64
	after atomic.Int64 // reached is told once so many requests were seen
	reach chan struct{}
}

// A key finds a script's dialer.
type dialerKey struct{}

func theDialer(ts *testscript.TestScript) *dialer { return *ts.Value(dialerKey{}).(**dialer) }

// startDialer starts a sandbox and sets PHONEBATCH_URL. With `dialer ANSWER` every add_phone that is no probe is
// answered with ANSWER, and not carried out. Besides 6666 there are the
// users 8888, who may not delete phones, apionly, who may not view pages, and few, who views one user group. Besides
// the usual servers and templates there are 10.0.9.10, which is not active, and 10.0.9.11 and adminonly, which few may
// not view.
func startDialer(ts *testscript.TestScript, _ bool, args []string) {
	fixture := sandbox.Default()
	mayNotDelete := fixture.State.Users[0]
	mayNotDelete.User, mayNotDelete.Pass, mayNotDelete.ASTDeletePhones = "8888", "secret8", 0
	apiOnly, few := fixture.State.Users[0], fixture.State.Users[0]
	apiOnly.User, apiOnly.APIOnlyUser = "apionly", 1
	few.User, few.AdminViewableGroups = "few", []string{"AGENTS"}
	fixture.State.Users = append(fixture.State.Users, mayNotDelete, apiOnly, few)
	fixture.State.Servers = append(fixture.State.Servers, "10.0.9.10", "10.0.9.11")
	fixture.State.Templates = append(fixture.State.Templates, "adminonly")
	fixture.State.InactiveServers = []string{"10.0.9.10"}
	fixture.State.Owners = map[string]string{"10.0.9.11": "ADMIN", "adminonly": "ADMIN"}
	d := &dialer{Server: sandbox.New(fixture), reach: make(chan struct{}, 1)}
	d.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if d.seen.Add(1) == d.after.Load() {
				d.reach <- struct{}{}
			}
			body, err := io.ReadAll(r.Body)
			ts.Check(err)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if form := string(body); len(args) == 1 && strings.Contains(form, "function=add_phone") && !strings.Contains(form, "local_gmt=99.99") {
				fmt.Fprint(w, filledIn(args[0], form))
				return
			}
			next(w, r)
		}
	})
	listen(ts, d, d)
}

// filledIn is an answer with its ends of lines, and with the request's values for {phone_login} and the like.
func filledIn(answer, form string) string {
	values, _ := url.ParseQuery(form)
	for name := range values {
		answer = strings.ReplaceAll(answer, "{"+name+"}", values.Get(name))
	}
	return strings.ReplaceAll(answer, `\n`, "\n")
}

// startForeign starts something that is no dialer: foreign STATUS BODY [HEADER: VALUE]...
func startForeign(ts *testscript.TestScript, _ bool, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	d := &dialer{Server: sandbox.New(sandbox.Default())}
	listen(ts, d, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		d.seen.Add(1)
		for _, header := range args[2:] {
			name, value, _ := strings.Cut(header, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, args[1])
	}))
}

func listen(ts *testscript.TestScript, d *dialer, h http.Handler) {
	server := httptest.NewServer(h)
	ts.Defer(server.Close)
	ts.Setenv("PHONEBATCH_URL", server.URL)
	*ts.Value(dialerKey{}).(**dialer) = d
}
