package run

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// This file has what aliases need beyond phones: they are asked about, added and extended after their members, and the
// dialer's page of all aliases shows their members.

// Members are the phone_logins of the aliases that the dialer's page of all aliases shows, by the folded key of the
// alias. An alias that is not in Members may be on the dialer all the same.
type Members map[object.Key][]string

// ofKind returns the items of a kind.
func ofKind(k object.Kind, items []*item) []*item {
	return slices.DeleteFunc(items, func(it *item) bool { return it.object.Kind != k })
}

// AskAliases finds out which aliases without a result are on the dialer, and stores nothing: an alias that the page
// shows is there, and the dialer is asked about the others. An alias that is there has the status exists afterwards, or
// the status added if a run that was cut off has claimed it when it was absent. lost is the status of an alias whose
// question got no answer. Errors are those of Add.
func (e *Engine) AskAliases(ctx context.Context, page Members, lost object.Status) error {
	var rows []*item
	for _, it := range e.pendingOf(object.Alias) {
		if _, shown := page[it.object.Folded()]; !shown {
			rows = append(rows, it)
			continue
		}
		e.exists(it, "the dialer's list of aliases shows it")
		if err := recorded(e.options.Ledger.Asked(it.object, object.There)); err != nil {
			return err
		}
	}
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Asking, len(rows))
	defer track.end()
	return e.askEach(ctx, rows, lost, track)
}

// JudgeAliases gives each alias that is there what it needs. need gets the alias.
func (e *Engine) JudgeAliases(need func(*object.Object) Change) {
	for i := range e.items {
		it := &e.items[i]
		if it.object.Kind == object.Alias && it.result.Status == object.Exists && it.result.Code != codes.CannotTell {
			it.needs(need(it.object))
		}
	}
}

// Status returns the status of the object at index i, or "" if the object has no result yet.
func (e *Engine) Status(i int) object.Status { return e.items[i].result.Status }

// AddAliases adds the aliases that have no result yet, and extends those that need it. missing returns a text that says
// which members of an alias are not on the dialer, or "": an alias whose members are missing is not sent. Errors are
// those of Add.
func (e *Engine) AddAliases(ctx context.Context, missing func(*object.Object) string) error {
	for _, it := range e.pendingOf(object.Alias) {
		if message := missing(it.object); message != "" {
			it.settle(object.NotSent, codes.MembersMissing, message, codes.Remedy(codes.MembersMissing))
		}
	}
	if err := e.Update(ctx, object.Alias, object.Updated); err != nil {
		return err
	}
	rows := e.toMove(object.Alias)
	if len(rows) == 0 {
		return nil
	}
	track := e.track(Adding, len(rows))
	defer track.end()
	return e.addEach(ctx, singles(rows), track)
}

// ConfirmAliases verifies the aliases that were added or changed and that the page shows: it compares their members
// with those that should returns. An alias that the page does not show is left to Verify. page may be nil. The error is
// a *LedgerError.
func (e *Engine) ConfirmAliases(page Members, should func(*object.Object) []string) error {
	for i := range e.items {
		it := &e.items[i]
		members, shown := page[it.object.Folded()]
		if !shown || it.object.Kind != object.Alias || !it.sentAlias() {
			continue
		}
		var differ []string
		if !SameMembers(members, e.membersOf(it, should)) {
			differ = []string{"phone_logins"}
		}
		it.found(differ)
		if err := cmp.Or(e.record(it), e.tooMany(it)); err != nil {
			return err
		}
	}
	return nil
}

// sentAlias reports whether a run has added or changed the alias, and nobody has verified it.
func (it *item) sentAlias() bool {
	s := it.result.Status
	return (s == object.Added || s == object.Unconfirmed || s.Changed()) && it.result.Verified != object.VerifiedYes
}

// membersOf returns the members that an alias should have.
func (e *Engine) membersOf(it *item, should func(*object.Object) []string) []string {
	if it.change != nil {
		return it.change.Alias.PhoneLogins
	}
	return should(it.object)
}

// UnverifiedAliases reports whether ConfirmAliases has anything to compare.
func (e *Engine) UnverifiedAliases() bool {
	return slices.ContainsFunc(e.items, func(it item) bool { return it.object.Kind == object.Alias && it.sentAlias() })
}

// SameMembers reports whether two lists have the same phone_logins, whatever their order: the dialer takes the phone
// with the least busy server. Case does not count.
func SameMembers(a, b []string) bool { return Within(a, b) && Within(b, a) }

// Within reports whether all phone_logins of a are in b. Case does not count.
func Within(a, b []string) bool {
	return !slices.ContainsFunc(a, func(login string) bool {
		return !slices.ContainsFunc(b, func(other string) bool { return strings.EqualFold(login, other) })
	})
}
