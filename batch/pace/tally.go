package pace

import "time"

// A tally counts calls and the time that they took together.
type tally struct {
	calls int
	spent time.Duration
	busy  bool // the calls are those of errands that kept all workers busy
}

// add counts calls that took the time spent together. The first calls that kept all workers busy replace the calls
// before; after that, no other calls count.
func (t *tally) add(calls int, spent time.Duration, busy bool) {
	switch {
	case busy && !t.busy:
		*t = tally{calls, spent, true}
	case busy == t.busy:
		t.calls, t.spent = t.calls+calls, t.spent+spent
	}
}
