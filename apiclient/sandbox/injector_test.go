package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const everyFault = "reset=1%,lost-reply=2%,http500=3.5%,empty500-stored=5%,html=10%,slow=20%:1h,silent-loss=8%"

// outcomes adds n phones, one after the other, and returns the duration and the answer of each call. Call outcomes in a
// synctest bubble, so that the durations are exact.
func outcomes(t *testing.T, s *Server, n int) (all []string) {
	for i := range n {
		began := time.Now()
		status, body, err := send(t.Context(), t, s, "http://sandbox", phoneFields(fmt.Sprint(10000+i)))
		all = append(all, fmt.Sprintln(time.Since(began), status, body, err))
	}
	return all
}

func TestSharesAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 10_000
		s := New(Default())
		f := faults(t, everyFault)
		s.Inject(f, 42)
		outcomes(t, s, n)
		struck := s.Struck()
		for _, share := range f.shares {
			p := float64(share.parts) / whole
			want, deviation := n*p, math.Sqrt(n*p*(1-p))
			if got := float64(struck[share.fault]); math.Abs(got-want) > 4*deviation {
				t.Errorf("%s struck %v times in %d, want about %v", share.fault, got, n, want)
			}
		}
		undone := struck[Reset] + struck[HTTP500] + struck[HTML] + struck[SilentLoss]
		if stored := len(s.Phones()); stored != n-undone {
			t.Errorf("%d phones are stored, want %d: %v", stored, n-undone, struck)
		}
	})
}

func TestSeedRepeatsTheSequence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		run := func(text string, seed uint64) []string {
			s := New(Default())
			s.Inject(faults(t, text), seed)
			return outcomes(t, s, 300)
		}
		reversed := strings.Split(everyFault, ",")
		slices.Reverse(reversed)
		first := run(everyFault, 7)
		if !slices.Equal(first, run(everyFault, 7)) || !slices.Equal(first, run(strings.Join(reversed, ","), 7)) {
			t.Error("the same seed made another sequence")
		}
		if slices.Equal(first, run(everyFault, 8)) {
			t.Error("another seed made the same sequence")
		}
		if slices.Equal(run(everyFault, 0), run(everyFault, 0)) {
			t.Error("seed 0 made the same sequence twice")
		}
	})
}

// A delayed call is done at the end of its delay although the client has left.
func TestSlowCallOutlivesItsClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Default())
		s.Inject(faults(t, "slow=100%:10s"), 1)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		_, _, err := send(ctx, t, s, "http://sandbox", phoneFields("1000"))
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took != 3*time.Second {
			t.Errorf("the client was kept for %v, with %v", took, err)
		}
		time.Sleep(7*time.Second - 1)
		synctest.Wait()
		if len(s.Phones()) != 0 {
			t.Error("done before its time")
		}
		s.Wait()
		if took := time.Since(began); len(s.Phones()) != 1 || took != 10*time.Second {
			t.Errorf("%d phones after %v", len(s.Phones()), took)
		}
		s.Wait() // returns at once: no request is running
	})
}

// RoundTrip reads the body before it returns, because the client may change the body afterwards.
func TestSlowCallWithABrokenBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Default())
		s.Inject(faults(t, "slow=100%"), 1)
		body := io.MultiReader(strings.NewReader(phoneFields("1000").Encode()), brokenReader{io.ErrUnexpectedEOF})
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://sandbox"+APIPath, body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if _, err := s.RoundTrip(r); !errors.Is(err, ErrDropped) || len(s.Phones()) != 0 {
			t.Errorf("%d phones, %v", len(s.Phones()), err)
		}
		large := phoneFields("1000", "x", strings.Repeat("x", maxBody))
		if status, _, err := send(t.Context(), t, s, "http://sandbox", large); status != http.StatusRequestEntityTooLarge {
			t.Errorf("a body of over 1 MiB got %d, %v", status, err)
		}
	})
}

func TestCapacity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := New(Default())
		s.Capacity(4, 100*time.Millisecond)
		atOnce := func(n int) (took []time.Duration) {
			took = make([]time.Duration, n)
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() {
					began := time.Now()
					if _, body, err := send(t.Context(), t, s, "http://sandbox", phoneFields("1000")); err != nil {
						t.Errorf("%q, %v", body, err)
					}
					took[i] = time.Since(began)
				})
			}
			all.Wait()
			slices.Sort(took)
			return took
		}
		const ms = time.Millisecond
		if took := atOnce(4); !slices.Equal(took, []time.Duration{100 * ms, 100 * ms, 100 * ms, 100 * ms}) {
			t.Errorf("4 at once took %v", took)
		}
		if took := atOnce(8); took[3] != 100*ms || took[4] != 125*ms || took[7] != 200*ms {
			t.Errorf("8 at once took %v", took)
		}
		s.Inject(faults(t, "slow=100%:1s"), 1)
		if took := atOnce(1); took[0] != 1100*ms {
			t.Errorf("a slow one took %v", took)
		}
		s.Inject(faults(t, "reset=100%"), 1)
		began := time.Now()
		if _, _, err := send(t.Context(), t, s, "http://sandbox", phoneFields("1")); !errors.Is(err, ErrDropped) || !time.Now().Equal(began) {
			t.Errorf("a reset took %v: %v", time.Since(began), err)
		}
		s.Inject(Faults{}, 0)
		s.Capacity(0, time.Hour)
		if took := atOnce(8); took[7] != 0 {
			t.Errorf("without a model, 8 at once took %v", took)
		}
	})
}
