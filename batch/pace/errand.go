package pace

import (
	"context"
	"fmt"
	"time"
)

// A Call makes one request for a task and returns the answer. Workers run several calls concurrently.
type Call[T, A any] func(ctx context.Context, task T) A

// An Outcome is the answer to one call, with its circumstances.
type Outcome[T, A any] struct {
	Task   T
	Answer A
	Began  time.Time
	Took   time.Duration
	Call   Call[T, A] // the call that was made
	Look   bool       // copied from the Next that asked for the call
}

// A Next is what a task needs after an outcome. The zero Next means nothing more: the next task of the unit follows.
type Next[T, A any] struct {
	Call  Call[T, A]
	After time.Duration // the shortest wait before the call; ignored if Again is set
	Look  bool          // the call asks what an earlier call did; an interruption leaves time for such calls
	Again bool          // the call may store something once more: the task needs a new claim
}

// An Errand is a call to make for many tasks.
type Errand[T, A any] struct {
	// Units are lists of tasks. The tasks of a unit are processed one after the other: a task follows when the task
	// before it needs nothing more. Units begin in their order, and several are under way at once. No unit is empty.
	Units [][]T
	Call  Call[T, A]
	// Claim records that the tasks are about to get their calls. Nil means that calls need no claim. An error ends the
	// errand.
	Claim func(tasks []T) error
	// Done takes each outcome, in the order of arrival, and returns what the task needs next. An error ends the errand.
	Done func(Outcome[T, A]) (Next[T, A], error)
}

// Options of a Crew. Read, Panicked and Pacer are required.
type Options[A any] struct {
	Workers int // the most calls under way at once; values below 1 count as 1
	Pacer   Pacer
	GiveUp  time.Duration // how long to wait for a dialer that has answered before; 0 is without limit
	Grace   time.Duration // how long calls under way, and looks, may continue after an interruption
	Claims  int           // the most units that one claim covers; values below Workers count as Workers
	// Read says what an answer tells about the dialer. Workers call Read concurrently.
	Read func(A) Reading
	// Panicked makes an answer from the value with which a call panicked. Workers call Panicked concurrently.
	Panicked func(value any) A
	// Sync makes durable what Errand.Claim recorded. Sync runs beside the other functions, but never twice at once. Nil
	// means that there is nothing to make durable.
	Sync func() error
	// Flush hands over what Errand.Done recorded: every Flushing, and at the end of an errand. Flush may be nil.
	Flush func() error
}

// Flushing is the longest time that a record waits to be handed over, so that one Flush serves many tasks.
const Flushing = 20 * time.Millisecond

// A SilenceError ends an errand: a dialer that had answered before has been silent for longer than Options.GiveUp.
type SilenceError[T, A any] struct {
	Last Outcome[T, A]
	For  time.Duration
}

func (e *SilenceError[T, A]) Error() string {
	return fmt.Sprintf("no answer for %s", e.For.Round(time.Second))
}
