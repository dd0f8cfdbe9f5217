package run

import (
	"phonebatch/batch/object"
)

// claim records that objects are about to be sent, with the values that the dialer will store.
func (e *Engine) claim(items []*item) error {
	objects := make([]*object.Object, len(items))
	for i, it := range items {
		it.claimed = true
		objects[i] = it.object.Stored(e.line.dialect)
	}
	return recorded(e.options.Ledger.Claim(objects))
}

// record gives the ledger the result of a claimed object. An object that is open again has no result to record. If an
// earlier run may have changed the object and this run has not sent it, the ledger keeps what it knows: undo needs it.
func (e *Engine) record(it *item) error {
	if !it.claimed || it.open() || it.changing && !it.result.Status.Changed() {
		return nil
	}
	it.recorded = it.result.Status
	return recorded(e.options.Ledger.Settled(it.object, it.result))
}

// Record gives the ledger the results that it does not have yet: those of claimed objects that were not sent or are in
// doubt. Call it when the run is over. The error is a *LedgerError.
func (e *Engine) Record() error {
	for i := range e.items {
		if it := &e.items[i]; it.claimed && it.recorded != it.result.Status {
			if err := e.record(it); err != nil {
				return err
			}
		}
	}
	return recorded(e.options.Ledger.Flush())
}
