package batch

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

func TestAListIsAskedAboutAddedAndVerified(t *testing.T) {
	d := newDialer()
	out, err := do(t, importing(t, d), listOf(300))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]int{"added added yes": 300}, tally(out.Results)); d != "" {
		t.Error(d)
	}
	want := map[string]int{"version": 1, probes: 300, adds: 300, "add_phone_alias ask": 6}
	for call, n := range want {
		if d.count(call) != n {
			t.Errorf("%d × %s, want %d", d.count(call), call, n)
		}
	}
	if d.calls[0] != "add_phone ask 1001" || !out.Sent || out.Dialer != "stand-in" || out.Build != 241004 {
		t.Errorf("first call %q, outcome %+v", d.calls[0], out)
	}
	rows := d.Phones()
	for _, row := range rows {
		n := row["extension"]
		if row["pass"] != "Gx7kPq2w"+n || row["conf_secret"] != "Rv4mTz9s"+n || row["login"] != "L"+n || row["local_gmt"] != "-5.00" {
			t.Errorf("stored is %v", row)
		}
	}
	if len(rows) != 300 {
		t.Errorf("%d phones stored", len(rows))
	}
	out, err = do(t, importing(t, d), listOf(300))
	if d := cmp.Diff(map[string]int{"exists extension_exists": 300}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	if d.count(adds) != 300 {
		t.Error("phones that exist were added again")
	}
}

func TestAnUnknownServerCostsOneQuestion(t *testing.T) {
	d := newDialer()
	out, err := do(t, importing(t, d), strings.ReplaceAll(listOf(300), "10.0.9.8", "10.9.9.9"))
	if err != nil || d.count("add_phone") != 1 || out.Results[299].Code != apiclient.CodeServer {
		t.Errorf("%v, %d requests, %v", err, d.count("add_phone"), tally(out.Results))
	}
	if d := cmp.Diff(map[string]int{"refused unknown_server": 300}, tally(out.Results)); d != "" {
		t.Error(d)
	}
}

func TestWithoutQuestionsAndVerification(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.NoProbe, j.NoVerify = true, true
	out, err := do(t, j, listOf(50))
	if d := cmp.Diff(map[string]int{"added added": 50}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	if d.count(probes) != 1 || d.count(adds) != 50 {
		t.Errorf("%d questions, %d adds", d.count(probes), d.count(adds))
	}
}

func TestTheGateAloneKeepsAnUnknownServersRowsBack(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.NoProbe = true
	out, err := do(t, j, strings.ReplaceAll(listOf(50), "10.0.9.8", "10.9.9.9"))
	if d := cmp.Diff(map[string]int{"refused unknown_server": 50}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	if d.count(adds) != 0 || d.count(probes) != 1 {
		t.Errorf("calls %v", d.calls)
	}
}

func TestRowsWithErrorsStopAListOrAreSkipped(t *testing.T) {
	list := header + line(1001) + line(1002, "SIP", "H323") + "1,2,3\n" + line(1004)
	d := newDialer()
	j := importing(t, d)
	out, err := do(t, j, list)
	if !errors.Is(err, ErrListHasErrors) || len(d.calls) != 0 || out.Sent {
		t.Errorf("%v, calls %v", err, d.calls)
	}
	want := map[string]int{"invalid bad_protocol": 1, "invalid missing_cells": 1, "not_sent list_has_errors": 2}
	if d := cmp.Diff(want, tally(out.Results)); d != "" {
		t.Error(d)
	}
	j.SkipInvalid = true
	out, err = do(t, j, list)
	want = map[string]int{"invalid bad_protocol": 1, "invalid missing_cells": 1, "added added yes": 2}
	if d := cmp.Diff(want, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	var lines []int
	for _, r := range out.Results {
		lines = append(lines, r.Line)
	}
	if !slices.Equal(lines, []int{2, 3, 4, 5}) {
		t.Errorf("lines %v", lines)
	}
}

func TestAListOfErrorsOnlyIsNeverSent(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.SkipInvalid = true
	if _, err := do(t, j, header+line(1, "SIP", "H323")); !errors.Is(err, ErrListHasErrors) || len(d.calls) != 0 {
		t.Errorf("%v, calls %v", err, d.calls)
	}
	if _, err := do(t, j, header); !errors.Is(err, ErrNoRows) || len(d.calls) != 0 {
		t.Errorf("%v, calls %v", err, d.calls)
	}
}

func TestFirstAddsThatMany(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.First = 3
	var plan run.Plan
	j.Confirm = func(name string, p run.Plan) error {
		if plan = p; name != "stand-in" || d.count(adds) > 0 {
			t.Errorf("asked about %q behind %d adds", name, d.count(adds))
		}
		return nil
	}
	out, err := do(t, j, listOf(10))
	if d := cmp.Diff(map[string]int{"added added yes": 3, "not_sent beyond_first": 7}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	if plan.Add != 3 || plan.NotSent != 7 || plan.Servers["10.0.9.8"] != 3 || len(d.Phones()) != 3 {
		t.Errorf("plan %+v, %d phones", plan, len(d.Phones()))
	}
	d.calls = nil
	out, err = do(t, j, listOf(10))
	if d := cmp.Diff(map[string]int{"exists extension_exists": 3, "added added yes": 3, "not_sent beyond_first": 4}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
}

func TestNothingIsAddedWithoutConsent(t *testing.T) {
	broken := errors.New("no terminal")
	for _, tt := range []struct {
		says error
		want string
	}{
		{fmt.Errorf("said no: %w", ErrDeclined), "not_sent not_confirmed"},
		{broken, "not_sent run_stopped"},
	} {
		d := newDialer()
		j := importing(t, d)
		j.Confirm = func(string, run.Plan) error { return tt.says }
		out, err := do(t, j, listOf(10))
		if !errors.Is(err, tt.says) || d.count(adds) != 0 || len(d.Phones()) != 0 {
			t.Errorf("%v, %d adds", err, d.count(adds))
		}
		if d := cmp.Diff(map[string]int{tt.want: 10}, tally(out.Results)); d != "" {
			t.Error(d)
		}
	}
}

func TestNobodyIsAskedWhereThereIsNothingToAdd(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.Confirm = func(string, run.Plan) error { t.Error("asked"); return nil }
	if _, err := do(t, j, strings.ReplaceAll(listOf(3), "10.0.9.8", "10.9.9.9")); err != nil {
		t.Error(err)
	}
}

func TestAnOlderBuildIsHeededBehindTheGate(t *testing.T) {
	list := header + line(1001, "Gx7kPq2w1001", "Gx7kPq2w") + line(1002) + line(1003, "Gx7kPq2w1003", "Gx7kPq2w")
	for _, skip := range []bool{false, true} {
		d := newDialer()
		d.instead = func(function string, _ url.Values) (int, string) {
			if function != "version" {
				return 0, ""
			}
			return 200, "VERSION: 2.10-414|BUILD: 150217-0909|DATE: 2026-01-01 00:00:00|EPOCH: 1|DST: 0|TZ: -5.00|TZNOW: -5.00|\n"
		}
		var warnings []string
		adding := importing(t, d)
		adding.NoVerify = true
		for _, j := range []doer{adding, checking(t, d)} {
			d.calls = nil
			j.common().SkipInvalid = skip
			j.common().Rejudged = func(b apiclient.Build, fresh []preflight.Problem) {
				warnings = append(warnings, fmt.Sprint(b, " 1 of them ", len(fresh)))
			}
			out, err := do(t, j, list)
			want := map[string]int{"invalid cut_off": 1, "not_sent list_has_errors": 2}
			calls := 2
			switch {
			case skip && j == adding:
				want, calls = map[string]int{"invalid cut_off": 1, "added added": 2}, 5
			case skip:
				want, calls = map[string]int{"invalid cut_off": 1, "exists extension_exists": 2}, 3
			case j != adding: // a check says that the rows are fit to be sent
				want = map[string]int{"invalid cut_off": 1, "ready ready": 2}
			}
			if d := cmp.Diff(want, tally(out.Results)); d != "" || errors.Is(err, ErrBuildRefuses) == skip {
				t.Error(d, err)
			}
			if len(d.calls) != calls || out.Build != 150217 || !out.Sent {
				t.Errorf("calls %v, build %s", d.calls, out.Build)
			}
		}
		if len(warnings) != 2 || !strings.Contains(warnings[0], "150217") || !strings.Contains(warnings[0], "1 of them") {
			t.Errorf("warnings %q", warnings)
		}
	}
}

func TestRowsOfOneLoginAreAddedOnce(t *testing.T) {
	d := newDialer()
	j := importing(t, d)
	j.Preflight.Ignore = map[apiclient.Code]bool{codes.DupLogin: true}
	out, err := do(t, j, strings.NewReplacer("L1001", "same", "L1002", "SAME", "L1003", "same").Replace(listOf(4)))
	if d := cmp.Diff(map[string]int{"added added yes": 2, "refused login_exists": 2}, tally(out.Results)); d != "" || err != nil {
		t.Error(d, err)
	}
	if out.Results[0].Status != object.Added {
		t.Errorf("the first of them is %s", out.Results[0].Status)
	}
}
