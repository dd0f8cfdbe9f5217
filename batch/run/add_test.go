package run

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func steady() time.Duration { return 100 * time.Millisecond }

// asked asks about all rows of an engine, so that they are ready to be added, and forgets the calls.
func asked(t *testing.T, f *fake, e *Engine) {
	t.Helper()
	takes := f.takes
	f.takes = nil
	must(t, e.Gate(t.Context()))
	must(t, e.Ask(t.Context(), object.NotSent))
	f.takes, f.calls, f.most = takes, nil, 0
}

func TestEachAnswerToAnAddHasItsStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.takes = steady
		var want []string
		answer := func(code apiclient.Code, outcome string) {
			f.says(fmt.Sprint("add ", 1001+len(want)), code)
			want = append(want, outcome)
		}
		answer(apiclient.CodeAdded, "added added")
		answer(apiclient.CodePhoneExists, "exists extension_exists")
		answer(apiclient.CodeLoginExists, "refused login_exists")
		answer(apiclient.CodeRequired, "refused required_fields")
		answer(apiclient.CodeTimezone, "refused bad_timezone")
		answer(apiclient.CodeServer, "refused unknown_server")
		answer(apiclient.CodeTemplate, "refused unknown_template")
		answer(apiclient.CodeField, "refused bad_value")
		answer(apiclient.CodeNeverSent, "not_sent never_sent")
		answer(apiclient.CodeAnotherPhone, "unconfirmed answer_for_another_phone")
		answer(panics, "unconfirmed internal_error")
		for _, code := range unclear {
			answer(code, "unconfirmed "+string(code))
		}
		answer(apiclient.CodeAdded, "added added")
		e := newEngine(f, listed(len(want)), 3)
		asked(t, f, e)
		must(t, e.Add(t.Context()))
		if d := cmp.Diff(want, outcomes(t, e)); d != "" {
			t.Error(d)
		}
		for _, r := range e.Results() {
			if r.Attempts != 1 || r.Duration != 100*time.Millisecond || r.Dialer != "fake" || r.Verified != object.NotAsked {
				t.Errorf("got %+v", r)
			}
			if r.Hint == "" && r.Status != object.Added {
				t.Errorf("%s has no hint", r.Code)
			}
		}
	})
}

func TestAnUnwelcomeRunEndsWithinItsWorkers(t *testing.T) {
	for _, code := range append([]apiclient.Code{}, unwelcome...) {
		for _, workers := range []int{1, 4, 8} {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t).says("add 1050", code)
				f.takes = uneven()
				e := newEngine(f, listed(300), workers)
				asked(t, f, e)
				stop := stopped(t, e.Add(t.Context()))
				if stop.Reply.Code != code || stop.Line != 51 || stop.First {
					t.Errorf("got %+v", stop)
				}
				i := slices.Index(f.made(), "add 1050")
				if after := len(f.calls) - f.calls[i].later; after > workers {
					t.Errorf("%d workers: %d calls began afterwards", workers, after)
				}
				got := outcomes(t, e)
				added := len(f.calls) - 1
				want := map[string]int{"added added": added, "not_sent " + string(code): 1, "not_sent run_stopped": 300 - added - 1}
				if d := cmp.Diff(want, tally(got)); d != "" || got[49] != "not_sent "+string(code) {
					t.Error(d, got[49])
				}
			})
		}
	}
}

// An observer may be slow, such as a terminal or a disk. Even then each bad login counts towards the lock of the user.
func TestAnUnwelcomeRunEndsWithinItsWorkersHoweverSlowTheObserver(t *testing.T) {
	const workers = 8
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t).says("add 1050", apiclient.CodeLogin)
		f.takes = uneven()
		e := newEngine(f, listed(300), workers)
		asked(t, f, e)
		e.options.Observe = func(Progress) { time.Sleep(time.Second) }
		stopped(t, e.Add(t.Context()))
		i := slices.Index(f.made(), "add 1050")
		if after := len(f.calls) - f.calls[i].later; after > workers {
			t.Errorf("%d workers: %d calls began afterwards", workers, after)
		}
	})
}

// uneven returns durations from 0 to 300 ms, the same ones in every run.
func uneven() func() time.Duration {
	n := 0
	return func() time.Duration {
		n++
		return time.Duration(n*7919%301) * time.Millisecond
	}
}

func TestAnUnknownTemplateCostsOneAdd(t *testing.T) {
	rows := listed(100)
	for i := range rows {
		rows[i].Phone.TemplateID = []string{"", "nope", "good"}[i%3]
	}
	f := newFake(t).says("add 1002", apiclient.CodeTemplate)
	e := newEngine(f, rows, 8)
	asked(t, f, e)
	must(t, e.Add(t.Context()))
	if d := cmp.Diff(map[string]int{"added added": 67, "refused unknown_template": 33}, tally(outcomes(t, e))); d != "" {
		t.Error(d)
	}
	if got := f.count("add "); got != 68 {
		t.Errorf("%d adds, want 67 and one for the template that is unknown", got)
	}
	last := e.Results()[97]
	if !strings.Contains(last.Message, "line 3") || last.Attempts != 0 {
		t.Errorf("got %+v", last)
	}
}

func TestWithoutQuestionsAnUnknownServerCostsOneAdd(t *testing.T) {
	rows := listed(100)
	for i := range rows {
		rows[i].Phone.ServerIP = []string{"10.0.9.8", "10.0.9.9"}[i%2]
	}
	f := newFake(t).says("add 1002", apiclient.CodeServer)
	e := newEngine(f, rows, 8)
	must(t, e.Gate(t.Context()))
	must(t, e.Add(t.Context()))
	if d := cmp.Diff(map[string]int{"added added": 50, "refused unknown_server": 50}, tally(outcomes(t, e))); d != "" {
		t.Error(d)
	}
	if got := f.count("add "); got != 51 {
		t.Errorf("%d adds", got)
	}
}

func TestWithoutQuestionsAnUnknownTemplateCostsOneAdd(t *testing.T) {
	rows := listed(10)
	for i := range rows {
		rows[i].Phone.TemplateID = "nope"
	}
	f := newFake(t).says("add 1001", apiclient.CodeTemplate)
	e := newEngine(f, rows, 8)
	must(t, e.Add(t.Context()))
	if got := f.count("add "); got != 1 {
		t.Errorf("%d adds", got)
	}
}

func TestRowsOfOneLoginAreNeverUnderWayTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rows := listed(120)
		for i := range rows { // as the dialer stores it: dropped characters, case, and what follows the 15th
			rows[i].Phone.PhoneLogin = fmt.Sprintf([]string{"agent%dxxxxxxxxxxxxxxx", "AGENT%dxxxxxxxxxxxxxxy", "ag.ent%dxxxxxxxxxxxxxxz"}[i%3], i/3%4)
		}
		f := newFake(t)
		f.takes = uneven()
		e := newEngine(f, rows, 8)
		asked(t, f, e)
		login := make(map[string]string)
		spec, _ := apiclient.Dialect{}.Spec(apiclient.AddPhone, "phone_login")
		for _, r := range rows {
			login["add "+r.Phone.Extension] = strings.ToLower(spec.Stored(r.Phone.PhoneLogin))
		}
		must(t, e.Add(t.Context()))
		for i, a := range f.calls {
			for _, b := range f.calls[:i] {
				if login[a.what] == login[b.what] && a.began.Before(b.ended) {
					t.Fatalf("%s and %s are under way together", b.what, a.what)
				}
			}
		}
		if f.most < 4 || len(f.calls) != 120 {
			t.Errorf("%d calls, at most %d at once: different logins do not wait for each other", len(f.calls), f.most)
		}
	})
}

func TestAPanicIsTheResultOfItsRow(t *testing.T) {
	f := newFake(t).says("add 1005", panics).says("probe 1007", apiclient.CodeTimezone, panics)
	f.untold = true
	e := newEngine(f, listed(10), 2)
	asked(t, f, e)
	must(t, e.Add(t.Context()))
	must(t, e.Verify(t.Context()))
	got := outcomes(t, e)
	if d := cmp.Diff(map[string]int{"added added": 9, "unconfirmed internal_error": 1}, tally(got)); d != "" || got[4] != "unconfirmed internal_error" {
		t.Error(d)
	}
	if r := e.Results()[6]; r.Verified != object.VerifiedUnknown {
		t.Errorf("got %+v", r)
	}
}
