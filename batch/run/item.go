package run

import (
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// An item is one object on its way to a result.
type item struct {
	object  *object.Object
	result  *object.Result
	refused bool    // pre-flight refused the object
	asked   bool    // the dialer was asked about the object and would add it
	unseen  bool    // before the object was sent, the view did not show it; no proof that it was absent
	change  *Change // what the object on the dialer needs; nil for an object that is to be added
	tries   int     // the number of calls in a row without a usable answer
	entry
	sending
	earlierRun
}

// An entry is what the ledger knows about an object.
type entry struct {
	claimed  bool          // the ledger has a claim for the object
	recorded object.Status // the status that the ledger got last
}

// A sending is how this run has sent an object.
type sending struct {
	sent       time.Time // when the object was first sent
	resent     int       // how often the object was sent again
	absentOnce bool      // the object is in doubt, and the last question did not find it

	hidden      bool // the pages of the dialer do not show the object, so nothing tells its values
	missing     bool // a view that was read after the object was sent does not show it
	confirmed   bool // a view has shown the object after it was sent
	foundUnseen bool // the answer was lost, and the object is there, which a view did not show before: see Review
}

// An earlierRun is what an earlier run did with an object.
type earlierRun struct {
	recalled bool // the earlier run sent the object
	edited   bool // the earlier run sent the object with other values than the list has now
	changing bool // the earlier run was about to change the object, and nobody has seen what came of it
}

// doubtful reports whether an earlier run has left the object in doubt.
func (it *item) doubtful() bool { return it.recalled && it.result.Status == object.Unconfirmed }

// open reports whether the object has no result yet.
func (it *item) open() bool { return it.result.Status == "" }

// settle gives an object its result.
func (it *item) settle(s object.Status, code apiclient.Code, message, hint string) {
	r := it.result
	r.Status, r.Code, r.Message, r.Hint, r.FinishedAt = s, code, message, hint, time.Now().UTC()
}

// reopen removes the result of an object, except Attempts and Duration.
func (it *item) reopen() {
	*it.result = object.Result{Attempts: it.result.Attempts, Duration: it.result.Duration}
}

// answer settles an object with the answer of the dialer.
func (it *item) answer(s object.Status, reply apiclient.Reply) {
	it.settle(s, reply.Code, reply.Message(), codes.Remedy(reply.Code))
}

// ofKind returns the items of a kind.
func ofKind(k object.Kind, items []*item) []*item {
	return slices.DeleteFunc(items, func(it *item) bool { return it.object.Kind != k })
}
