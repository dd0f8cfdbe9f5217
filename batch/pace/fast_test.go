package pace

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestFastAsksMoreOfADialerThatDoesNotMind(t *testing.T) {
	for most, want := range map[int]int{0: 8, -1: 8, 1: 1, 3: 3, 20: 20} {
		synctest.Test(t, func(t *testing.T) {
			b, o := &bench{}, options(50)
			o.Pacer = Fast(most)
			must(t, do(t.Context(), o, b, jobs(600, 100*ms)))
			if b.most != want {
				t.Errorf("most %d: %d calls at once, want %d", most, b.most, want)
			}
			for i, c := range b.calls[1:16] {
				if c.began.Before(b.calls[i].ended) {
					t.Errorf("most %d: call %d did not go alone", most, i+2)
				}
			}
		})
	}
}

func TestFastLetsCallsGoAloneAgain(t *testing.T) {
	for _, tt := range []struct {
		needs time.Duration
		every float64 // in seconds
	}{
		{10 * ms, 20},
		{100 * ms, 32 * 0.8}, // 8 calls take 0.8 s
	} {
		var rounds []float64
		inARow := 0
		m := model{rate: knee(8, tt.needs), calls: int(100 / tt.needs.Seconds() * 8)}
		calls := m.run(Fast(0), 8).calls
		for i, c := range calls[1:] {
			if inARow++; c.began < calls[i].ended {
				inARow = 0
			}
			if inARow == 7 { // 8 calls, one after the other
				rounds = append(rounds, c.ended)
			}
		}
		for i, at := range rounds[2:] {
			if gap := at - rounds[i+1]; gap < tt.every || gap > tt.every+3 {
				t.Errorf("%s: calls go alone after %.1fs, want %.1fs", tt.needs, gap, tt.every)
			}
		}
		if len(rounds) < 4 {
			t.Errorf("%s: calls go alone at %.1f", tt.needs, rounds)
		}
	}
}

// taught returns a fast Pacer with the limit 8, for a dialer whose calls take 100 ms, and the time.
func taught(t *testing.T) (f *fast, now time.Time) {
	t.Helper()
	f, now = Fast(0).(*fast), epoch
	for range 100 {
		now = now.Add(100 * ms)
		f.Learn(now, 100*ms, Reading{Voice: Heard})
	}
	if f.atOnce() != 8 {
		t.Fatalf("the limit is %d", f.atOnce())
	}
	return f, now
}

func TestFastLearnsFromReadings(t *testing.T) {
	heard, silent := Reading{Voice: Heard}, Reading{Voice: Silent}
	for _, tt := range []struct {
		name    string
		answers int
		took    time.Duration
		reading Reading
		want    int // the limit afterwards
	}{
		{"two slow answers", 2, time.Second, heard, 8},
		{"three slow answers", 3, time.Second, heard, 4},
		{"three answers that are a little slow", 3, 500 * ms, heard, 8},
		{"a window of answers that are a little slow", 12, 200 * ms, heard, 6},
		{"a window of answers within the goal", 12, 160 * ms, heard, 8},
		{"three calls without an answer", 3, 10 * ms, silent, 4},
		{"faults of this program", 12, time.Second, Reading{}, 8},
		{"new connections", 12, 250 * ms, Reading{Voice: Heard, Way: 100 * ms}, 8},
	} {
		f, now := taught(t)
		began := now
		for range tt.answers {
			now = now.Add(ms)
			f.Learn(now, tt.took, tt.reading)
			f.since = began.Add(-time.Hour) // all calls count
		}
		if f.atOnce() != tt.want {
			t.Errorf("%s: the limit is %d, want %d", tt.name, f.atOnce(), tt.want)
		}
	}
}

func TestFastIgnoresCallsThatBeganBeforeTheLimitMoved(t *testing.T) {
	f, now := taught(t)
	slow := func(answers, want int) {
		t.Helper()
		for range answers {
			now = now.Add(ms)
			f.Learn(now, time.Second, Reading{Voice: Heard})
		}
		if f.atOnce() != want {
			t.Errorf("the limit is %d, want %d", f.atOnce(), want)
		}
	}
	now = now.Add(time.Second)
	slow(3, 4)
	slow(5, 4)
	now = now.Add(time.Second)
	slow(3, 2)
}
