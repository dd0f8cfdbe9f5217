package pace

import "time"

const (
	// longestSilence is the longest pause of a gentle Pacer for a call without a usable answer.
	longestSilence = 5 * time.Second
	// lostPacket is the time to connect from which on a packet was probably lost: TCP waits at least a second before it
	// sends the first packet again (RFC 6298, section 2.1).
	lostPacket = time.Second
	// mostTries is how often a call begins early to confirm the way.
	mostTries = 3
)

// Gentle returns the Pacer that leaves the dialer alone for at least half of the time: after each call as much time
// passes as the dialer needed for the call.
//
// The time that the dialer needs for a call is the duration of the call without the time to connect, less the way: the
// time there and back. Connects below a second show the way (Reading.Way, Reading.Dialled), but a connect that took
// longer than the quickest answer shows nothing. The way is the least of them. While only one connect has shown it, it
// counts at most as half of the quickest answer, because that connect may have been slow by chance; and if there are
// several workers, up to three times a call begins while another is under way, so that it sets up a connection. Before
// any connect the way is 0. With one worker, or over one connection for all calls, a first connect that was slow by
// chance can so cost the dialer at most twice the time.
//
// Each call takes up the dialer for twice the time that the dialer needs, and calls take up the dialer one after the
// other. So calls overlap only while one of them is on its way, and at most as many as workers at once; values below 1
// count as 1. If the way is shorter than what the dialer needs, one call goes at a time.
//
// A call under way counts as if the dialer needed as long as for the newest answer, or as long as the call has lasted.
// When the call ends, its own time replaces this guess: a slow call costs its own pause. A time that Next has returned
// does not change, so one call may still begin before the pacer knows that a call under way is slow.
//
// The pause after a call without a usable answer is at most 5 seconds; package pace adds the pauses for a dialer that
// is silent. Such a call says nothing about the next one. A reading of a Mute answer teaches nothing.
func Gentle(workers int) Pacer { return &gentle{workers: max(workers, 1)} }

// A gentle is the Pacer of Gentle.
type gentle struct {
	workers  int
	connects [2]time.Duration // the two least connects below a second; 0 if there was none
	quickest time.Duration    // the least duration of an answer, without the connect; 0 before the first answer
	tries    int              // the calls that began early to confirm the way
	needs    time.Duration    // what the dialer needed for the newest answer; 0 before the first answer
	free     time.Time        // the calls that are not in the list take up the dialer until this time
	calls    []takeUp         // in the order of Next, from the first one that has not ended
}

// A takeUp is a call that takes up the dialer.
type takeUp struct {
	began time.Time
	ended bool
	costs time.Duration // how long the call takes up the dialer, if the call has ended
}

// Next implements Pacer.
func (g *gentle) Next(now time.Time, underWay int) (at time.Time, ok bool) {
	g.forget(underWay)
	if g.confirms(underWay) {
		g.tries++
		g.calls = append(g.calls, takeUp{began: now})
		return now, true
	}
	if underWay >= g.most() {
		return now, false
	}
	at = g.free
	for _, c := range g.calls {
		at = later(at, c.began).Add(g.cost(c, now))
	}
	at = later(at, now)
	g.calls = append(g.calls, takeUp{began: at})
	return at, true
}

// most returns how many calls may be under way at once: as many as begin within the duration of one call.
func (g *gentle) most() int {
	if g.needs == 0 {
		return 1
	}
	return min(g.workers, 1+int((g.way()+g.needs)/(2*g.needs)))
}

// way returns the time there and back, as far as connects have shown it.
func (g *gentle) way() time.Duration {
	switch shown, second := g.connects[0], g.connects[1]; {
	case shown > g.quickest:
		return 0
	case second == 0 || second > g.quickest:
		return min(shown, g.quickest/2)
	default:
		return shown
	}
}

// confirms reports whether a call may begin beside the one under way, to set up a connection that confirms the way.
func (g *gentle) confirms(underWay int) bool {
	return underWay == 1 && g.workers > 1 && g.tries < mostTries && g.way() > 0 && g.way() < g.connects[0]
}

// connected notes the time that a connect took.
func (g *gentle) connected(took time.Duration) {
	switch least := &g.connects; {
	case took <= 0 || took >= lostPacket:
	case least[0] == 0 || took < least[0]:
		least[0], least[1] = took, least[0]
	case least[1] == 0 || took < least[1]:
		least[1] = took
	}
}

// cost returns how long a call takes up the dialer, as far as that is known at the time now.
func (g *gentle) cost(c takeUp, now time.Time) time.Duration {
	if c.ended {
		return c.costs
	}
	return 2 * max(g.needs, now.Sub(c.began)-g.way())
}

// forget ends the newest calls if the list holds more calls than are under way: the crew has not made these calls, or
// has made them without an end that the pacer learns.
func (g *gentle) forget(underWay int) {
	for i := len(g.calls) - 1; i >= 0; i-- {
		if c := &g.calls[i]; !c.ended {
			if underWay--; underWay < 0 {
				c.ended, c.costs = true, 2*g.needs
			}
		}
	}
	g.tidy()
}

// Learn implements Pacer.
func (g *gentle) Learn(now time.Time, took time.Duration, r Reading) {
	c := g.find(now.Add(-took))
	took -= r.Way
	c.began, c.ended, c.costs = now.Add(-took), true, 2*g.needs
	g.connected(max(r.Way, r.Dialled))
	if r.Voice == Heard && (g.quickest == 0 || took < g.quickest) {
		g.quickest = max(took, 1)
	}
	needed := max(took-g.way(), 0)
	switch r.Voice {
	case Heard:
		g.needs, c.costs = max(needed, 1), 2*needed
	case Silent:
		c.costs = needed + min(needed, longestSilence)
	}
	g.tidy()
}

// find returns the call under way that began at about a time.
func (g *gentle) find(began time.Time) *takeUp {
	nearest := -1
	for i, c := range g.calls {
		if !c.ended && (nearest < 0 || c.began.Sub(began).Abs() < g.calls[nearest].began.Sub(began).Abs()) {
			nearest = i
		}
	}
	if nearest < 0 {
		g.calls = append(g.calls, takeUp{})
		nearest = len(g.calls) - 1
	}
	return &g.calls[nearest]
}

// tidy removes the calls before the first one that has not ended.
func (g *gentle) tidy() {
	for len(g.calls) > 0 && g.calls[0].ended {
		g.free = later(g.free, g.calls[0].began).Add(g.calls[0].costs)
		g.calls = g.calls[1:]
	}
}

// later returns the later one of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
