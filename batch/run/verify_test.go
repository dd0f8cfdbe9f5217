package run

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func verifications(e *Engine) []string {
	var list []string
	for _, r := range e.Results() {
		list = append(list, fmt.Sprintf("%s %s %s", r.Status, r.Code, r.Verified))
	}
	return list
}

func TestASilentLossIsFound(t *testing.T) {
	f := newFake(t).says("add 1004", apiclient.CodeLoginExists)
	f.silent["1002"] = true
	e := newEngine(f, listed(4), 2)
	asked(t, f, e)
	must(t, e.Add(t.Context()))
	must(t, e.Verify(t.Context()))
	want := []string{"added added yes", "unconfirmed success_but_absent no", "added added yes", "refused login_exists "}
	if d := cmp.Diff(want, verifications(e)); d != "" {
		t.Error(d)
	}
	if asked, logins := f.count("probe "), f.count("logins"); asked != 1 || logins != 2 {
		t.Errorf("%d questions, %d about logins: only the row whose login is missing is asked about alone", asked, logins)
	}
	if r := e.Results()[1]; r.Attempts != 1 || r.Message == "" || r.Hint == "" {
		t.Errorf("got %+v", r)
	}
}

func TestEachAnswerToAVerificationHasItsVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.untold = true
		want := []string{"added added yes"}
		answer := func(code apiclient.Code, outcome string) {
			f.says(fmt.Sprint("probe ", 1001+len(want)), apiclient.CodeTimezone, code)
			want = append(want, outcome)
		}
		answer(apiclient.CodePhoneExists, "added added yes")
		for _, absent := range []apiclient.Code{apiclient.CodeTimezone, apiclient.CodeServer, apiclient.CodeLoginExists, apiclient.CodeRequired} {
			answer(absent, "unconfirmed success_but_absent no")
		}
		for _, lost := range append([]apiclient.Code{apiclient.CodeNeverSent, panics}, unclear...) {
			answer(lost, "added added unknown")
		}
		e := newEngine(f, listed(len(want)), 4)
		asked(t, f, e)
		must(t, e.Add(t.Context()))
		must(t, e.Verify(t.Context()))
		if d := cmp.Diff(want, verifications(e)); d != "" {
			t.Error(d)
		}
	})
}

func TestVerifyStopsWhereTheDialerDoesNotWantUs(t *testing.T) {
	for _, code := range append([]apiclient.Code{apiclient.CodeProbeAccepted}, unwelcome...) {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t).says("probe 1020", apiclient.CodeTimezone, code)
			f.takes, f.untold = steady, true
			e := newEngine(f, listed(100), 4)
			asked(t, f, e)
			must(t, e.Add(t.Context()))
			if stop := stopped(t, e.Verify(t.Context())); stop.Reply.Code != code || stop.Line != 21 {
				t.Errorf("got %+v", stop)
			}
			got := tally(verifications(e))
			if got["added added unknown"] != 1 || got["added added yes"] > 19+4+4 || len(outcomes(t, e)) != 100 {
				t.Errorf("got %v", got)
			}
		})
	}
}

func reopened(f *fake, n int) *Engine {
	var results []object.Result
	for _, row := range listed(n) {
		p := row.Phone
		results = append(results, object.Result{
			Line: row.Line, Status: object.Added, Code: apiclient.CodeAdded, ServerIP: p.ServerIP, Extension: p.Extension,
			PhoneLogin: p.PhoneLogin, PhoneFullName: p.PhoneFullName, Attempts: 1, Message: "kept", Run: "earlier",
		})
		f.stored[p.ServerIP+" "+p.Extension] = true
	}
	results[1].Status, results[1].Code = object.Refused, apiclient.CodeLoginExists
	e := Reopen(results, Options{Workers: 4, Run: "r1"})
	e.Connect(f, "fake", apiclient.Dialect{})
	return e
}

func TestTheResultsOfAnEarlierRunCanBeVerified(t *testing.T) {
	f := newFake(t)
	e := reopened(f, 5)
	delete(f.stored, "10.0.9.8 1004")
	must(t, e.Verify(t.Context()))
	want := []string{"added added yes", "refused login_exists ", "added added yes", "unconfirmed success_but_absent no", "added added yes"}
	if d := cmp.Diff(want, verifications(e)); d != "" {
		t.Error(d)
	}
	r := e.Results()[0]
	if r.Line != 2 || r.Extension != "1001" || r.PhoneLogin != "L1001" || r.PhoneFullName != "Ann Lee" || r.Attempts != 1 || r.Message != "kept" {
		t.Errorf("got %+v", r)
	}
}

func TestAReopenedRunHasAGateOfItsOwn(t *testing.T) {
	for _, code := range append(append([]apiclient.Code{apiclient.CodeNeverSent, panics}, unwelcome...), unclear...) {
		f := newFake(t).says("probe 1001", code)
		e := reopened(f, 50)
		if stop := stopped(t, e.Verify(t.Context())); !stop.First || stop.Line != 2 {
			t.Errorf("got %+v", stop)
		}
		if d := cmp.Diff([]string{"probe 1001"}, f.made()); d != "" {
			t.Errorf("%s: %s", code, d)
		}
		if d := cmp.Diff(map[string]int{"added added ": 49, "refused login_exists ": 1}, tally(verifications(e))); d != "" {
			t.Error(d)
		}
	}
}
