package pace

import (
	"time"

	"golang.org/x/time/rate"
)

// A Pacer decides when calls go out. Only the goroutine that owns the Crew calls its methods.
type Pacer interface {
	// Next reserves a time for the next call and returns that time. The Crew calls Next once for each call, and once
	// more after a pause for all workers. underWay is the number of calls that have begun and not ended. If ok is
	// false, the call waits until another call ends. If no call is under way, the Crew ignores ok.
	Next(now time.Time, underWay int) (at time.Time, ok bool)
	// Learn takes the reading of a call that ended at the time now and took the time took.
	Learn(now time.Time, took time.Duration, r Reading)
}

// AtMost returns the Pacer with a fixed rate: perSecond calls a second over all workers, evenly spread. 0 is no limit.
// Time without calls does not allow more calls later.
func AtMost(perSecond float64) Pacer {
	limit := rate.Inf
	if perSecond > 0 {
		limit = rate.Limit(perSecond)
	}
	return fixed{rate.NewLimiter(limit, 1)}
}

// A fixed is a Pacer with a fixed rate.
type fixed struct{ limiter *rate.Limiter }

// Next implements Pacer.
func (f fixed) Next(now time.Time, _ int) (at time.Time, ok bool) {
	return now.Add(f.limiter.ReserveN(now, 1).DelayFrom(now)), true
}

// Learn implements Pacer. A fixed rate learns nothing.
func (fixed) Learn(time.Time, time.Duration, Reading) {}

// A turn is the time that the pacer has reserved for the next call.
type turn struct {
	pacer Pacer
	at    time.Time // zero if no time is reserved
}

// wait reserves a time for the next call, unless one is reserved. now reports whether the call may go out at the time
// at. If not, wait is the time left, or 0 if the call must wait until another call ends.
func (t *turn) wait(at time.Time, underWay int) (wait time.Duration, now bool) {
	if t.at.IsZero() {
		next, ok := t.pacer.Next(at, underWay)
		switch {
		case ok:
			t.at = next
		case underWay > 0:
			return 0, false
		default:
			t.at = at
		}
	}
	if left := t.at.Sub(at); left > 0 {
		return left, false
	}
	return 0, true
}

// release gives up the reserved time.
func (t *turn) release() { t.at = time.Time{} }
