package pace

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// A model is a dialer in made-up time. The calls at the dialer share its capacity evenly.
type model struct {
	rate   func(n int) float64 // the calls that the dialer ends in a second if n calls are at the dialer
	way    time.Duration       // there and back, for each call and once more for each new connection
	slow   time.Duration       // how much longer the first connection takes to set up
	shared bool                // all calls share one connection
	spread float64             // the work of the calls is lognormal with this sigma, 1 on average; 0 means equal calls
	seed   uint64
	calls  int
	change int                 // after so many calls, later becomes the rate; 0 means never
	later  func(n int) float64 // the rate after the change
}

// A modelled is a call of a model.
type modelled struct {
	began, ended float64       // in seconds since the start of the run
	arrives      float64       // when the call is at the dialer
	returns      float64       // when the answer is back; 0 if the dialer is not done
	work         float64       // what is left of the call's work
	fresh        bool          // the call has a new connection
	connect      time.Duration // how long the new connection took to set up
}

// A trial is what happened in a run of a model.
type trial struct {
	calls []modelled // in the order in which they ended
	busy  float64    // the average number of calls at the dialer
}

// epoch is the start of every run of a model.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func clock(seconds float64) time.Time { return epoch.Add(span(seconds)) }

func span(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

// run makes the calls of a model with a number of workers, at the pace of a pacer.
func (m model) run(p Pacer, workers int) (t trial) {
	r := rand.New(rand.NewPCG(m.seed, 1))
	t.calls = make([]modelled, 0, m.calls)
	pace := turn{pacer: p}
	var under []*modelled
	var now float64
	begun, connections, rate := 0, 0, m.rate
	for len(t.calls) < m.calls {
		wake := math.Inf(1)
		for begun < m.calls && len(under) < workers {
			wait, ok := pace.wait(clock(now), len(under))
			if !ok {
				if wait > 0 {
					wake = now + max(wait.Seconds(), 1e-9)
				}
				break
			}
			pace.release()
			c := m.begin(now, len(under) == connections && (connections == 0 || !m.shared), r)
			if begun++; c.fresh {
				if connections++; connections == 1 {
					c.connect += m.slow
					c.arrives += m.slow.Seconds()
				}
			}
			under = append(under, c)
		}
		now = m.pass(under, now, wake, rate, &t)
		under = slices.DeleteFunc(under, func(c *modelled) bool {
			if c.returns == 0 || c.returns > now {
				return false
			}
			c.ended = now
			t.calls = append(t.calls, *c)
			p.Learn(clock(now), span(c.ended-c.began), m.reading(c))
			return true
		})
		if m.change > 0 && len(t.calls) >= m.change {
			rate = m.later
		}
	}
	t.busy /= now
	return t
}

// begin makes a call that begins at the time now.
func (m model) begin(now float64, fresh bool, r *rand.Rand) *modelled {
	c := &modelled{began: now, fresh: fresh, arrives: now + m.way.Seconds()/2}
	if fresh {
		c.connect = m.way
		c.arrives += m.way.Seconds()
	}
	c.work = math.Exp(m.spread*r.NormFloat64() - m.spread*m.spread/2) // 1 on average
	return c
}

// pass lets time pass until the next event, or until the time wake, and returns the new time.
func (m model) pass(under []*modelled, now, wake float64, rate func(int) float64, t *trial) float64 {
	var at []*modelled
	for _, c := range under {
		switch {
		case c.returns > 0:
			wake = min(wake, c.returns)
		case c.arrives > now:
			wake = min(wake, c.arrives)
		default:
			at = append(at, c)
		}
	}
	speed := rate(len(at)) / float64(max(len(at), 1))
	for _, c := range at {
		wake = min(wake, now+c.work/speed)
	}
	t.busy += (wake - now) * float64(len(at))
	for _, c := range at {
		if c.work -= (wake - now) * speed; c.work < 1e-9 {
			c.returns = wake + m.way.Seconds()/2
		}
	}
	return wake
}

// reading returns the reading of the answer to a call.
func (m model) reading(c *modelled) Reading {
	return Reading{Voice: Heard, Way: c.connect, Dialled: c.connect}
}

// perSecond returns the calls that ended in a second, on average.
func (t trial) perSecond() float64 {
	return float64(len(t.calls)) / t.calls[len(t.calls)-1].ended
}

// quantile returns the duration that a part of some calls do not exceed, in seconds.
func quantile(calls []modelled, part float64) float64 {
	list := make([]float64, len(calls))
	for i, c := range calls {
		list[i] = c.ended - c.began
	}
	slices.Sort(list)
	return list[int(part*float64(len(list)-1))]
}

// knee returns the rate of a dialer that needs a time for a call while at most n calls are there, and gets no faster
// with more calls.
func knee(n int, each time.Duration) func(int) float64 {
	return func(at int) float64 { return float64(min(at, n)) / each.Seconds() }
}

// measured is the rate of a real dialer.
func measured(n int) float64 { return 405 * float64(n) / (float64(n) + 0.75) }
