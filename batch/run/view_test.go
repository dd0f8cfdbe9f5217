package run

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// shows returns a view of objects, as a dialer that stores what was sent shows them.
func shows(list ...*object.Object) View {
	v := make(View)
	for _, o := range list {
		p := o.Phone
		v[o.Folded()] = &apiclient.Phone{
			Extension: p.Extension, ServerIP: p.ServerIP, Protocol: p.Protocol, DialplanNumber: p.DialplanNumber, VoicemailID: p.VoicemailID,
			PhoneFullName: p.PhoneFullName, AdminUserGroup: "---ALL---",
		}
	}
	return v
}

// viewed adds objects on a dialer whose page shows some of them before.
func viewed(t *testing.T, f *fake, list []*object.Object, before View) *Engine {
	t.Helper()
	e := New(list, Options{Workers: 4, Retries: 2, GiveUp: time.Minute, Run: "r1"})
	e.Connect(f, "fake", apiclient.Dialect{})
	must(t, e.Gate(t.Context()))
	must(t, e.See(before))
	must(t, e.Add(t.Context()))
	return e
}

func TestTheViewTakesThePlaceOfQuestions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, list := newFake(t), listed(5)
		f.stored["10.0.9.8 1003"] = true
		e := viewed(t, f, list, shows(list[2]))
		must(t, e.Confirm(shows(list...)))
		must(t, e.Verify(t.Context()))
		want := []string{"added added yes", "added added yes", "exists extension_exists ", "added added yes", "added added yes"}
		if d := cmp.Diff(want, verifications(e)); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff([]string{"probe 1001", "add 1001", "add 1002", "add 1004", "add 1005"}, sorted(f)); d != "" {
			t.Error(d)
		}
	})
}

// sorted returns the calls of a fake: the first one, and then the others in order.
func sorted(f *fake) []string {
	calls := f.made()
	rest := slices.Sorted(slices.Values(calls[1:]))
	return append(calls[:1:1], rest...)
}

// A phone that the view does not show may be there all the same: the dialer refuses it. A phone that the view does not
// show afterwards is asked about.
func TestAViewIsNoProofOfAbsence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, list := newFake(t), listed(4)
		f.stored["10.0.9.8 1002"], f.silent["1003"] = true, true
		e := viewed(t, f, list, View{})
		must(t, e.Confirm(View{}))
		must(t, e.Verify(t.Context()))
		want := []string{"added added yes", "exists extension_exists ", "unconfirmed success_but_absent no", "added added yes"}
		if d := cmp.Diff(want, verifications(e)); d != "" {
			t.Error(d)
		}
	})
}

func TestStoredOtherwiseIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, list := newFake(t), listed(6)
		e := viewed(t, f, list, View{})
		after := shows(list...)
		for i, change := range []func(*apiclient.Phone){
			func(p *apiclient.Phone) { p.Protocol = "IAX2" }, func(p *apiclient.Phone) { p.DialplanNumber = "7" }, func(p *apiclient.Phone) { p.VoicemailID = "BLANK" },
			func(p *apiclient.Phone) { p.PhoneFullName = "ann lee" }, func(p *apiclient.Phone) { p.AdminUserGroup = "OTHER" }, // the list leaves the group open
		} {
			change(after[list[i].Folded()])
		}
		must(t, e.Confirm(after))
		must(t, e.Verify(t.Context()))
		want := []string{
			"added stored_otherwise differs", "added stored_otherwise differs", "added stored_otherwise differs", "added stored_otherwise differs",
			"added added yes", "added added yes",
		}
		if d := cmp.Diff(want, verifications(e)); d != "" {
			t.Error(d)
		}
		r := e.Results()[1]
		if r.Message != "the dialer shows other values than were sent: dialplan_number" || r.Done(true) || r.Hint == "" {
			t.Errorf("%+v", r)
		}
		must(t, e.Confirm(shows(list...)))
		if d := cmp.Diff(map[string]int{"added added yes": 6}, tally(verifications(e))); d != "" {
			t.Errorf("once mended: %s", d)
		}
	})
}

// If an answer is lost, the page of the phone afterwards decides: a phone with all values that were sent, which the
// view did not show before, is this run's.
func TestALostAnswerIsSettledByThePageAfterwards(t *testing.T) {
	for name, tt := range map[string]struct {
		shown, same bool
		want        string
	}{
		"the same":  {true, true, "added added yes"},
		"another's": {true, false, "exists cannot_tell "},
		"not shown": {false, false, "exists cannot_tell "},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, list := newFake(t).says("add 1002", apiclient.CodeLost), listed(3)
				f.stored["10.0.9.8 1002"] = true // the call came through
				e := viewed(t, f, list, View{})
				found := e.Found()
				if got := verifications(e)[1]; got != "unconfirmed answer_lost " || len(found) != 1 || found[0] != list[1] {
					t.Fatalf("before the page: %s, found: %v", got, found)
				}
				must(t, e.SettleFound(found[0], tt.shown, tt.same))
				must(t, e.Confirm(shows(list...)))
				if got := verifications(e)[1]; got != tt.want || len(e.Found()) > 0 {
					t.Errorf("got %s, want %s", got, tt.want)
				}
			})
		})
	}
}

func TestALookIsPartOfThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := New(listed(1), Options{Workers: 1, Rate: 1, Run: "r1"})
		e.Connect(newFake(t), "fake", apiclient.Dialect{})
		must(t, e.Gate(t.Context()))
		began, looked := time.Now(), 0
		must(t, e.Look(t.Context(), func(context.Context) apiclient.Reply {
			looked++
			return apiclient.Reply{Code: apiclient.CodeVersion}
		}))
		if took := time.Since(began); took < time.Second-rounding || looked != 1 {
			t.Errorf("%d looks after %s", looked, took)
		}
	})
}
