package run

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func TestPlanAndLimitAgree(t *testing.T) {
	for _, first := range []int{0, 1, 3, 6, 7} {
		rows := listed(10)
		rows[9].Phone.ServerIP = "10.0.9.9"
		f := newFake(t).says("probe 1003", apiclient.CodePhoneExists).says("probe 1004", apiclient.CodeLoginExists).says("probe 1005", apiclient.CodeLost)
		e := refusing(newEngine(f, rows, 4), 0)
		must(t, e.Gate(t.Context()))
		must(t, e.Ask(t.Context(), object.NotSent))
		add := 6
		if first > 0 {
			add = min(first, 6)
		}
		want := Plan{Add: add, Exists: 1, Refused: 1, Invalid: 1, NotSent: 1 + 6 - add, Servers: map[string]int{"10.0.9.8": min(add, 5)}}
		if add == 6 {
			want.Servers["10.0.9.9"] = 1
		}
		if d := cmp.Diff(want, e.Plan(first, true), cmpopts.IgnoreFields(Plan{}, "Takes")); d != "" {
			t.Errorf("first %d: %s", first, d)
		}
		e.Limit(first)
		must(t, e.Add(t.Context()))
		got := tally(outcomes(t, e))
		if got["added added"] != add || got["not_sent beyond_first"] != 6-add || f.count("add ") != add {
			t.Errorf("first %d: %v", first, got)
		}
	}
}

func TestThePlanSaysHowLongItWillTake(t *testing.T) {
	for _, tt := range []struct {
		workers int
		rate    float64
		verify  bool
		want    time.Duration
	}{
		{4, 0, false, 99 * 25 * time.Millisecond}, // the dialer takes 100 ms a call
		{4, 0, true, 101 * 25 * time.Millisecond},
		{4, 10, true, 101 * 100 * time.Millisecond},
		{1, 20, false, 99 * 100 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t).says("probe 1001", apiclient.CodePhoneExists)
			f.takes = steady
			e := New(listed(100), Options{Workers: tt.workers, Rate: tt.rate, Run: "r1"})
			e.Connect(f, "fake", apiclient.Dialect{})
			must(t, e.Gate(t.Context()))
			must(t, e.Ask(t.Context(), object.NotSent))
			plan := e.Plan(0, tt.verify)
			began := time.Now()
			must(t, e.Add(t.Context()))
			if tt.verify {
				must(t, e.Verify(t.Context()))
			}
			if took := time.Since(began); plan.Takes != tt.want || took < plan.Takes*8/10 || took > plan.Takes*12/10 {
				t.Errorf("%+v: %s foretold, it took %s", tt, plan.Takes, took)
			}
		})
	}
}
