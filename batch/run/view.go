package run

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// A View is what one page of the dialer shows: all phones that the API user may view, by folded key. The fields that
// the page does not show are empty. A phone that is not in the View may be on the dialer all the same.
type View map[object.Key]*apiclient.Phone

// shownFields are the fields that the page shows (contract/PAGES.md) and that the list may set. admin_user_group is
// missing: the page shows it in the dialer's language.
var shownFields = []apiclient.Field{apiclient.Protocol, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneFullName}

// Look reads a page of the dialer at the pace of the run. read makes one request and says what the dialer answered. The
// error says why ctx ended before.
func (e *Engine) Look(ctx context.Context, read func(context.Context) apiclient.Reply) error {
	_, err := e.crew.Aside(ctx, func(ctx context.Context, _ *item) apiclient.Reply { return read(ctx) }, nil)
	return err
}

// See takes the view in place of the questions of Ask: objects that the view shows exist, and Add sends the others
// without a question. An object that the view does not show may be there all the same; then the dialer refuses it. Call
// See after Gate. The error is a *LedgerError.
func (e *Engine) See(v View) error {
	for _, it := range e.pendingOf(object.Phone) {
		if known, err := e.askedBefore(it); known || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		was := object.Unseen
		if shown := v[it.object.Folded()]; shown != nil {
			was = object.There
			e.existsAs(it, "the dialer's list of phones shows it", e.equal(it.object, shown))
		} else {
			it.unseen = true
		}
		if err := recorded(e.options.Ledger.Asked(it.object, was)); err != nil {
			return err
		}
	}
	return nil
}

// Unsettled reports whether any object has no result yet.
func (e *Engine) Unsettled() bool { return len(e.pending()) > 0 }

// Found returns the objects whose answers were lost and that are there, but that no view showed before: SettleFound
// needs to know whose they are.
func (e *Engine) Found() (list []*object.Object) {
	for i := range e.items {
		if it := &e.items[i]; it.foundUnseen {
			list = append(list, it.object)
		}
	}
	return list
}

// SettleFound settles an object of Found. shown says that the dialer's page of the phone was read, and same that the
// phone has all values that were sent: then this run has stored it, because the view before the sending did not show
// it. Otherwise nobody can tell whose the object is. Errors are those of Add.
func (e *Engine) SettleFound(o *object.Object, shown, same bool) error {
	for i := range e.items {
		it := &e.items[i]
		if it.object != o {
			continue
		}
		it.foundUnseen = false
		if shown && (same || it.edited) {
			it.foundOwn("the answer was lost; the %s, which the dialer's list did not show before, is there", editedSince)
		} else {
			it.cannotTell("the answer was lost, and the %s is there; the dialer's list did not show it before")
		}
		return cmp.Or(e.record(it), e.tooMany(it))
	}
	return nil
}

// Unverified reports whether Verify has anything to ask.
func (e *Engine) Unverified() bool { return len(e.unverified()) > 0 }

// Confirm verifies the objects of Verify that the view shows: it compares the values that were sent with those of the
// view. An object that the view does not show is left to Verify. v may be nil. The error is a *LedgerError.
func (e *Engine) Confirm(v View) error { return e.ConfirmBy(v, e.Differences) }

// ConfirmBy is Confirm with another comparison: differ returns the names of the fields in which the phone of the view
// differs from what was sent.
func (e *Engine) ConfirmBy(v View, differ func(o *object.Object, shown *apiclient.Phone) []string) error {
	rows := ofKind(object.Phone, e.unverified())
	if v == nil || len(rows) == 0 {
		return nil
	}
	track := e.track(Verifying, len(rows))
	defer track.end()
	for _, it := range rows {
		shown := v[it.object.Folded()]
		if it.missing = shown == nil; it.missing || e.twin(it) {
			continue
		}
		it.found(differ(it.object, shown))
		track.step(it.result.Verified != object.VerifiedYes)
		if err := e.record(it); err != nil {
			return err
		}
	}
	return nil
}

// cannotTell settles an object that is there and that this run or somebody else has stored. message has %s for the kind
// of the object.
func (it *item) cannotTell(message string) {
	it.settle(object.Exists, codes.CannotTell, fmt.Sprintf(message, it.object.Kind), codes.Remedy(codes.CannotTell))
}

// Differences returns the names of the fields in which a phone of a view differs from an object. A value that the
// object leaves open does not differ.
func (e *Engine) Differences(o *object.Object, shown *apiclient.Phone) (differ []string) {
	for _, f := range shownFields {
		if said, equal := e.compare(o, shown, f); said && !equal {
			differ = append(differ, f.String())
		}
	}
	return differ
}

// equal returns the fields in which a phone of a view has the values of an object.
func (e *Engine) equal(o *object.Object, shown *apiclient.Phone) (fields []apiclient.Field) {
	for _, f := range shownFields {
		if said, equal := e.compare(o, shown, f); said && equal {
			fields = append(fields, f)
		}
	}
	return fields
}

// compare reports whether a phone of a view has the value of an object in a field. said is false if the object leaves
// the value open.
func (e *Engine) compare(o *object.Object, shown *apiclient.Phone, f apiclient.Field) (said, equal bool) {
	value := o.Phone.Value(f)
	spec, known := e.line.dialect.Spec(apiclient.AddPhone, f.String())
	if !known || value == "" {
		return false, false
	}
	return true, strings.TrimSpace(spec.Stored(value)) == strings.TrimSpace(shown.Value(f))
}

// found records which fields of an object have other values on the dialer than were sent. An object in doubt stays in
// doubt: a phone with other values may be somebody else's.
func (it *item) found(differ []string) {
	it.confirmed, it.result.Verified = true, object.VerifiedYes
	message := "the dialer shows other values than were sent: " + strings.Join(differ, ", ")
	switch status := it.result.Status; {
	case len(differ) > 0 && status == object.Unconfirmed:
		it.result.Verified, it.result.Message = object.VerifiedDiffers, message
	case len(differ) > 0:
		it.settle(status, codes.StoredOtherwise, message, codes.Remedy(codes.StoredOtherwise))
		it.result.Verified = object.VerifiedDiffers
	case it.result.Code == codes.StoredOtherwise:
		it.settle(status, usual[status], "somebody has mended the phone since", "")
	}
}

// usual holds the code of the dialer's answer for each status of an object that was sent.
var usual = map[object.Status]apiclient.Code{
	object.Added: apiclient.CodeAdded, object.Updated: apiclient.CodeUpdated, object.Restored: apiclient.CodeUpdated,
	object.Retired: apiclient.CodeUpdated,
}
