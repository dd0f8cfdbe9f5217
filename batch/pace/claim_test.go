package pace

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A book records the claims of a test, and which of them are durable.
type book struct {
	claims  []string
	takes   time.Duration // the duration of a sync
	fails   int           // the claim that fails, counted from 1
	failing int           // the sync that fails, counted from 1
	syncs   int

	mu      sync.Mutex
	noted   map[string]bool
	durable map[string]bool
}

var errFull = errors.New("no space left on device")

func (b *book) claim(list []*job) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var names []string
	for _, j := range list {
		names = append(names, j.name)
		b.noted[j.name] = true
	}
	b.claims = append(b.claims, strings.Join(names, " "))
	if len(b.claims) == b.fails {
		return errFull
	}
	return nil
}

func (b *book) sync() error {
	time.Sleep(b.takes)
	if b.syncs++; b.syncs == b.failing {
		return errFull
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for name := range b.noted {
		b.durable[name] = true
	}
	return nil
}

// claimed carries out an errand with claims, and checks that every call comes after the claim of its task is durable.
func claimed(
	t *testing.T, o Options[answer], b *bench, k *book, units [][]*job, done func(outcome) (next, error),
) error {
	t.Helper()
	k.noted, k.durable = make(map[string]bool), make(map[string]bool)
	o.Sync = k.sync
	call := func(ctx context.Context, j *job) answer {
		k.mu.Lock()
		durable := k.durable[j.name]
		k.mu.Unlock()
		if !durable {
			t.Errorf("%s is called for before its claim is durable", j.name)
		}
		return b.call(ctx, j)
	}
	return New[*job](o).Do(t.Context(), errand{Units: units, Call: call, Claim: k.claim, Done: done})
}

func TestTasksAreClaimedBeforeTheyAreCalledFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, k, o := &bench{}, &book{takes: 100 * time.Millisecond}, options(2)
		o.Claims = 4
		list := jobs(11, 50*time.Millisecond)
		units := append([][]*job{list[:3]}, alone(list[3:])...)
		must(t, claimed(t, o, b, k, units, once))
		// A claim covers four units with all their tasks. The next claim follows when at most two tasks are ready.
		if d := cmp.Diff([]string{"0 1 2 3 4 5", "6 7 8 9", "10"}, k.claims); d != "" || len(b.calls) != 11 {
			t.Error(d, b.names())
		}
	})
}

func TestAClaimIsNoSmallerThanTheCrew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, k, o := &bench{}, &book{}, options(5)
		o.Claims = 0
		must(t, claimed(t, o, b, k, alone(jobs(10, time.Second)), once))
		if k.claims[0] != "0 1 2 3 4" || b.most != 5 {
			t.Errorf("%q, %d at once", k.claims, b.most)
		}
	})
}

func TestARepeatedCallNeedsANewClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, k := &bench{}, &book{}
		list := jobs(2, time.Second)
		list[0].answers = []answer{silent}
		must(t, claimed(t, options(1), b, k, alone(list), func(o outcome) (next, error) {
			if o.Answer == silent {
				return next{Call: o.Call, Again: true}, nil
			}
			return next{}, nil
		}))
		if d := cmp.Diff([]string{"0 1", "0"}, k.claims); d != "" {
			t.Error(d)
		}
	})
}

func TestWithoutARecordThereIsNoCall(t *testing.T) {
	for _, tt := range []struct {
		what           string
		fails, failing int
		least, most    int // calls
	}{
		{"the first claim", 1, 0, 0, 0},
		{"the first sync", 0, 1, 0, 0},
		{"the second claim", 2, 0, 0, 2}, // two tasks may have gone to the workers before that claim
		{"the second sync", 0, 2, 4, 4},
	} {
		synctest.Test(t, func(t *testing.T) {
			b, k, o := &bench{}, &book{fails: tt.fails, failing: tt.failing, takes: 1500 * time.Millisecond}, options(2)
			o.Claims = 4
			err := claimed(t, o, b, k, alone(jobs(20, time.Second)), once)
			if !errors.Is(err, errFull) || len(b.calls) < tt.least || len(b.calls) > tt.most {
				t.Errorf("%s: %v after %v", tt.what, err, b.names())
			}
		})
	}
}

func TestFlushFollowsEachRecordInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o, waiting := &bench{}, options(1), []time.Time(nil)
		o.Flush = func() error {
			for _, since := range waiting {
				if late := time.Since(since); late > Flushing {
					return fmt.Errorf("%s late", late)
				}
			}
			waiting = nil
			return nil
		}
		must(t, New[*job](o).Do(t.Context(), errand{
			Units: alone(jobs(50, 7*time.Millisecond)),
			Call:  b.call,
			Done: func(outcome) (next, error) {
				waiting = append(waiting, time.Now())
				return next{}, nil
			},
		}))
		if len(waiting) > 0 {
			t.Errorf("%d are not handed over at the end", len(waiting))
		}
	})
}

func TestAFailingFlushEndsTheErrand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, o := &bench{}, options(2)
		o.Flush = func() error { return errFull }
		if err := do(t.Context(), o, b, jobs(100, 50*time.Millisecond)); !errors.Is(err, errFull) || len(b.calls) != 2 {
			t.Errorf("%v after %d calls", err, len(b.calls))
		}
	})
}
