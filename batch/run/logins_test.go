package run

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// verified adds n objects on a dialer and verifies them. It returns the calls of the verification.
func verified(t *testing.T, f *fake, n int, change func(list []*object.Object)) (e *Engine, calls []string) {
	t.Helper()
	list := listed(n)
	if change != nil {
		change(list)
	}
	e = New(list, Options{Workers: 4, Retries: 2, Run: "20261126-204500-ab12cd"})
	e.Connect(f, "fake", apiclient.Dialect{})
	asked(t, f, e)
	must(t, e.Add(t.Context()))
	f.calls = nil
	must(t, e.Verify(t.Context()))
	return e, f.made()
}

func TestFiftyLoginsAreVerifiedWithOneQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, calls := verified(t, newFake(t), 120, nil)
		slices.Sort(calls)
		if d := cmp.Diff([]string{"logins 20", "logins 50", "logins 50"}, calls); d != "" {
			t.Error(d)
		}
		if n := tally(verifications(e))["added added yes"]; n != 120 {
			t.Errorf("%v", tally(verifications(e)))
		}
	})
}

// A question names one missing login. The object is asked about alone, and the question goes on behind it.
func TestAMissingLoginIsAskedAboutAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		for _, extension := range []string{"1001", "1010", "1011", "1050"} {
			f.silent[extension] = true
		}
		e, calls := verified(t, f, 50, nil)
		slices.Sort(calls)
		want := []string{"logins 39", "logins 40", "logins 49", "logins 50", "probe 1001", "probe 1010", "probe 1011", "probe 1050"}
		if d := cmp.Diff(want, calls); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(map[string]int{"added added yes": 46, "unconfirmed success_but_absent no": 4}, tally(verifications(e))); d != "" {
			t.Error(d)
		}
	})
}

// If the dialer does not tell which logins phones have, or gives no usable answer, every object is asked about alone.
func TestWithoutLoginsEachObjectIsAskedAboutAlone(t *testing.T) {
	for name, tt := range map[string]struct {
		prepare func(*fake)
		logins  int // questions about logins
	}{
		"not allowed": {func(f *fake) { f.untold = true }, 2},
		"no answer": {func(f *fake) {
			f.says("logins 50", apiclient.CodeLost, apiclient.CodeLost, apiclient.CodeLost).says("logins 10", apiclient.CodeEmpty, apiclient.CodeEmpty, apiclient.CodeEmpty)
		}, 6},
		"a fault of the program": {func(f *fake) { f.says("logins 50", panics).says("logins 10", panics) }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				tt.prepare(f)
				f.silent["1007"] = true
				e, calls := verified(t, f, 60, nil)
				alone := slices.DeleteFunc(calls, func(c string) bool { return strings.HasPrefix(c, "logins") })
				if len(alone) != 60 || f.count("logins") > tt.logins {
					t.Errorf("%d questions alone, %d about logins", len(alone), f.count("logins"))
				}
				if d := cmp.Diff(map[string]int{"added added yes": 59, "unconfirmed success_but_absent no": 1}, tally(verifications(e))); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

// A login of two rows proves neither of them.
func TestALoginOfTwoRowsProvesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.silent["1001"] = true
		e, _ := verified(t, f, 3, func(list []*object.Object) {
			list[1].Phone.PhoneLogin = strings.ToLower(list[0].Phone.PhoneLogin)
			list[2].Phone.PhoneLogin = ""
		})
		if d := cmp.Diff([]string{"unconfirmed success_but_absent no", "added added yes", "added added yes"}, verifications(e)); d != "" {
			t.Error(d)
		}
	})
}

func TestARefusalEndsTheVerificationOfLogins(t *testing.T) {
	for _, code := range append([]apiclient.Code{apiclient.CodeProbeAccepted}, unwelcome...) {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t).says("logins 50", code)
			e := newEngine(f, listed(50), 4)
			asked(t, f, e)
			must(t, e.Add(t.Context()))
			if stop := stopped(t, e.Verify(t.Context())); stop.Reply.Code != code || stop.Line != 2 {
				t.Errorf("got %+v", stop)
			}
			if d := cmp.Diff(map[string]int{"added added unknown": 1, "added added ": 49}, tally(verifications(e))); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTheAliasOfARunFitsTheDialer(t *testing.T) {
	for run, want := range map[string]string{
		"20261126-204500-ab12cd": "pb261126204500ab12cd",
		"r1":                     "pbr1", "": "pb", "äöü-1": "pb1",
	} {
		if got := aliasID(run); got != want || len(got) > 20 {
			t.Errorf("%q: %q, want %q", run, got, want)
		}
	}
}
