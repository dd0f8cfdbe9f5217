package run

import "phonebatch/batch/object"

// Continue takes over from an engine that has called the same dialer in this process: its pace, the answers to its
// questions, and that the dialer accepts this program. Call Continue after Connect and before the other methods. The
// other engine must not be used any more.
func (e *Engine) Continue(other *Engine) {
	e.crew.Continue(other.crew)
	e.gated, e.free = other.gated, other.free
	if e.free == nil {
		e.free = make(map[string]bool)
	}
	for i := range other.items {
		if it := &other.items[i]; it.asked {
			e.free[other.question(it)] = true
		}
	}
}

// askedBefore reports whether the dialer was asked about an object and would add it: by this engine, or by the one that
// this engine continues. The error is a *LedgerError.
func (e *Engine) askedBefore(it *item) (bool, error) {
	if it.asked || !e.free[e.question(it)] {
		return it.asked, nil
	}
	it.asked = true
	return true, recorded(e.options.Ledger.Asked(it.object, object.Absent))
}

// question returns a text that is equal for two objects if one question answers for both: the same phone with the same
// login.
func (e *Engine) question(it *item) string { return e.phoneKey(it) + " " + e.login(it) }
