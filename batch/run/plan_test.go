package run

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/pace"
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

// single is a Pacer that allows a call only if no call is under way, and begins each call a second after the call
// before.
type single struct{ next time.Time }

func (p *single) Next(now time.Time, underWay int) (at time.Time, ok bool) {
	if underWay > 0 {
		return at, false
	}
	at = now
	if p.next.After(now) {
		at = p.next
	}
	p.next = at.Add(time.Second)
	return at, true
}

func (p *single) Learn(time.Time, time.Duration, pace.Reading) {}

func TestThePlanSaysHowLongItWillTake(t *testing.T) {
	for _, tt := range []struct {
		workers int
		rate    float64
		pacer   pace.Pacer
		verify  bool
		want    time.Duration
	}{
		{4, 0, nil, false, 99 * 25 * time.Millisecond}, // the dialer takes 100 ms a call
		{4, 0, nil, true, 101 * 25 * time.Millisecond},
		{4, 10, nil, true, 101 * 100 * time.Millisecond},
		{1, 20, nil, false, 99 * 100 * time.Millisecond},
		{4, 0, &single{}, true, 101 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t).says("probe 1001", apiclient.CodePhoneExists)
			f.takes = steady
			e := New(listed(100), Options{Workers: tt.workers, Rate: tt.rate, Pacer: tt.pacer, Run: "r1"})
			e.Connect(f, "fake", apiclient.Dialect{})
			must(t, e.Gate(t.Context()))
			must(t, e.Ask(t.Context(), object.NotSent))
			plan := e.Plan(0, tt.verify)
			began := time.Now()
			must(t, e.Add(t.Context()))
			if tt.verify {
				must(t, e.Verify(t.Context()))
			}
			if took := time.Since(began); !near(plan.Takes, tt.want, 0.03) || !near(took, plan.Takes, 0.2) {
				t.Errorf("%+v: %s foretold, it took %s", tt, plan.Takes, took)
			}
		})
	}
}

// A large page takes long and says nothing about the calls.
func TestThePlanDoesNotTakeAPageForACall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		f.takes = steady
		e := New(listed(100), Options{Workers: 4, Run: "r1"})
		e.Connect(f, "fake", apiclient.Dialect{})
		must(t, e.Gate(t.Context()))
		must(t, e.Look(t.Context(), func(context.Context) apiclient.Reply {
			time.Sleep(10 * time.Second)
			return apiclient.Reply{Code: apiclient.CodeVersion}
		}))
		if plan := e.Plan(0, false); !near(plan.Takes, 100*100*time.Millisecond, 0.03) {
			t.Errorf("%s foretold", plan.Takes)
		}
	})
}

// near reports whether a time differs from another one by at most a part of the other one.
func near(got, want time.Duration, part float64) bool {
	return (got - want).Abs() <= time.Duration(part*float64(want))
}
