package run

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func whole(t *testing.T, e *Engine) {
	t.Helper()
	must(t, e.Gate(t.Context()))
	e.Build(t.Context())
	must(t, e.Ask(t.Context(), object.NotSent))
	must(t, e.Add(t.Context()))
	must(t, e.Verify(t.Context()))
}

// rounding is a tolerance for package rate, which counts tokens in floating point and sometimes waits a nanosecond too
// little.
const rounding = time.Microsecond

func TestTheRateHoldsOverAllWorkers(t *testing.T) {
	for _, perSecond := range []int{1, 3, 7, 20} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			f.takes = uneven()
			rows := 10 * perSecond
			e := New(listed(rows), Options{Workers: 8, Rate: float64(perSecond), Run: "r1"})
			e.Connect(f, "fake", apiclient.Dialect{})
			began := time.Now()
			whole(t, e)
			for i, c := range f.calls[min(perSecond, len(f.calls)):] {
				if gap := c.began.Sub(f.calls[i].began); gap < time.Second-rounding {
					t.Fatalf("%d/s: call %d begins %s after call %d", perSecond, i+perSecond, gap, i)
				}
			}
			calls := 2*rows + 1 + parts(rows)
			if len(f.calls) != calls {
				t.Errorf("%d calls, want %d", len(f.calls), calls)
			}
			if ideal := time.Duration(calls) * time.Second / time.Duration(perSecond); time.Since(began) > ideal+ideal/10+2*time.Second {
				t.Errorf("%d/s: it took %s where %s would do", perSecond, time.Since(began), ideal)
			}
		})
	}
}

func TestRefusedObjectsAreNeverSent(t *testing.T) {
	f := newFake(t)
	e := refusing(newEngine(f, listed(4), 4), 1, 2)
	whole(t, e)
	want := []string{"added added", "invalid cut_off", "invalid cut_off", "added added"}
	if d := cmp.Diff(want, outcomes(t, e)); d != "" {
		t.Error(d)
	}
	if r := e.Results()[1]; r.Message != "too long" || r.Hint != "shorten it" {
		t.Errorf("got %+v", r)
	}
	if got := f.count("add "); got != 2 {
		t.Errorf("%d adds", got)
	}
}

func TestAResultIsNotTakenBackByARefusal(t *testing.T) {
	f := newFake(t).says("probe 1001", apiclient.CodePhoneExists)
	e := newEngine(f, listed(3), 4)
	must(t, e.Gate(t.Context()))
	refusing(e, 0, 1)
	must(t, e.Ask(t.Context(), object.NotSent))
	must(t, e.Add(t.Context()))
	if d := cmp.Diff([]string{"exists extension_exists", "invalid cut_off", "added added"}, outcomes(t, e)); d != "" {
		t.Error(d)
	}
}

func TestProgressIsToldToItsEnd(t *testing.T) {
	var seen []Progress
	f := newFake(t).says("add 1002", apiclient.CodeLoginExists).says("probe 1003", apiclient.CodeLost)
	f.silent["1004"] = true
	e := New(listed(5), Options{Workers: 2, Run: "r1", Observe: func(p Progress) { seen = append(seen, p) }})
	e.Connect(f, "fake", apiclient.Dialect{})
	whole(t, e)
	var final []string
	for i, p := range seen {
		if p.Final {
			final = append(final, fmt.Sprintf("%s %d/%d, %d failed", p.Phase, p.Done, p.Total, p.Failed))
		} else if i > 0 && p.Phase == seen[i-1].Phase && p.Done != seen[i-1].Done+1 {
			t.Errorf("from %+v to %+v", seen[i-1], p)
		}
	}
	want := []string{"asking 4/4, 1 failed", "adding 4/4, 1 failed", "verifying 3/3, 1 failed"}
	if d := cmp.Diff(want, final); d != "" {
		t.Error(d)
	}
}

func TestAStrangerIsNotSentTheWholeList(t *testing.T) {
	for _, code := range []apiclient.Code{apiclient.CodeForeign, apiclient.CodeLost, apiclient.CodeNeverSent} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			e := New(listed(300), Options{Workers: 4, Retries: 3, GiveUp: 5 * time.Minute, Run: "r1"})
			e.Connect(f, "fake", apiclient.Dialect{})
			must(t, e.Gate(t.Context()))
			must(t, e.Ask(t.Context(), object.NotSent))
			f.down = code
			began := time.Now()
			stop := stopped(t, e.Add(t.Context()))
			if took := time.Since(began); stop.Silent <= 5*time.Minute || took > 6*time.Minute {
				t.Errorf("%s: %v, after %s", code, stop, took)
			}
			if calls := len(f.made()) - 300; calls > 100 {
				t.Errorf("%s: %d calls", code, calls)
			}
		})
	}
}

func TestARefusedObjectIsNobodysTwin(t *testing.T) {
	for refused, want := range map[int]bool{-1: true, 0: false, 2: true} {
		rows := listed(3)
		rows[1].Phone.Extension = rows[0].Phone.Extension
		e := newEngine(newFake(t), rows, 4)
		if refused >= 0 {
			refusing(e, refused)
		}
		if got := []bool{e.twin(&e.items[0]), e.twin(&e.items[1]), e.twin(&e.items[2])}; !cmp.Equal(got, []bool{false, want, false}) {
			t.Errorf("%d is refused: twins %v", refused, got)
		}
	}
}

// Settle reopens an object that is absent. If its row is invalid, the object is then refused a second time.
func TestAnObjectThatIsRefusedTwiceCountsOnce(t *testing.T) {
	e := refusing(newEngine(newFake(t), listed(3), 4), 1)
	e.items[1].reopen()
	refusing(e, 1)
	if e.count.sendable != 2 || e.Results()[1].Status != object.Invalid {
		t.Errorf("%d are to be sent; %+v", e.count.sendable, e.Results()[1])
	}
}
