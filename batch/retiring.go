package batch

import (
	"sync"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
)

// A retiring makes the phones of leavers inactive, or deletes them. It belongs to the goroutine of Do.
type retiring struct {
	work    *work
	engine  *run.Engine
	delete  bool
	alone   bool                   // the phones are those of a list of leavers, and not beside the rows of an import
	view    run.View               // nil if the dialer's pages cannot be read
	list    []*leaver              // in the order of the results
	leavers map[object.Key]*leaver // by folded key
	aliases *aliasLeave
	mu      sync.Mutex             // guards before
	before  map[object.Key]*former // how the phones were, by folded key
}

// resultsOf returns the results from which the engine for leavers starts.
func resultsOf(list []*leaver) []object.Result {
	results := make([]object.Result, len(list))
	for i, l := range list {
		results[i] = l.result()
	}
	return results
}

// newRetiring returns a retiring for leavers with different keys. The caller sets the engine, which starts from
// resultsOf.
func newRetiring(w *work, list []*leaver, deletes bool) *retiring {
	r := &retiring{
		work: w, delete: deletes, list: list, leavers: make(map[object.Key]*leaver),
		before: make(map[object.Key]*former),
	}
	for _, l := range list {
		r.leavers[l.key.Folded()] = l
	}
	return r
}

// begin makes the engine, beside that of the rows of the list.
func (r *retiring) begin() {
	if r.engine != nil {
		return
	}
	var l run.Ledger
	if book, records := r.work.ledger.(leavingBook); records {
		l = r.ledger(book)
	}
	r.engine = r.work.engine.Beside(resultsOf(r.list), l)
}

// ledger returns the ledger of the engine, which records into a book.
func (r *retiring) ledger(book leavingBook) *leavingLedger {
	known := func(o *object.Object) (*register.Object, *former) { return r.leaver(o).known(), r.before[o.Folded()] }
	return &leavingLedger{book, known, make(map[object.Key]bool)}
}

// record implements leaving. It records the phones that have not left: if the run is cut off, or cannot retire a phone
// now, the next run finds them here. A phone that has come to somebody else is left out.
func (r *retiring) record(to *register.Recording) error {
	r.begin()
	for i, l := range r.list {
		if r.engine.Done(i) || l.refused.Code == codes.TakenByOther {
			continue
		}
		if err := to.Leaves(&object.Object{Key: l.key, Phone: &l.phone}, l.known()); err != nil {
			return err
		}
	}
	return nil
}

// leaver returns the leaver of an object.
func (r *retiring) leaver(o *object.Object) *leaver { return r.leavers[o.Folded()] }

// login returns the login of a phone, as its page shows it or as the register knows it.
func (r *retiring) login(o *object.Object) string {
	if was := r.before[o.Folded()]; was != nil {
		return was.Phone.PhoneLogin
	}
	if was := r.leaver(o).was; was != nil {
		return was.Login
	}
	return ""
}
