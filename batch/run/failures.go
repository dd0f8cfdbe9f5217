package run

import (
	"fmt"

	"phonebatch/batch/exit"
	"phonebatch/batch/object"
)

// A FailuresError ends a run in which more rows have failed than --max-failures allows.
type FailuresError struct{ Failed, Max int }

func (e *FailuresError) Error() string {
	return fmt.Sprintf("%d rows have failed and --max-failures allows %d", e.Failed, e.Max)
}

// Status implements exit.Error.
func (e *FailuresError) Status() int { return exit.NotAll }

// Hints implements exit.Hinter.
func (e *FailuresError) Hints() []string {
	return []string{"see why they failed, then run it again with --resume"}
}

// tooMany counts an object that has failed. Objects with the status exists or invalid have not failed; those that
// SettleFound is going to settle have not failed yet. The error is that of exceeded.
func (e *Engine) tooMany(it *item) error {
	if it.foundUnseen {
		return nil
	}
	if s := it.result.Status; s != object.Refused && s != object.Unconfirmed && s != object.NotSent {
		return nil
	}
	e.count.failed++
	return e.exceeded()
}

// exceeded returns a *FailuresError if more objects have failed than MaxFailures allows.
func (e *Engine) exceeded() error {
	if most := e.options.MaxFailures.Of(e.count.sendable); e.options.MaxFailures.Given() && e.count.failed > most {
		return &FailuresError{e.count.failed, most}
	}
	return nil
}
