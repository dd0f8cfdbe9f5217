package pace

import (
	"math/rand/v2"
	"time"
)

// The bounds of the pause after failures.
const (
	FirstPause   = 500 * time.Millisecond
	LongestPause = 30 * time.Second
)

// Backoff returns the pause after a number of failures in a row. The pause doubles with each failure, from FirstPause
// to LongestPause. A random part of up to one half is subtracted, so that calls that failed together do not return
// together.
func Backoff(failures int) time.Duration {
	d := min(FirstPause<<min(max(failures-1, 0), 10), LongestPause)
	return d - rand.N(d/2)
}

// A Voice says whether an answer came from the dialer.
type Voice uint8

// The voices.
const (
	Mute   Voice = iota // the answer comes from a fault of this program and says nothing about the dialer
	Heard               // the dialer has answered
	Silent              // the dialer has given no usable answer
)

// A Reading is what an answer tells about the dialer, independent of the task.
type Reading struct {
	Voice   Voice
	Way     time.Duration // how long the connection for the call took to set up; 0 if the call reused a connection
	Dialled time.Duration // how long a connection took that was set up during the call, for it or not; 0 if none was
	Stay    time.Duration // how long the dialer asks for no calls; 0 if it does not ask
	Last    bool          // no further call may begin
}

// A patience tracks whether the dialer still answers, and decides on pauses for all workers.
type patience struct {
	workers int
	giveUp  time.Duration

	heard  bool      // the dialer has answered
	silent int       // the number of calls without an answer since the last answer
	since  time.Time // when the first of those calls began
	paused time.Time // no call begins before this time
}

// listen takes the reading of a call that ended now and took the time took. After as many failures in a row as there
// are workers, listen sets a pause for all workers. Each further failure makes the pause longer, up to LongestPause;
// the dialer may ask for a longer one. lost is true if a dialer that has answered before has been silent for longer
// than giveUp; silence is then the length of the silence.
func (p *patience) listen(now time.Time, took time.Duration, r Reading) (silence time.Duration, lost bool) {
	switch r.Voice {
	case Mute:
		return 0, false
	case Heard:
		p.heard, p.silent = true, 0
		return 0, false
	}
	if p.silent++; p.silent == 1 {
		p.since = now.Add(-took)
	}
	pause := r.Stay
	if over := p.silent - p.workers; over >= 0 {
		pause = max(pause, Backoff(over+1))
	}
	if p.giveUp > 0 {
		pause = min(pause, p.giveUp) // one more failure after such a pause ends the errand
	}
	if until := now.Add(pause); until.After(p.paused) {
		p.paused = until
	}
	silence = now.Sub(p.since)
	return silence, p.giveUp > 0 && p.heard && p.silent > 1 && silence > p.giveUp
}
