package run

import (
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// Earlier is what the caller knows about an object from earlier runs.
type Earlier struct {
	Result  *object.Result  // nil if the result is unknown
	Claimed bool            // the object may have been sent
	Was     object.Presence // before the object was first sent; 0 if nobody had asked
	Edited  bool            // the object was sent with other values than the list has now
}

// The messages for rows that an earlier run has sent.
const (
	AboutToBeSent = "it was about to be sent when the run was cut off"
	sentTwice     = "the phone was added by this run, with the values that the list had before or with those that it has now"
	editedSince   = "the phone was added by this run, and the list has other values for it now"
)

// Recall gives objects the results that look returns for them. Objects that are done stay done, but those that were
// changed and not verified are left to Compare and JudgeAliases as well. Objects about which asking cannot tell keep
// that result. Objects in doubt are left to Settle. All others are new. Call Recall after Refuse and before anything is
// sent. done is the number of objects that are done.
func (e *Engine) Recall(look func(*object.Object) Earlier) (done int) {
	for i := range e.items {
		it := &e.items[i]
		was := look(it.object)
		if e.twin(it) {
			continue // look knows only the other object
		}
		if it.object.Kind == object.Alias && was.Edited {
			it.claimed = was.Claimed // what the alias needs now is found out anew
			it.changing = was.Claimed && was.Was == object.There
			continue
		}
		invalid := it.refused
		was.Edited = was.Edited || invalid // an invalid row was sent, if at all, with other values
		if was.Result != nil {
			it.result.Attempts, it.result.Duration = was.Result.Attempts, was.Result.Duration
		}
		switch {
		case was.Result != nil && was.Result.Status == object.Added:
			*it.result = *was.Result
			it.recalled, it.claimed, it.recorded = true, true, object.Added
			it.asked, it.unseen = was.Was == object.Absent, was.Was == object.Unseen
			if was.Edited {
				it.settle(object.Exists, codes.Edited, editedSince, codes.Remedy(codes.Edited))
				it.claimed = false // the ledger keeps the status added
				continue
			}
			done++
			e.count.sendable--
		case was.Result != nil && was.Result.Status == object.Updated && !was.Edited:
			*it.result = *was.Result
			it.recalled, it.claimed, it.recorded = true, true, object.Updated
			it.changing = was.Result.Verified != object.VerifiedYes
			done++
			e.count.sendable--
		case was.Claimed && was.Was == object.There && !invalid: // a change, whose outcome is unknown or too old: compare again
			it.claimed, it.changing = true, true
		case invalid && !was.Claimed:
		case was.Result != nil && was.Result.Code == codes.CannotTell:
			*it.result = *was.Result // asking again would tell nothing new
		case was.Claimed && (was.Result == nil || was.Result.Status == object.Unconfirmed):
			it.recalled, it.claimed, it.edited = true, true, was.Edited
			it.asked, it.unseen = was.Was == object.Absent, was.Was == object.Unseen
			if was.Result != nil && was.Result.Code == codes.StoredNothing {
				// The object was absent after it was sent. If it is there now, somebody else may have added it.
				it.asked, it.unseen = false, false
			}
			it.settle(object.Unconfirmed, codes.InDoubt, AboutToBeSent, codes.Remedy(codes.InDoubt))
			if was.Result != nil {
				*it.result = *was.Result
			}
			it.recorded = object.Unconfirmed
		}
	}
	return done
}
