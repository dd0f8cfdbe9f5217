package pace

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

const ms = time.Millisecond

func TestGentleMakesOneCallAtATimeAndPausesAsLong(t *testing.T) {
	for _, way := range []time.Duration{0, ms, 100 * ms} {
		synctest.Test(t, func(t *testing.T) {
			b, o, list := &bench{}, options(4), jobs(20, 100*ms+way)
			o.Pacer = Gentle(4)
			list[0].takes += way // its connection is new
			list[0].answers = []answer{{reading: Reading{Voice: Heard, Way: way}}}
			list[7].takes = 30*time.Second + way // it costs its own pause alone
			must(t, do(t.Context(), o, b, list))
			for i, c := range b.calls[1:] {
				last := b.calls[i]
				needed := last.ended.Sub(last.began) - way
				if i == 0 {
					needed -= way
				}
				if pause := c.began.Sub(last.ended) + way; pause != needed && way < 100*ms {
					t.Errorf("way %s: a pause of %s after call %d, which needed %s", way, pause, i, needed)
				}
			}
			if most := 1 + int(way/(100*ms)); b.most != most {
				t.Errorf("way %s: %d calls at once, want %d", way, b.most, most)
			}
		})
	}
}

// Half of one connection is 1/(2d) calls a second, where d is what the dialer needs for a call. Workers that wait for a
// long way make at most workers/(way+d). What is missing to the lesser of the two comes from calls of unequal length.
func TestGentleTakesAtMostHalfOfOneConnection(t *testing.T) {
	for _, way := range []time.Duration{0, ms / 5, ms, 20 * ms, 80 * ms, 200 * ms} {
		for _, needs := range []time.Duration{2 * ms, 4 * ms, 12 * ms, 30 * ms, 100 * ms} {
			for spread, least := range map[float64]float64{0: 0.97, 0.3: 0.8, 0.8: 0.75} {
				for seed := range uint64(3) {
					m := model{rate: knee(1000, needs), way: way, spread: spread, seed: seed, calls: 1000}
					got := m.run(Gentle(4), 4)
					name := fmt.Sprintf("way %s, %s needed, spread %.1f, seed %d", way, needs, spread, seed)
					most := min(0.5/needs.Seconds(), 4/(way+needs).Seconds())
					if got.busy > 0.505 || got.perSecond() < least*most {
						t.Errorf("%s: %.3f of a connection, %.1f calls/s of %.1f", name, got.busy, got.perSecond(), most)
					}
				}
			}
		}
	}
}

// A first connect that is slow by chance must not make a near dialer look far away. With one worker, or over one
// connection, no other connect shows that, so the dialer may be busy all the time of one connection, but never more.
func TestGentleIsNotMisledByASlowFirstConnect(t *testing.T) {
	for _, slow := range []time.Duration{0, 15 * ms, 150 * ms, 900 * ms} {
		for _, workers := range []int{1, 2, 4, 8} {
			for _, shared := range []bool{false, true} {
				for _, spread := range []float64{0, 0.3} {
					m := model{rate: knee(1000, 20*ms), way: ms, slow: slow, shared: shared, spread: spread, calls: 1000}
					most := 0.54
					if slow == 15*ms && (workers == 1 || shared) {
						most = 1.01
					}
					if got := m.run(Gentle(workers), workers); got.busy > most {
						t.Errorf("%s slower, %d workers, one connection %t, spread %.1f: %.3f of a connection",
							slow, workers, shared, spread, got.busy)
					}
				}
			}
		}
	}
}

// Over https to a dialer far away the call that dials takes the connection of another call, which is free earlier.
func TestGentleLearnsTheWayFromConnectionsOfOtherCalls(t *testing.T) {
	p, now := Gentle(4).(*gentle), epoch
	for _, r := range []Reading{{Way: 80 * ms, Dialled: 80 * ms}, {Dialled: 81 * ms}} {
		now, _ = p.Next(now, 0)
		now = now.Add(110*ms + r.Way)
		r.Voice = Heard
		p.Learn(now, 110*ms+r.Way, r)
	}
	if p.needs != 30*ms {
		t.Errorf("the dialer needs %s", p.needs)
	}
}

// Where all calls share one connection, nothing confirms the way.
func TestGentleTriesToConfirmTheWayAFewTimes(t *testing.T) {
	p, now := Gentle(4), epoch
	early := 0
	for range 20 {
		at, _ := p.Next(now, 0)
		if beside, ok := p.Next(at, 1); ok && beside == at {
			early++
		}
		now = at.Add(20 * ms)
		r := Reading{Voice: Heard}
		if early == 0 && now.Sub(epoch) == 20*ms {
			r.Way, now = 15*ms, now.Add(15*ms)
		}
		p.Learn(now, 20*ms+r.Way, r)
		p.Learn(now, 20*ms, Reading{Voice: Heard})
	}
	if early != mostTries {
		t.Errorf("%d calls began early, want %d", early, mostTries)
	}
}

// Over a way of 80 ms, 4 workers keep within twice the time of a near dialer if the dialer needs 80/15 ms or more for a
// call: 4/(80+d) is then at least half of 1/(2d). For 4 ms the time is 2.7 times as long, and for 2 ms 5.2 times; 8
// workers take 1.4 times and 2.8 times as long.
func TestGentleIsNotMuchSlowerForADialerFarAway(t *testing.T) {
	for _, tt := range []struct {
		workers int
		needs   time.Duration
		most    float64 // the time over the way, as a multiple of the time without the way
	}{
		{4, 2 * ms, 5.3},
		{4, 4 * ms, 2.7},
		{8, 2 * ms, 2.9},
		{8, 4 * ms, 1.5},
		{4, 6 * ms, 1.9},
		{4, 12 * ms, 1.05},
		{4, 100 * ms, 1.05},
	} {
		near := model{rate: knee(1000, tt.needs), calls: 1000}
		far := near
		far.way = 80 * ms
		ratio := near.run(Gentle(tt.workers), tt.workers).perSecond() / far.run(Gentle(tt.workers), tt.workers).perSecond()
		if ratio > tt.most {
			t.Errorf("%d workers, %s needed: %.2f times as long over 80ms, not %.2f", tt.workers, tt.needs, ratio, tt.most)
		}
	}
}

func TestGentleSlowsDownWithTheDialer(t *testing.T) {
	for _, way := range []time.Duration{0, 20 * ms, 80 * ms} {
		for _, spread := range []float64{0, 0.3, 0.8} {
			m := model{rate: knee(1000, 5*ms), later: knee(1000, 50*ms), way: way, spread: spread, calls: 2000, change: 1000}
			calls := m.run(Gentle(4), 4).calls
			changed := calls[999].ended
			begun := 0 // calls that begin in the first 200 ms
			for _, c := range calls {
				if c.began > changed && c.began < changed+0.2 {
					begun++
				}
			}
			slow := float64(len(calls)-1000) / (calls[1999].ended - changed)
			if begun > 6 || slow > 10.5 || slow < 7 {
				t.Errorf("way %s, spread %.1f: %d calls in the first 200ms, then %.1f calls/s of 10", way, spread, begun, slow)
			}
		}
	}
}

func TestGentleBoundsThePauseAfterSilence(t *testing.T) {
	for _, tt := range []struct {
		name  string
		took  time.Duration
		voice Voice
		pause time.Duration
	}{
		{"a timeout", time.Minute, Silent, 5 * time.Second},
		{"a server error", 300 * ms, Silent, 300 * ms},
		{"a slow answer", time.Minute, Heard, time.Minute},
		{"a fault of this program", time.Minute, Mute, 0},
		{"a quick fault", ms, Mute, 19 * ms},
	} {
		p, now := Gentle(4), epoch
		call := func(took time.Duration, r Reading) (pause time.Duration) {
			at, ok := p.Next(now, 0)
			if !ok {
				t.Fatalf("%s: the only call does not go", tt.name)
			}
			pause, now = at.Sub(now), at.Add(took)
			p.Learn(now, took, r)
			return pause
		}
		call(10*ms, Reading{Voice: Heard})
		call(tt.took, Reading{Voice: tt.voice})
		if got := call(10*ms, Reading{Voice: Heard}); got != tt.pause {
			t.Errorf("%s: a pause of %s, want %s", tt.name, got, tt.pause)
		}
		if got := call(10*ms, Reading{Voice: Heard}); got != 10*ms {
			t.Errorf("%s: a pause of %s after the next call", tt.name, got)
		}
	}
}

// The crew asks for a time twice if patience pauses all workers, and makes no call after Wait.
func TestGentleForgetsCallsThatNobodyMade(t *testing.T) {
	p, now := Gentle(4), epoch
	for i := range 10 {
		at, ok := p.Next(now, 0)
		if !ok || at.After(now.Add(20*ms)) {
			t.Errorf("call %d may go at %s: %t", i, at.Sub(epoch), ok)
		}
		now = at
	}
	now = now.Add(10 * ms)
	p.Learn(now, 10*ms, Reading{Voice: Heard})
	if at, _ := p.Next(now, 0); at.Sub(now) != 10*ms {
		t.Errorf("a pause of %s", at.Sub(now))
	}
}

func TestGentleBelievesNoWayThatCannotBe(t *testing.T) {
	for name, tt := range map[string]struct {
		ways  []time.Duration // of the first calls, which need 30 ms over a way of 80 ms
		pause time.Duration   // after a call that takes 120 ms, from the end of the call
	}{
		"the way":                       {[]time.Duration{80 * ms, 80 * ms}, -40 * ms},
		"one connect, at most the half": {[]time.Duration{80 * ms}, 120*ms - 110*ms},
		"one connect of a short way":    {[]time.Duration{40 * ms}, 40 * ms},
		"the way, after a detour":       {[]time.Duration{100 * ms, 80 * ms}, -40 * ms},
		"a detour, after the way":       {[]time.Duration{80 * ms, 100 * ms}, -40 * ms},
		"the first packet was lost":     {[]time.Duration{1080 * ms}, 120 * ms},
		"a longer way than the calls":   {[]time.Duration{300 * ms, 0}, 120 * ms},
		"two, and one longer":           {[]time.Duration{300 * ms, 80 * ms}, 120*ms - 110*ms},
		"a connection that was there":   {[]time.Duration{0}, 120 * ms},
		"a connection, and then a new":  {[]time.Duration{0, 80 * ms}, 120*ms - 110*ms},
	} {
		p, now := Gentle(4), epoch
		for _, way := range append(tt.ways, 0) {
			took := 110*ms + way
			now, _ = p.Next(now, 0)
			now = now.Add(took)
			p.Learn(now, took, Reading{Voice: Heard, Way: way})
		}
		now = now.Add(time.Minute)
		p.Next(now, 0)
		p.Learn(now.Add(120*ms), 120*ms, Reading{Voice: Heard})
		if at := p.(*gentle).calls; len(at) > 0 {
			t.Errorf("%s: calls are left: %v", name, at)
		}
		if got := p.(*gentle).free.Sub(now.Add(120 * ms)); got != tt.pause {
			t.Errorf("%s: free %s after the call, want %s", name, got, tt.pause)
		}
	}
}
