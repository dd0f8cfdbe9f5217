package pace

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBackoffGrowsAndIsSpread(t *testing.T) {
	for _, tt := range []struct {
		failures int
		longest  time.Duration
	}{
		{-1, FirstPause},
		{0, FirstPause},
		{1, FirstPause},
		{2, time.Second},
		{4, 4 * time.Second},
		{7, LongestPause},
		{1000, LongestPause},
	} {
		seen := make(map[time.Duration]bool)
		for range 100 {
			d := Backoff(tt.failures)
			seen[d] = true
			if d > tt.longest || d < tt.longest/2 {
				t.Errorf("%d failures: %s", tt.failures, d)
			}
		}
		if len(seen) < 10 {
			t.Errorf("%d failures: %d different pauses", tt.failures, len(seen))
		}
	}
}

func TestADialerIsLeftAloneAsLongAsItAsks(t *testing.T) {
	for asks, want := range map[time.Duration]time.Duration{
		0: 0, 40 * time.Second: 40 * time.Second, time.Hour: 5 * time.Minute,
	} {
		synctest.Test(t, func(t *testing.T) {
			b, o, list := &bench{}, options(4), jobs(40, time.Second)
			o.GiveUp = 5 * time.Minute
			list[10].answers = []answer{{reading: Reading{Voice: Silent, Stay: asks}}}
			must(t, do(t.Context(), o, b, list))
			at := b.calls[slices.Index(b.names(), "10")].ended
			first := slices.IndexFunc(b.calls, func(c made) bool { return c.began.After(at) && !c.began.Before(at.Add(want)) })
			for _, c := range b.calls {
				if c.began.After(at) && c.began.Before(at.Add(want)) {
					t.Errorf("%s: %s began %s after it", asks, c.name, c.began.Sub(at))
				}
			}
			if first < 0 || b.calls[first].began.Sub(at) > want+time.Second {
				t.Errorf("%s: nothing begins when the time is over", asks)
			}
		})
	}
}

func TestASilentDialerEndsTheErrand(t *testing.T) {
	for _, tt := range []struct {
		name   string
		heard  bool
		giveUp time.Duration
		ends   bool
	}{
		{"it has answered before", true, 5 * time.Minute, true},
		{"it has never answered", false, 5 * time.Minute, false},
		{"without an end to patience", true, 0, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			b, o, list := &bench{}, options(2), jobs(60, time.Second)
			o.GiveUp = tt.giveUp
			for i, j := range list {
				if i > 0 || !tt.heard {
					j.answers = []answer{silent}
				}
			}
			began := time.Now()
			err := do(t.Context(), o, b, list)
			var silence *SilenceError[*job, answer]
			if errors.As(err, &silence) != tt.ends || !tt.ends && err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			took := time.Since(began)
			latest := 5*time.Minute + LongestPause + 4*time.Second
			if tt.ends && (silence.For <= 5*time.Minute || took > latest || silence.Last.Task.name == "") {
				t.Errorf("%s: %+v after %s", tt.name, silence, took)
			}
			if !tt.ends && (len(b.calls) != 60 || took < 10*time.Minute) {
				t.Errorf("%s: %d calls in %s: they are to be far apart", tt.name, len(b.calls), took)
			}
		})
	}
}

func TestAnAnswerEndsSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o, list := &bench{}, options(1), jobs(40, time.Second)
		o.GiveUp = 5 * time.Minute
		for i, j := range list {
			if i%4 > 0 {
				j.answers = []answer{silent}
			}
		}
		must(t, do(t.Context(), o, b, list))
		for i, c := range b.calls[1:] {
			if gap := c.began.Sub(b.calls[i].ended); gap > 2*time.Second {
				t.Errorf("call %d begins after %s, though an answer came a while ago", i+1, gap)
			}
		}
	})
}

func TestAFaultOfThisProgramSaysNothingAboutTheDialer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o, list := &bench{}, options(1), jobs(100, 0)
		for _, j := range list {
			j.answers = []answer{{}}
		}
		began := time.Now()
		must(t, do(t.Context(), o, b, list))
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %s", took)
		}
	})
}

func TestAnInterruptionBeginsNothingNewButLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cause := errors.New("SIGTERM")
		ctx, cancel := context.WithCancelCause(t.Context())
		b, list := &bench{}, jobs(20, time.Second)
		time.AfterFunc(500*time.Millisecond, func() { cancel(cause) })
		var got []string
		err := New[*job](options(3)).Do(ctx, errand{
			Units: [][]*job{list[:5], list[5:6], list[6:]},
			Call:  b.call,
			Done: func(o outcome) (next, error) {
				got = append(got, o.Task.name)
				switch {
				case o.Task.name == "0" && !o.Look:
					return next{Call: b.call, After: 2 * time.Second, Look: true}, nil
				case o.Task.name == "5":
					return next{Call: b.call}, nil // no such call begins
				}
				return next{}, nil
			},
		})
		slices.Sort(got)
		if d := cmp.Diff([]string{"0", "0", "5", "6"}, got); d != "" || !errors.Is(err, cause) || len(b.calls) != 4 {
			t.Error(d, err, b.names())
		}
	})
}

func TestCallsUnderWayAfterTheGraceAreCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		b := &bench{hangs: true}
		began := time.Now()
		err := do(ctx, options(4), b, jobs(20, 0))
		took := time.Since(began)
		if !errors.Is(err, context.DeadlineExceeded) || took != 11*time.Second || len(b.calls) != 4 || b.under != 0 {
			t.Errorf("%v after %s, %d calls, %d under way", err, took, len(b.calls), b.under)
		}
	})
}

func TestAnErrandThatIsInterruptedBeforeItBeginsMakesNoCall(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := &bench{}
	if err := do(ctx, options(4), b, jobs(20, 0)); !errors.Is(err, context.Canceled) || len(b.calls) != 0 {
		t.Errorf("%v, %d calls", err, len(b.calls))
	}
}
