package run

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

var unwelcome = []apiclient.Code{
	apiclient.CodeLogin, apiclient.CodeLocked, apiclient.CodeTwoFactor, apiclient.CodeAddress, apiclient.CodeFunction,
	apiclient.CodeNoFunction, apiclient.CodeMayNot, apiclient.CodeSource,
}

var unclear = []apiclient.Code{
	apiclient.CodeDatabase, apiclient.CodeEmpty, apiclient.CodeServerError, apiclient.CodeRedirect, apiclient.CodeForeign,
	apiclient.CodeUnclear, apiclient.CodeLost,
}

func TestTheGateStopsBehindOneRequest(t *testing.T) {
	for _, code := range append(append([]apiclient.Code{apiclient.CodeNeverSent, apiclient.CodeProbeAccepted, panics}, unwelcome...), unclear...) {
		t.Run(string(code), func(t *testing.T) {
			f := newFake(t).says("probe 1001", code)
			e := newEngine(f, listed(300), 8)
			stop := stopped(t, e.Gate(t.Context()))
			want := code
			if code == panics {
				want = codes.Internal
			}
			if stop.Reply.Code != want || stop.Line != 2 || stop.First == (code == apiclient.CodeProbeAccepted) {
				t.Errorf("got %+v", stop)
			}
			if d := cmp.Diff([]string{"probe 1001"}, f.made()); d != "" {
				t.Error(d)
			}
			rows := map[string]int{"not_sent run_stopped": 300}
			if code == apiclient.CodeProbeAccepted { // which must be looked after
				rows = map[string]int{"not_sent run_stopped": 299, "unconfirmed probe_was_stored": 1}
			}
			if d := cmp.Diff(rows, tally(outcomes(t, e))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTheGateOpensForADialerThatWantsUs(t *testing.T) {
	for code, want := range map[apiclient.Code]string{
		apiclient.CodeTimezone: "", apiclient.CodePhoneExists: "exists extension_exists", apiclient.CodeLoginExists: "refused login_exists",
		apiclient.CodeServer: "refused unknown_server", apiclient.CodeRequired: "refused required_fields",
	} {
		f := newFake(t).says("probe 1001", code)
		e := newEngine(f, listed(2), 8)
		must(t, e.Gate(t.Context()))
		if got := strings.TrimSpace(fmt.Sprintf("%s %s", e.items[0].result.Status, e.items[0].result.Code)); got != want || len(f.made()) != 1 {
			t.Errorf("%s: first row %q, want %q; calls %v", code, got, want, f.made())
		}
	}
}

func TestTheGateNeedsARow(t *testing.T) {
	f := newFake(t)
	for _, e := range []*Engine{newEngine(f, nil, 8), refusing(newEngine(f, listed(2), 8), 0, 1)} {
		must(t, e.Gate(t.Context()))
		must(t, e.Ask(t.Context(), object.NotSent))
		must(t, e.Add(t.Context()))
		must(t, e.Verify(t.Context()))
	}
	if len(f.made()) != 0 {
		t.Errorf("calls %v", f.made())
	}
}

func TestTheGateAsksAboutTheFirstRowThatIsFit(t *testing.T) {
	f := newFake(t)
	e := refusing(newEngine(f, listed(3), 8), 0)
	must(t, e.Gate(t.Context()))
	must(t, e.Ask(t.Context(), object.NotSent))
	if d := cmp.Diff([]string{"probe 1002", "probe 1003"}, f.made()); d != "" {
		t.Error(d)
	}
}

func TestAnUnknownServerCostsOneRequest(t *testing.T) {
	rows := listed(300)
	f := newFake(t).says("probe 1001", apiclient.CodeServer)
	e := newEngine(f, rows, 8)
	must(t, e.Gate(t.Context()))
	must(t, e.Ask(t.Context(), object.NotSent))
	if d := cmp.Diff([]string{"probe 1001"}, f.made()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[string]int{"refused unknown_server": 300}, tally(outcomes(t, e))); d != "" {
		t.Error(d)
	}
	if r := e.Results()[299]; !strings.Contains(r.Message, "line 2") || r.Hint == "" || r.Attempts != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestASecondUnknownServerCostsOneRequestToo(t *testing.T) {
	rows := listed(300)
	for i := range rows {
		rows[i].Phone.ServerIP = []string{"10.0.9.8", "10.0.9.9", "10.0.9.10"}[i%3]
	}
	f := newFake(t).says("probe 1002", apiclient.CodeServer)
	e := newEngine(f, rows, 8)
	must(t, e.Gate(t.Context()))
	must(t, e.Ask(t.Context(), object.NotSent))
	if got := len(f.made()); got != 201 {
		t.Errorf("%d calls, want 200 and one for the server that is unknown", got)
	}
	must(t, e.Add(t.Context()))
	if d := cmp.Diff(map[string]int{"refused unknown_server": 100, "added added": 200}, tally(outcomes(t, e))); d != "" {
		t.Error(d)
	}
	if got := f.count("add "); got != 200 {
		t.Errorf("%d adds", got)
	}
}

func TestAskSortsRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, lost := range []object.Status{object.NotSent, object.Unconfirmed} {
			f, rows := newFake(t), listed(20)
			want := make([]string, 0, len(rows))
			answer := func(code apiclient.Code, outcome string) {
				f.says(fmt.Sprint("probe ", 1001+len(want)), code)
				want = append(want, outcome)
			}
			answer(apiclient.CodeTimezone, "ready ready")
			answer(apiclient.CodePhoneExists, "exists extension_exists")
			answer(apiclient.CodeLoginExists, "refused login_exists")
			answer(apiclient.CodeRequired, "refused required_fields")
			answer(apiclient.CodeTemplate, "refused unknown_template")
			answer(apiclient.CodeNeverSent, string(lost)+" never_sent")
			answer(panics, string(lost)+" internal_error")
			for _, code := range unclear {
				answer(code, fmt.Sprintf("%s %s", lost, code))
			}
			answer(apiclient.CodeTimezone, "ready ready")
			e := newEngine(f, rows[:len(want)], 3)
			must(t, e.Gate(t.Context()))
			must(t, e.Ask(t.Context(), lost))
			e.SettleRest(object.Ready, codes.Ready, "")
			if d := cmp.Diff(want, outcomes(t, e)); d != "" {
				t.Error(d)
			}
			for _, r := range e.Results() {
				if r.Hint == "" && r.Status != object.Ready || r.Attempts != 0 || r.Verified != object.NotAsked {
					t.Errorf("got %+v", r)
				}
			}
		}
	})
}

func TestAProbeThatIsStoredStopsEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t).says("probe 1050", apiclient.CodeProbeAccepted)
		f.takes = steady
		e := newEngine(f, listed(300), 4)
		must(t, e.Gate(t.Context()))
		stop := stopped(t, e.Ask(t.Context(), object.NotSent))
		if stop.Reply.Code != apiclient.CodeProbeAccepted || stop.Line != 51 || stop.First {
			t.Errorf("got %+v", stop)
		}
		i := slices.Index(f.made(), "probe 1050")
		if after := len(f.calls) - f.calls[i].later; after > 4 {
			t.Errorf("%d calls began afterwards", after)
		}
		if d := cmp.Diff(map[string]int{"not_sent run_stopped": 299, "unconfirmed probe_was_stored": 1}, tally(outcomes(t, e))); d != "" {
			t.Error(d)
		}
	})
}

func TestBuildIsTheDialersOrNone(t *testing.T) {
	f := newFake(t).says("version", apiclient.CodeVersion, apiclient.CodeLost, apiclient.CodeForeign)
	e := newEngine(f, listed(1), 1)
	for _, want := range []apiclient.Build{241004, 0, 0} {
		if got := e.Build(t.Context()).Build; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestAPanicOfTheVersionCallIsNoBuild(t *testing.T) {
	f := newFake(t).says("version", panics)
	if got := newEngine(f, listed(1), 1).Build(t.Context()).Build; got != 0 {
		t.Errorf("got %s", got)
	}
}

// The code of Options.Known replaces extension_exists in Ask and in Add.
func TestWhatIsKnownAboutAnObjectThatExistsIsInItsResult(t *testing.T) {
	for phase, start := range map[string]func(*Engine, context.Context) error{
		"asking": func(e *Engine, ctx context.Context) error { return e.Ask(ctx, object.NotSent) },
		"adding": (*Engine).Add,
	} {
		f := newFake(t)
		f.store("1001", "1002", "1003")
		e := New(listed(4), Options{Workers: 4, Run: "r1", Known: func(o *object.Object, _ []apiclient.Field) (apiclient.Code, string, bool) {
			switch o.Name {
			case "1001":
				return codes.DiffersFromSent, "sent on Monday", false
			case "1002":
				return codes.TakenByOther, "of Bob", false
			case "1003":
				return "", "", true
			}
			panic(o.Name + " does not exist")
		}})
		e.Connect(f, "fake", apiclient.Dialect{})
		must(t, start(e, t.Context()))
		e.SettleAsked()
		got := outcomes(t, e)
		if got[3] == "ready ready" {
			got[3] = "added added"
		}
		if d := cmp.Diff([]string{"exists differs_from_sent", "exists taken_by_other", "exists extension_exists", "added added"}, got); d != "" {
			t.Errorf("%s: %s", phase, d)
		}
		for i, want := range []bool{false, false, true} {
			r := e.Results()[i]
			if r.Done(true) != want || r.Done(false) || r.Hint == "" {
				t.Errorf("%s: done %v: %+v", phase, r.Done(true), r)
			}
		}
		if r := e.Results()[0]; r.Message != "sent on Monday" {
			t.Errorf("%s: %+v", phase, r)
		}
	}
}
