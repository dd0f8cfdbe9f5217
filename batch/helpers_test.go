package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

const header = "extension,dialplan_number,voicemail_id,phone_login,phone_pass,server_ip,protocol,registration_password,phone_full_name,local_gmt,outbound_cid\n"

// line returns one good row of a list. changes holds pairs of old and new texts.
func line(n int, changes ...string) string {
	row := fmt.Sprintf("%d,%d,%d,L%d,Gx7kPq2w%d,10.0.9.8,SIP,Rv4mTz9s%d,Ann Lee,-5.00,7275551212\n", n, n, n, n, n, n)
	return strings.NewReplacer(changes...).Replace(row)
}

// listOf returns a list of good rows. Extension 1001 is on line 2.
func listOf(n int) string {
	var b strings.Builder
	b.WriteString(header)
	for i := range n {
		b.WriteString(line(1001 + i))
	}
	return b.String()
}

// A dialer is a sandbox that records its calls.
type dialer struct {
	*sandbox.Server
	// instead answers a call in place of the sandbox. If it returns 0, the sandbox answers.
	instead func(function string, form url.Values) (status int, body string)
	// lose says whether the answer to a call is lost after the sandbox has carried out the call.
	lose  func(function string, form url.Values) bool
	takes time.Duration

	mu    sync.Mutex
	calls []string // function, source and extension
}

func newDialer() *dialer { return &dialer{Server: sandbox.New(sandbox.Default())} }

func (d *dialer) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodGet {
		d.mu.Lock()
		d.calls = append(d.calls, "page "+r.URL.Query().Get("ADD"))
		d.mu.Unlock()
		time.Sleep(d.takes)
		return d.Server.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	function := form.Get("function")
	d.mu.Lock()
	d.calls = append(d.calls, strings.TrimSpace(function+" "+form.Get("source")+" "+form.Get("extension")))
	d.mu.Unlock()
	time.Sleep(d.takes)
	if d.instead != nil {
		if status, text := d.instead(function, form); status != 0 {
			return &http.Response{StatusCode: status, Header: make(http.Header), Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := d.Server.RoundTrip(r)
	if d.lose != nil && d.lose(function, form) {
		return nil, errors.New("connection reset by peer")
	}
	return resp, err
}

// count counts the calls with a prefix.
func (d *dialer) count(prefix string) (n int) {
	for _, c := range d.calls {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}

const (
	probes = "add_phone ask"
	adds   = "add_phone add"
)

func (d *dialer) client(t *testing.T, pass apiclient.Secret) *apiclient.Client {
	t.Helper()
	return d.clientOf(t, "6666", pass)
}

// clientOf returns a client of the stand-in for a user.
func (d *dialer) clientOf(t *testing.T, user string, pass apiclient.Secret) *apiclient.Client {
	t.Helper()
	endpoint, err := apiclient.ParseEndpoint("https://dialer.example.com")
	if err != nil {
		t.Fatal(err)
	}
	c, err := apiclient.New(apiclient.Options{
		Endpoint: endpoint, User: user, Pass: pass, Source: "add", ProbeSource: "ask", Timeout: time.Minute, Workers: 4, Transport: d, Name: "stand-in",
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// A doer is a Check or an Import.
type doer interface {
	Do(ctx context.Context, list io.Reader) (*Outcome, error)
	common() *Job
}

func (i *Import) common() *Job { return &i.Job }
func (c *Check) common() *Job  { return &c.Job }

// on returns a job for a dialer.
func on(t *testing.T, d *dialer) Job {
	return Job{
		Preflight: preflight.Options{Problems: 100},
		Run:       run.Options{Workers: 4, Run: "r1"},
		Dial:      func(*preflight.List) (*apiclient.Client, error) { return d.client(t, "1234"), nil },
	}
}

// importing returns an import for a dialer.
func importing(t *testing.T, d *dialer) *Import { return &Import{Job: on(t, d)} }

// checking returns a check that asks a dialer.
func checking(t *testing.T, d *dialer) *Check { return &Check{Job: on(t, d), Online: true} }

// do runs a job and checks the rules that hold for every outcome.
func do(t *testing.T, j doer, list string) (*Outcome, error) {
	t.Helper()
	out, err := j.Do(t.Context(), strings.NewReader(list))
	if out == nil {
		t.Fatal(err)
	}
	sound(t, out)
	return out, err
}

func sound(t *testing.T, out *Outcome) {
	t.Helper()
	phones := slices.DeleteFunc(slices.Clone(out.OfRows()), func(r object.Result) bool { return r.Kind == object.Alias })
	if len(phones) != len(out.List.Rows) || out.List.Rows != nil && len(out.List.Rows) != out.List.Total {
		t.Errorf("%d results of phones, %d rows, %d in all", len(phones), len(out.List.Rows), out.List.Total)
	}
	if !slices.IsSortedFunc(out.OfRows(), func(a, b object.Result) int { return a.Line - b.Line }) {
		t.Error("the results are not in the order of the list")
	}
	for _, r := range out.Results[len(out.OfRows()):] { // of missing people
		if r.Line != 0 || r.Status == "" || r.Code == "" || r.FinishedAt.IsZero() {
			t.Errorf("%+v", r)
		}
	}
	for i, r := range phones {
		if r.Line != out.List.Rows[i].Line || r.Status == "" || r.Code == "" || r.Run == "" || r.Run != out.Results[0].Run || r.FinishedAt.IsZero() {
			t.Errorf("row %d: %+v", i, r)
		}
		if r.Status == object.Invalid != out.List.Rows[i].Invalid {
			t.Errorf("row %d is %s, its row invalid: %v", i, r.Status, out.List.Rows[i].Invalid)
		}
		if seen := fmt.Sprintf("%+v", r); strings.Contains(seen, "Gx7kPq2w") || strings.Contains(seen, "Rv4mTz9s") {
			t.Errorf("a password can be read in %s", seen)
		}
	}
}

// tally counts equal results.
func tally(results []object.Result) map[string]int {
	m := make(map[string]int)
	for _, r := range results {
		m[strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Status, r.Code, r.Verified))]++
	}
	return m
}
