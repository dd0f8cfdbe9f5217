package run

import (
	"cmp"
	"context"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A View is what one page of the dialer shows: all phones that the API user may view, by folded key. The fields that
// the page does not show are empty. A phone that is not in the View may be on the dialer all the same.
type View map[object.Key]*apiclient.Phone

// shownFields are the fields that the page shows (contract/PAGES.md) and that the list may set.
var shownFields = []apiclient.Field{apiclient.Protocol, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneFullName, apiclient.AdminUserGroup}

// Look reads a page of the dialer at the pace of the run. read makes one request and says what the dialer answered. The
// error says why ctx ended before.
func (e *Engine) Look(ctx context.Context, read func(context.Context) apiclient.Reply) error {
	_, err := e.crew.Once(ctx, func(ctx context.Context, _ *item) apiclient.Reply { return read(ctx) }, nil)
	return err
}

// See takes the view in place of the questions of Ask: objects that the view shows exist, and Add sends the others
// without a question. An object that the view does not show may be there all the same; then the dialer refuses it. Call
// See after Gate. The error is a *LedgerError.
func (e *Engine) See(v View) error {
	for _, it := range e.pending() {
		if known, err := e.askedBefore(it); known || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		was := object.Unseen
		if v[it.object.Folded()] != nil {
			was = object.There
			e.exists(it, "the dialer's list of phones shows it")
		} else {
			it.unseen = true
		}
		if err := recorded(e.options.Ledger.Asked(it.object, was)); err != nil {
			return err
		}
	}
	return nil
}

// Review compares objects with a view that was read after they were sent. It verifies added objects that the view
// shows, and settles objects whose answer was lost: if the view before the sending did not show the object, and this
// view does, this run has stored it. Objects that the view does not show are left to Verify. v may be nil: then nobody
// can tell whose the lost objects are. Errors are those of Add.
func (e *Engine) Review(v View) error {
	for i := range e.items {
		it := &e.items[i]
		shown := v[it.object.Folded()]
		switch {
		case it.foundUnseen && shown != nil:
			it.foundOwn("the answer was lost; the phone, which the dialer's list did not show before, is there", editedSince)
		case it.foundUnseen:
			it.cannotTell("the answer was lost, and the phone is there; nobody had asked whether it was before")
		case shown == nil:
			continue
		}
		it.foundUnseen = false
		if shown != nil && it.result.Status == object.Added && it.result.Verified != object.VerifiedYes && !e.twin(it) {
			it.compare(shown, e.line.dialect)
		} else if !it.claimed || it.recorded == it.result.Status {
			continue
		}
		if err := cmp.Or(e.record(it), e.tooMany(it)); err != nil {
			return err
		}
	}
	return nil
}

// cannotTell settles an object that is there and that this run or somebody else has stored.
func (it *item) cannotTell(message string) {
	it.settle(object.Exists, codes.CannotTell, message, codes.Remedy(codes.CannotTell))
}

// compare compares an object with the phone that the view shows in its place. A value that the list leaves open does
// not differ.
func (it *item) compare(shown *apiclient.Phone, d apiclient.Dialect) {
	var differ []string
	for _, f := range shownFields {
		spec, known := d.Spec(apiclient.AddPhone, f.String())
		sent := strings.TrimSpace(spec.Stored(it.object.Phone.Value(f)))
		if known && sent != "" && sent != strings.TrimSpace(shown.Value(f)) {
			differ = append(differ, f.String())
		}
	}
	if len(differ) == 0 {
		it.result.Verified = object.VerifiedYes
		return
	}
	it.settle(object.Added, codes.StoredOtherwise, "the dialer shows other values than were sent: "+strings.Join(differ, ", "), codes.Remedy(codes.StoredOtherwise))
	it.result.Verified = object.VerifiedDiffers
}
