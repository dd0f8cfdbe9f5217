package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/pace"
)

// A busy is a dialer that asks for a wait with each server error.
type busy struct {
	*fake
	after time.Duration
}

func (b busy) AddPhone(ctx context.Context, p apiclient.Phone) apiclient.Reply {
	r := b.fake.AddPhone(ctx, p)
	if r.Code == apiclient.CodeServerError {
		r.RetryAfter = b.after
	}
	return r
}

func TestABusyDialerIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t).says("add 1010", apiclient.CodeServerError)
		e := patient(busy{f, 40 * time.Second}, 50, 4)
		asked(t, f, e)
		f.takes = steady
		must(t, e.Add(t.Context()))
		if d := cmp.Diff(map[string]int{"added added": 50}, tally(outcomes(t, e))); d != "" {
			t.Error(d)
		}
		at := f.calls[slices.Index(f.made(), "add 1010")].ended
		for _, c := range f.calls {
			if c.began.After(at) && c.began.Before(at.Add(40*time.Second)) {
				t.Errorf("%s began %s after it", c.what, c.began.Sub(at))
			}
		}
	})
}

func TestADialerThatFallsSilentEndsTheRun(t *testing.T) {
	for _, code := range []apiclient.Code{gotLost, gotNever, apiclient.CodeServerError} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			e := patient(f, 50, 4)
			asked(t, f, e)
			f.takes = steady
			time.AfterFunc(550*time.Millisecond, func() {
				f.mu.Lock()
				defer f.mu.Unlock()
				f.down = code
			})
			began := time.Now()
			stop := stopped(t, e.Add(t.Context()))
			took := time.Since(began)
			if stop.Silent <= 5*time.Minute || stop.Reply.Code != code || took > 5*time.Minute+pace.LongestPause+10*time.Second {
				t.Errorf("%s: %v, after %s", code, stop, took)
			}
			got := tally(outcomes(t, e))
			if doubts := got["unconfirmed "+string(code)]; got["added added"] != len(f.stored) || code != gotNever && doubts == 0 {
				t.Errorf("%s: %v, stored are %d", code, got, len(f.stored))
			}
		})
	}
}

func TestAnInterruptionLeavesTenSecondsForDoubts(t *testing.T) {
	cause := errors.New("SIGTERM")
	for _, tt := range []struct {
		name   string
		stored bool
		probes int // that are lost
		want   string
		takes  time.Duration
	}{
		{"it is there", true, 0, "added added", 2 * time.Second},
		{"it is absent, and not sent again", false, 0, "unconfirmed answer_lost", 7 * time.Second},
		{"nobody answers", true, 100, "unconfirmed answer_lost", 11 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t).says("add 1001", gotLost)
			e := patient(f, 1, 1)
			asked(t, f, e)
			if tt.stored {
				f.store("1001")
			}
			f.says("probe 1001", slices.Repeat(list(gotLost), tt.probes)...)
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(cause) })
			began := time.Now()
			if err := e.Add(ctx); !errors.Is(err, cause) {
				t.Errorf("%s: got %v", tt.name, err)
			}
			if took := time.Since(began); took != tt.takes {
				t.Errorf("%s: it took %s", tt.name, took)
			}
			made := len(f.calls)
			if err := e.Verify(ctx); len(f.calls) != made || tt.want == "added added" && !errors.Is(err, cause) {
				t.Errorf("%s: verification: %v, calls %v", tt.name, err, f.made())
			}
			if d := cmp.Diff([]string{tt.want}, outcomes(t, e)); d != "" || f.count("add") != 1 {
				t.Errorf("%s: %s, calls %v", tt.name, d, f.made())
			}
			delete(f.script, "probe 1001")
		})
	}
}

func TestAnInterruptionEndsTries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(t).says("add 1001", gotNever)
		e := patient(f, 1, 1)
		asked(t, f, e)
		f.takes = func() time.Duration { return 2 * time.Second }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := e.Add(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if d := cmp.Diff([]string{"not_sent never_sent"}, outcomes(t, e)); d != "" || len(f.calls) != 1 {
			t.Error(d, f.made())
		}
	})
}

func TestTooManyFailuresEndTheRun(t *testing.T) {
	for limit, most := range map[string]int{"0": 0, "5": 5, "10%": 10, "100%": 100, "0%": 0} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake(t)
			for n := 1011; n <= 1030; n++ {
				f.script[fmt.Sprint("add ", n)] = list(apiclient.CodeLoginExists)
			}
			e := patient(f, 100, 1)
			var err error
			if e.options.MaxFailures, err = ParseLimit(limit); err != nil {
				t.Fatal(err)
			}
			asked(t, f, e)
			err = e.Add(t.Context())
			var failures *FailuresError
			got := tally(outcomes(t, e))
			if ended := errors.As(err, &failures); ended != (most < 20) || ended && (failures.Failed != most+1 || failures.Max != most) {
				t.Errorf("%s: got %v", limit, err)
			}
			if refused := got["refused login_exists"]; refused != min(most+1, 20) || got["added added"] < 10 {
				t.Errorf("%s: %v", limit, got)
			}
			clear(f.script)
		})
	}
}
