package pace

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// rounding is a tolerance for package rate, which counts tokens in floating point and sometimes waits a nanosecond too
// little.
const rounding = time.Microsecond

func TestTheRateHoldsOverAllWorkers(t *testing.T) {
	for _, perSecond := range []int{1, 3, 7, 20} {
		synctest.Test(t, func(t *testing.T) {
			b, o := &bench{}, options(8)
			o.Pacer = AtMost(float64(perSecond))
			began := time.Now()
			n := 10 * perSecond
			must(t, do(t.Context(), o, b, jobs(n, 110*time.Millisecond)))
			for i, c := range b.calls[perSecond:] {
				if gap := c.began.Sub(b.calls[i].began); gap < time.Second-rounding {
					t.Fatalf("%d/s: call %d begins %s after call %d", perSecond, i+perSecond, gap, i)
				}
			}
			if took := time.Since(began); took > 10*time.Second+500*time.Millisecond || len(b.calls) != n {
				t.Errorf("%d/s: %d calls in %s", perSecond, len(b.calls), took)
			}
		})
	}
}

func TestRateZeroIsUnlimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		must(t, do(t.Context(), options(8), &bench{}, jobs(500, 0)))
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %s", took)
		}
	})
}

func TestTimeWithoutACallIsNotCaughtUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o := &bench{}, options(8)
		o.Pacer = AtMost(20)
		c := New[*job](o)
		for range 2 {
			must(t, c.Do(t.Context(), errand{Units: alone(jobs(100, 0)), Call: b.call, Done: once}))
			time.Sleep(time.Hour)
		}
		if took := b.calls[199].began.Sub(b.calls[100].began); took < 99*50*time.Millisecond-rounding {
			t.Errorf("100 calls in %s", took)
		}
	})
}

func TestWaitTakesAPlaceInTheRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(8)
		o.Pacer = AtMost(2)
		c := New[*job](o)
		began := time.Now()
		for range 5 {
			must(t, c.Wait(t.Context()))
		}
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("it took %s", took)
		}
		ended, end := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer end()
		if err := c.Wait(ended); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// alternate is a Pacer that allows one call at a time, and after each call a pause as long as the call.
type alternate struct {
	free    time.Time
	learned int
}

func (a *alternate) Next(now time.Time, underWay int) (time.Time, bool) {
	if a.free.Before(now) {
		return now, underWay == 0
	}
	return a.free, underWay == 0
}

func (a *alternate) Learn(now time.Time, took time.Duration, _ Reading) {
	a.free = now.Add(took)
	a.learned++
}

func TestThePacerDecidesThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o := &bench{}, options(8)
		p := &alternate{}
		o.Pacer = p
		list := jobs(10, time.Second)
		list[3].takes = 5 * time.Second
		began := time.Now()
		must(t, do(t.Context(), o, b, list))
		if took := time.Since(began); b.most != 1 || took != 27*time.Second || p.learned != 10 {
			t.Errorf("%d calls at once, %s, learned from %d", b.most, took, p.learned)
		}
	})
}

// stubborn is a Pacer that never allows a call.
type stubborn struct{}

func (stubborn) Next(now time.Time, _ int) (time.Time, bool) { return now, false }
func (stubborn) Learn(time.Time, time.Duration, Reading)     {}

func TestNoPacerHoldsUpTheOnlyCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o := &bench{}, options(8)
		o.Pacer = stubborn{}
		must(t, do(t.Context(), o, b, jobs(5, time.Second)))
		if b.most != 1 || len(b.calls) != 5 {
			t.Errorf("%d calls, %d at once", len(b.calls), b.most)
		}
	})
}
