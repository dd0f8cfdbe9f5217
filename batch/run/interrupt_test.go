package run

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

func TestAnInterruptedRunFinishesWhatItBegan(t *testing.T) {
	cause := errors.New("SIGTERM")
	for _, rate := range []float64{0, 20} {
		for phase, run := range map[Phase]func(*Engine, context.Context) error{
			Asking:    func(e *Engine, ctx context.Context) error { return e.Ask(ctx, object.NotSent) },
			Adding:    (*Engine).Add,
			Verifying: (*Engine).Verify,
		} {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(t)
				f.untold = true // so the verification has as many calls as rows, after those that ask for logins
				e := New(listed(300), Options{Workers: 4, Rate: rate, Run: "r1"})
				e.Connect(f, "fake", apiclient.Dialect{})
				must(t, e.Gate(t.Context()))
				if phase != Asking {
					must(t, e.Ask(t.Context(), object.NotSent))
				}
				if phase == Verifying {
					must(t, e.Add(t.Context()))
				}
				f.takes, f.calls = steady, nil
				ctx, cancel := context.WithCancelCause(t.Context())
				var cancelled time.Time
				time.AfterFunc(1030*time.Millisecond, func() {
					cancelled = time.Now()
					cancel(cause)
				})
				if err := run(e, ctx); !errors.Is(err, cause) {
					t.Errorf("%s: got %v", phase, err)
				}
				if len(f.calls) == 0 || len(f.calls) >= 300 {
					t.Fatalf("%s: %d calls", phase, len(f.calls))
				}
				for _, c := range f.calls {
					if c.began.After(cancelled) || c.ended.IsZero() {
						t.Errorf("%s: %s began at %s and ended at %s", phase, c.what, c.began, c.ended)
					}
				}
				alone := len(f.calls) - f.count("logins")
				finished := tally(verifications(e))
				want := map[Phase]map[string]int{
					Asking:    {"not_sent run_stopped ": 300},
					Adding:    {"added added ": len(f.calls), "not_sent run_stopped ": 300 - len(f.calls)},
					Verifying: {"added added yes": alone, "added added ": 300 - alone},
				}
				if d := cmp.Diff(want[phase], finished); d != "" {
					t.Errorf("%s: %s", phase, d)
				}
			})
		}
	}
}

func TestARunThatIsInterruptedBeforeItBeginsSendsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := newFake(t)
	e := newEngine(f, listed(20), 4)
	for _, err := range []error{e.Gate(ctx), e.Ask(ctx, object.NotSent), e.Add(ctx)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
	if len(f.made()) != 0 {
		t.Errorf("calls %v", f.made())
	}
}

// A dialer that has stopped answering does not block an interrupted run: the calls under way are cancelled in the end.
func TestAnInterruptedRunEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t)
		e := New(listed(100), Options{Workers: 4, Retries: 3, GiveUp: 5 * time.Minute, Run: "r1"})
		e.Connect(f, "fake", apiclient.Dialect{})
		must(t, e.Gate(t.Context()))
		must(t, e.Ask(t.Context(), object.NotSent))
		f.hangs = true
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if err := e.Add(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if took := time.Since(began); took != time.Second+settleTime {
			t.Errorf("took %s", took)
		}
		if d := cmp.Diff(map[string]int{"unconfirmed answer_lost": 4, "not_sent run_stopped": 96}, tally(outcomes(t, e))); d != "" {
			t.Error(d)
		}
	})
}
