package run

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// leaving returns an engine beside another one, for the phones 1001, 1002 and so on, of which the dialer has the first.
func leaving(t *testing.T, f *fake, n int) *Engine {
	t.Helper()
	e := New(nil, Options{Workers: 4, Run: "r1", Retries: 2, GiveUp: time.Minute})
	e.Connect(f, "fake", apiclient.Dialect{})
	results := make([]object.Result, n)
	for i, o := range listed(n) {
		results[i] = object.Result{Line: i + 2, Kind: object.Phone, ServerIP: o.ServerIP, Extension: o.Name}
	}
	return e.Beside(results, nil)
}

func TestLeaversAreLookedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.says("rehearse 1001", apiclient.CodeWouldUpdate).
			says("rehearse 1002", apiclient.CodePhoneAbsent).says("probe 1002", apiclient.CodeLost, apiclient.CodeTimezone).
			says("rehearse 1003", apiclient.CodePhoneAbsent).says("probe 1003", apiclient.CodePhoneExists).
			says("rehearse 1004", apiclient.CodeLost, apiclient.CodeWouldUpdate).
			says("rehearse 1005", apiclient.CodeServer).
			says("update 1001", apiclient.CodeLost, apiclient.CodeUpdated).says("update 1004", apiclient.CodePhoneAbsent)
		e := leaving(t, f, 5)
		must(t, e.Find(t.Context(), object.NotSent))
		if left := len(e.Left()); left != 2 {
			t.Fatalf("%d phones are left", left)
		}
		e.Deactivate(func(*object.Object) apiclient.Phone { return apiclient.Phone{PhoneFullName: "Ann"} })
		e.Note(e.Left()[0], "taken out of an alias")
		must(t, e.Update(t.Context(), object.Phone, object.Retired))
		var got []string
		for _, r := range e.Results() {
			got = append(got, string(r.Status)+" "+string(r.Code))
		}
		want := []string{
			"retired updated", "gone extension_absent", "not_visible not_visible", "gone extension_absent", "refused unknown_server",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if message := e.Results()[0].Message; message != "changed: active; taken out of an alias" {
			t.Error(message)
		}
	})
}

// A dialer that refuses the user, or that carries out a mere question, ends the search.
func TestSearchForLeaversStops(t *testing.T) {
	for _, code := range []apiclient.Code{apiclient.CodeLogin, apiclient.CodeProbeAccepted} {
		f := newFake(t).says("rehearse 1001", code)
		if got := stopped(t, leaving(t, f, 1).Find(t.Context(), object.NotSent)).Reply.Code; got != code {
			t.Errorf("%s, want %s", got, code)
		}
	}
}
