package batch

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// jobs lists the kinds of jobs that ask a dialer.
var jobs = []func(*testing.T, *dialer) doer{
	func(t *testing.T, d *dialer) doer { return importing(t, d) },
	func(t *testing.T, d *dialer) doer { return checking(t, d) },
}

func TestAWrongPasswordCostsOneTry(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.Dial = func(*preflight.List) (*apiclient.Client, error) { return d.client(t, "hunter2x"), nil }
	out, err := do(t, j, listOf(300))
	var stop *run.StopError
	if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeLogin || !stop.First || stop.Line != 2 {
		t.Fatalf("got %v", err)
	}
	if d := cmp.Diff([]string{"add_phone ask 1001"}, d.calls); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]int{"not_sent run_stopped": 300}, tally(out.Results)); d != "" {
		t.Error(d)
	}
	if strings.Contains(err.Error(), "hunter2x") {
		t.Errorf("the password can be read in %v", err)
	}
}

func TestWhatIsNoDialerIsAskedOnce(t *testing.T) {
	for body, want := range map[string]apiclient.Code{
		"<html><body>It works!</body></html>": apiclient.CodeForeign,
		"":                                    apiclient.CodeEmpty,
		"MySQL connect ERROR:  ":              apiclient.CodeDatabase,
		"SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|1001|10.0.9.8|SIP|1001\n":                     apiclient.CodeProbeAccepted,
		"ERROR: Login incorrect, please try again: |6666|1234|2FA|\n":                                 apiclient.CodeTwoFactor,
		"ERROR: Too many login attempts, try again in 15 minutes: |6666|LOCK|\n":                      apiclient.CodeLocked,
		"ERROR: Your IP Address is not allowed: 192.0.2.1\n":                                          apiclient.CodeAddress,
		"ERROR: Invalid Source - a\nERROR: Invalid Source: |a|\n":                                     apiclient.CodeSource,
		"ERROR: auth USER DOES NOT HAVE PERMISSION TO USE THIS FUNCTION: |6666|add_phone|\n":          apiclient.CodeFunction,
		"ERROR: add_phone USER DOES NOT HAVE PERMISSION TO ADD PHONES: |6666|0\n":                     apiclient.CodeMayNot,
		"ERROR: add_phone A TEXT THAT NO BUILD IS KNOWN TO GIVE: |6666|Gx7kPq2w1001|Rv4mTz9s1001\n":   apiclient.CodeUnclear,
		"SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|9999|10.0.9.8|SIP|9999\n":                     apiclient.CodeProbeAccepted,
		"ERROR: NO FUNCTION SPECIFIED\n":                                                              apiclient.CodeNoFunction,
		"ERROR: Login incorrect, please try again: |6666|1234|BAD|\n":                                 apiclient.CodeLogin,
		"VERSION: 2.14-194|BUILD: 241004-1518|DATE: x|EPOCH: 1|DST: 0|TZ: -5.00|TZNOW: -5.00|":        apiclient.CodeUnclear,
		"ERROR: add_phone YOU MUST USE A VALID TIMEZONE: |6666|99.99\nSUCCESS: add_phone A - B|C|D\n": apiclient.CodeForeign,
	} {
		for _, job := range jobs {
			d := newDialer()
			d.instead = func(string, url.Values) (int, string) { return 200, body }
			j := job(t, d)
			out, err := do(t, j, listOf(30))
			var stop *run.StopError
			if !errors.As(err, &stop) || stop.Reply.Code != want || len(d.calls) != 1 {
				t.Errorf("%q: got %v, want %s; %d calls", body, err, want, len(d.calls))
			} else if first := out.Results[0].Status; first != object.NotSent && !(want == apiclient.CodeProbeAccepted && first == object.Unconfirmed) {
				t.Errorf("%q: the first row is %s", body, first)
			} else if strings.Contains(err.Error(), "Gx7kPq2w") || strings.Contains(err.Error(), "Rv4mTz9s") {
				t.Errorf("a password can be read in %v", err)
			}
		}
	}
}

func TestStatusesOtherThan200AreAskedOnce(t *testing.T) {
	for status, want := range map[int]apiclient.Code{302: apiclient.CodeRedirect, 404: apiclient.CodeForeign, 500: apiclient.CodeServerError, 503: apiclient.CodeServerError} {
		d := newDialer()
		d.instead = func(string, url.Values) (int, string) { return status, "<html>" }
		_, err := do(t, importing(t, d), listOf(30))
		var stop *run.StopError
		if !errors.As(err, &stop) || stop.Reply.Code != want || len(d.calls) != 1 {
			t.Errorf("%d: got %v, want %s; %d calls", status, err, want, len(d.calls))
		}
	}
}

func TestALostFirstAnswerStopsTheRun(t *testing.T) {
	d := newDialer()
	d.lose = func(string, url.Values) bool { return true }
	_, err := do(t, importing(t, d), listOf(30))
	var stop *run.StopError
	if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeLost || len(d.calls) != 1 {
		t.Errorf("got %v; %d calls", err, len(d.calls))
	}
}

func TestADialerThatCannotBeReachedStopsTheRun(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	j := importing(t, nil)
	j.Dial = func(*preflight.List) (*apiclient.Client, error) {
		endpoint, err := apiclient.ParseEndpoint("http://" + address)
		if err != nil {
			return nil, err
		}
		return apiclient.New(apiclient.Options{Endpoint: endpoint, User: "6666", Pass: "1234", Source: "add", ProbeSource: "ask", Timeout: time.Minute, Workers: 4})
	}
	out, err := do(t, j, listOf(30))
	var stop *run.StopError
	if !errors.As(err, &stop) || stop.Reply.Code != apiclient.CodeNeverSent || !stop.First {
		t.Errorf("got %v", err)
	}
	if d := cmp.Diff(map[string]int{"not_sent run_stopped": 30}, tally(out.Results)); d != "" {
		t.Error(d)
	}
}

func TestADialerThatCannotBeDialledIsTheJobsError(t *testing.T) {
	broken := errors.New("no such file: ca.pem")
	j := importing(t, nil)
	j.Dial = func(*preflight.List) (*apiclient.Client, error) { return nil, broken }
	out, err := do(t, j, listOf(3))
	if !errors.Is(err, broken) || out.Sent || out.Results[0].Status != object.NotSent {
		t.Errorf("%v, %+v", err, out)
	}
}

func TestInterruption(t *testing.T) {
	signal := errors.New("interrupt")
	for _, job := range jobs {
		for after := 50 * time.Millisecond; after < 12*time.Second; after += 700 * time.Millisecond {
			synctest.Test(t, func(t *testing.T) {
				d := newDialer()
				d.takes = 100 * time.Millisecond
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				begun := 0
				stop := time.AfterFunc(after, func() {
					d.mu.Lock()
					begun = len(d.calls)
					d.mu.Unlock()
					cancel(signal)
				})
				out, err := job(t, d).Do(ctx, strings.NewReader(listOf(120)))
				if stop.Stop() {
					if err != nil {
						t.Errorf("done before %s: %v", after, err)
					}
					return
				}
				sound(t, out)
				if !errors.Is(err, run.ErrInterrupted) || !errors.Is(err, signal) {
					t.Errorf("behind %s: %v", after, err)
				}
				if len(d.calls) != begun {
					t.Errorf("behind %s: %d calls had begun, %d were made", after, begun, len(d.calls))
				}
				got := tally(out.Results)
				if done := got["added added"] + got["added added yes"]; done != len(d.Phones()) || done+got["not_sent interrupted"]+got["ready ready"] != 120 {
					t.Errorf("behind %s: %v, %d phones", after, got, len(d.Phones()))
				}
			})
		}
	}
}
