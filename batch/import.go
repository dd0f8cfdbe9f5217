package batch

import (
	"phonebatch/batch/run"
)

// An Import adds the phones of a list.
type Import struct {
	Job
	NoProbe  bool // do not ask the dialer about the rows before adding
	NoVerify bool // do not ask the dialer about the phones after adding
	Undoable bool // first add and delete a throw-away phone
	First    int  // greatest number of phones to add; 0 means no limit
	Delete   bool // delete the phones of missing people, and do not only make them inactive (Memory.RetireMissing)
	// Session holds the dialer's lock and the run in the register. It is nil for an import that cannot be resumed.
	Session *Session
	// Confirm is called before the first phone is added. An error of Confirm ends the import; nothing is added then.
	// May be nil.
	Confirm func(dialer string, p run.Plan) error

	// Together holds the imports of the same list on other dialers, of which this is the one with the index Part. It is
	// nil for an import on one dialer.
	Together *Together
	Part     int

	leaving *retiring // the phones of missing people; nil if there are none
}
