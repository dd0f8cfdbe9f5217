package batch

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
)

func TestACheckOfflineNeedsNoDialer(t *testing.T) {
	j := &Check{Job: Job{Preflight: preflight.Options{Problems: 10}, Run: run.Options{Run: "r1"}}}
	out, err := do(t, j, listOf(5))
	if err != nil || out.Results != nil || out.List.Total != 5 || out.Sent {
		t.Errorf("%v, %+v", err, out)
	}
	out, err = do(t, j, header+line(1001, "SIP", "H323"))
	if !errors.Is(err, ErrListHasErrors) || out.List.Invalid != 1 {
		t.Errorf("got %v", err)
	}
	if _, err = do(t, j, header); !errors.Is(err, ErrNoRows) {
		t.Errorf("got %v", err)
	}
	j.Preflight.Keep = true
	out, err = do(t, j, listOf(5))
	if d := cmp.Diff(map[string]int{"ready ready": 5}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestACheckCallsGoodRowsReadyWhateverTheOthersAre(t *testing.T) {
	j := &Check{Job: Job{Preflight: preflight.Options{Problems: 10, Keep: true}, Run: run.Options{Run: "r1"}}}
	out, err := do(t, j, header+line(1001, "SIP", "H323")+line(1002))
	if d := cmp.Diff(map[string]int{"ready ready": 1, "invalid bad_protocol": 1}, tally(out.Results)); d != "" || !errors.Is(err, ErrListHasErrors) {
		t.Error(d, err)
	}
}

func TestWhatIsNoListHasNoOutcome(t *testing.T) {
	j := importing(t, newDialer())
	var format *sheet.FormatError
	if out, err := j.Do(t.Context(), strings.NewReader("")); out != nil || !errors.As(err, &format) {
		t.Errorf("%v, %v", out, err)
	}
	var head *columns.HeaderError
	if out, err := j.Do(t.Context(), strings.NewReader("a,b\n1,2\n")); out != nil || !errors.As(err, &head) {
		t.Errorf("%v, %v", out, err)
	}
}

func TestACheckOnlineStoresNothing(t *testing.T) {
	d := newDialer()
	if _, err := do(t, importing(t, d), header+line(1001)+line(1002)); err != nil {
		t.Fatal(err)
	}
	d.calls = nil
	d.lose = func(_ string, form url.Values) bool { return form.Get("extension") == "1006" }
	list := header + line(1005) + line(1001) + line(1003, "L1003", "L1002") + line(1004, "10.0.9.8", "10.9.9.9") + line(1006) + line(1007)
	out, err := do(t, checking(t, d), list)
	want := map[string]int{
		"ready ready": 2, "exists extension_exists": 1, "refused login_exists": 1, "refused unknown_server": 1, "unconfirmed answer_lost": 1,
	}
	if d := cmp.Diff(want, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	if len(d.Phones()) != 2 || d.count(adds) != 0 || d.count(probes) != 6 {
		t.Errorf("%d phones, calls %v", len(d.Phones()), d.calls)
	}
}

func TestAnAddThatTheDialerDoesNotKeepIsUnconfirmed(t *testing.T) {
	d := newDialer()
	d.instead = func(_ string, form url.Values) (int, string) {
		if form.Get("source") == "add" && form.Get("extension") == "1002" {
			return 200, "SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|1002|10.0.9.8|SIP|1002\n"
		}
		return 0, ""
	}
	out, err := do(t, importing(t, d), listOf(3))
	want := map[string]int{"added added yes": 2, "unconfirmed success_but_absent no": 1}
	if d := cmp.Diff(want, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestARowThatBreaksTheDialersSQLIsUnconfirmed(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.Preflight.Ignore = map[apiclient.Code]bool{codes.Apostrophe: true}
	list := strings.Replace(header, "\n", ",email\n", 1) + strings.Replace(line(1001), "\n", ",o'neil@example.com\n", 1) + strings.Replace(line(1002), "\n", ",\n", 1)
	out, err := do(t, j, list)
	if d := cmp.Diff(map[string]int{"unconfirmed server_error": 1, "added added yes": 1}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestALoginRefusedInTheMiddleEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDialer()
		seen := 0 // calls before the refusal
		d.instead = func(_ string, form url.Values) (int, string) {
			time.Sleep(10 * time.Millisecond)
			if form.Get("source") == "add" && form.Get("extension") == "1020" {
				d.mu.Lock()
				defer d.mu.Unlock()
				seen = len(d.calls)
				return 200, "ERROR: Login incorrect, please try again: |6666|1234|BAD|\n"
			}
			return 0, ""
		}
		j := importing(t, d)
		out, err := do(t, j, listOf(200))
		var stop *run.StopError
		if !errors.As(err, &stop) || stop.First || stop.Line != 21 {
			t.Fatalf("got %v", err)
		}
		if got := tally(out.Results); got["not_sent login_refused"] != 1 || got["added added"] != len(d.Phones()) {
			t.Errorf("%v, %d phones", got, len(d.Phones()))
		}
		if further := len(d.calls) - seen; further > j.Run.Workers {
			t.Errorf("%d further calls with %d workers", further, j.Run.Workers)
		}
	})
}

func TestTheResultsOfARunCanBeVerifiedLater(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.NoVerify = true
	out, err := do(t, j, listOf(5))
	if err != nil {
		t.Fatal(err)
	}
	c := d.client(t, "1234")
	c.DeletePhone(t.Context(), "1003", "10.0.9.8")
	results, err := (&Job{Run: run.Options{Workers: 4, Run: "r2"}}).Verify(t.Context(), c, nil, out.Results)
	want := map[string]int{"added added yes": 4, "unconfirmed success_but_absent no": 1}
	if d := cmp.Diff(want, tally(results)); d != "" || err != nil {
		t.Error(d, err)
	}
	d.calls = nil
	results, err = (&Job{Run: run.Options{Workers: 4, Run: "r2"}}).Verify(t.Context(), d.client(t, "wrong"), nil, out.Results)
	var stop *run.StopError
	if !errors.As(err, &stop) || !stop.First || len(d.calls) != 1 || len(results) != 5 {
		t.Errorf("%v, calls %v", err, d.calls)
	}
}

func TestTheListIsShownBeforeAnythingIsSent(t *testing.T) {
	for _, list := range []string{listOf(3), header, header + line(1001, "SIP", "H323")} {
		d := newDialer()
		j := importing(t, d)
		shown := 0
		j.Checked = func(l *preflight.List) {
			if shown++; len(d.calls) != 0 || l.Total != strings.Count(list, "\n")-1 {
				t.Errorf("%d rows, calls %v", l.Total, d.calls)
			}
		}
		if out, _ := do(t, j, list); shown != 1 || out.Sent != (len(d.calls) > 0) {
			t.Errorf("shown %d times", shown)
		}
	}
}
