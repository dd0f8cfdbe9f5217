package run

import (
	"fmt"

	"phonebatch/batch/exit"
	"phonebatch/batch/object"
)

// A Ledger records durably which objects are about to be sent, and their results. One goroutine calls its methods; only
// Sync may run beside the others. After an error of any method the engine sends nothing more.
type Ledger interface {
	// Asked records what the dialer has told about the object.
	Asked(o *object.Object, was object.Presence) error
	// Claim records that the objects are about to be sent, with the values that the dialer will store. The claim is
	// durable after the next Sync.
	Claim(objects []*object.Object) error
	// ClaimChanges is Claim for objects that are on the dialer and are about to be changed. The values of the objects
	// are those that they will have then, as far as they are known.
	ClaimChanges(objects []*object.Object) error
	// Sync makes durable what was recorded before.
	Sync() error
	// Settled records the result of the object. The record survives a kill of the process soon after the next Flush.
	Settled(o *object.Object, r *object.Result) error
	// Flush hands the records of Settled over to the disk. It does not wait.
	Flush() error
}

// noLedger is the Ledger of a run without records.
type noLedger struct{}

func (noLedger) Asked(*object.Object, object.Presence) error { return nil }

func (noLedger) Claim([]*object.Object) error { return nil }

func (noLedger) ClaimChanges([]*object.Object) error { return nil }

func (noLedger) Sync() error { return nil }

func (noLedger) Settled(*object.Object, *object.Result) error { return nil }

func (noLedger) Flush() error { return nil }

// A LedgerError ends a run whose Ledger has failed: the engine sends only objects that it can record.
type LedgerError struct{ Err error }

func (e *LedgerError) Error() string {
	return fmt.Sprintf("what is sent cannot be recorded: %s", e.Err)
}

func (e *LedgerError) Unwrap() error { return e.Err }

// Status implements exit.Error.
func (e *LedgerError) Status() int { return exit.Unexpected }

// Hints implements exit.Hinter.
func (e *LedgerError) Hints() []string {
	return []string{"make room, or mend the folder, then run it again with --resume: the register knows what was sent"}
}

// recorded returns a *LedgerError for an error of a Ledger, or nil for nil.
func recorded(err error) error {
	if err == nil {
		return nil
	}
	return &LedgerError{err}
}
