package run

import (
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// Earlier is what is known of a row from before, by its extension and server.
type Earlier struct {
	Result  *object.Result // what became of it; nil where that is not known
	Claimed bool           // it may have been sent
	Absent  bool           // before it was first sent it had been asked for, and was absent
	Edited  bool           // it was sent with other values than it has now
}

// Messages of rows that an earlier run has sent.
const (
	AboutToBeSent = "it was about to be sent when the run was cut off"
	sentTwice     = "the phone was added by this run, with the values that the list had before or with those that it has now"
	editedSince   = "the phone was added by this run, and the list has other values for it now"
)

// Recall gives rows what is known of them from before: what is done stays done, what cannot be told stays so, and rows in
// doubt are left to Settle. All others are treated as new. Call it before anything is sent. It returns how many rows are
// done.
func (e *Engine) Recall(look func(*preflight.Row) Earlier) (done int) {
	for i := range e.items {
		it := &e.items[i]
		was := look(it.row)
		if it.twin {
			continue // what is known is the other row's
		}
		invalid := !it.open()
		was.Edited = was.Edited || invalid // it cannot have been sent as it is
		if was.Result != nil {
			it.result.Attempts, it.result.Duration = was.Result.Attempts, was.Result.Duration
		}
		switch {
		case was.Result != nil && was.Result.Status == object.Added:
			*it.result = *was.Result
			it.recalled, it.claimed, it.asked, it.recorded = true, true, was.Absent, object.Added
			if was.Edited {
				it.settle(object.Exists, codes.Edited, editedSince, codes.Hint(codes.Edited))
				it.claimed = false // the ledger keeps it as added
				continue
			}
			done++
			e.sendable--
		case invalid && !was.Claimed:
		case was.Result != nil && was.Result.Code == codes.CannotTell:
			*it.result = *was.Result // asking again would tell no more
		case was.Claimed && (was.Result == nil || was.Result.Status == object.Unconfirmed):
			it.recalled, it.claimed, it.asked, it.edited = true, true, was.Absent, was.Edited
			if was.Result != nil && was.Result.Code == codes.StoredNothing {
				it.asked = false // it was absent once more since: should it be there now, somebody else may have added it
			}
			it.settle(object.Unconfirmed, codes.InDoubt, AboutToBeSent, codes.Hint(codes.InDoubt))
			if was.Result != nil {
				*it.result = *was.Result
			}
			it.recorded = object.Unconfirmed
		}
	}
	return done
}
