package batch

import (
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// A leavingBook records durably which phones are about to be retired: the ledger of an import or of a retirement.
type leavingBook interface {
	run.Ledger
	// leave records that a phone is about to be retired. was is the register's entry of the phone, and before is how
	// the phone was; both may be nil. The record is durable after the next Sync.
	leave(o *object.Object, was *register.Object, before *former) error
}

// A leavingLedger is the ledger of the engine for leavers; it implements run.Ledger.
type leavingLedger struct {
	leavingBook
	known   func(*object.Object) (*register.Object, *former)
	claimed map[object.Key]bool // by folded key
}

// Asked implements run.Ledger. What the dialer tells about leavers decides nothing later.
func (l *leavingLedger) Asked(*object.Object, object.Presence) error { return nil }

// Claim implements run.Ledger: the phones are about to be deleted.
func (l *leavingLedger) Claim(objects []*object.Object) error { return l.ClaimChanges(objects) }

// ClaimChanges implements run.Ledger.
func (l *leavingLedger) ClaimChanges(objects []*object.Object) error {
	for _, o := range objects {
		was, before := l.known(o)
		if l.claimed[o.Folded()] {
			before = nil // it is on disk, or goes there
		}
		l.claimed[o.Folded()] = true
		if err := l.leave(o, was, before); err != nil {
			return err
		}
	}
	return nil
}
