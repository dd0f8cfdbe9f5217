package run

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// This file has what aliases need beyond phones: they are asked about, added and extended after their members, and the
// dialer's page of all aliases shows their members.

// Members are the phone_logins of the aliases that the dialer's page of all aliases shows, by the folded key of the
// alias. An alias that is not in Members may be on the dialer all the same.
type Members map[object.Key][]string

// AskAliases finds out which aliases without a result are on the dialer, and stores nothing: an alias that the page
// shows is there, and the dialer is asked about the others. An alias that is there has the status exists afterwards. An
// alias that is not there and whose id is the login of a phone is refused: the agent screen would never find that phone
// (domain rule R-03). server returns a server of the dialer for that question. lost is the status of an alias whose
// question got no answer. Errors are those of Add.
func (e *Engine) AskAliases(ctx context.Context, page Members, server func(*object.Object) string, lost object.Status) error {
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
	return e.each(ctx, errand{Units: singles(rows), Call: e.probe, Done: func(o outcome) (next, error) {
		if o.Answer.Code == apiclient.CodeAliasAbsent {
			return next{Call: func(ctx context.Context, it *item) apiclient.Reply {
				return e.line.dialer.ProbePhone(ctx, apiclient.Phone{Extension: nobody, ServerIP: server(it.object), PhoneLogin: it.object.Alias.AliasID})
			}}, nil
		}
		return e.askedStep(o, lost, track)
	}})
}

// JudgeAliases gives each alias that is there what it needs. need gets the alias.
func (e *Engine) JudgeAliases(need func(*object.Object) Change) {
	for i := range e.items {
		it := &e.items[i]
		if it.object.Kind == object.Alias && (it.unproved() || it.result.Status == object.Exists && it.result.Code != codes.CannotTell) {
			it.needs(need(it.object))
		}
	}
}

// Result returns the result so far of the object at index i. Its status is "" if the object has no result yet.
func (e *Engine) Result(i int) object.Result {
	r := *e.items[i].result
	r.Line = e.items[i].object.Line
	return r
}

// UnsettledAliases reports whether any alias has no result yet.
func (e *Engine) UnsettledAliases() bool { return len(e.pendingOf(object.Alias)) > 0 }

// BlockAliases settles the aliases that must not be sent. why returns the status and the reason, or "" for an alias
// that may be sent.
func (e *Engine) BlockAliases(why func(*object.Object) (s object.Status, message string)) {
	for _, it := range e.pendingOf(object.Alias) {
		if s, message := why(it.object); message != "" {
			it.settle(s, codes.MembersMissing, message, codes.Remedy(codes.MembersMissing))
		}
	}
}

// AddAliases extends the aliases that need it, and adds those that have no result yet. Errors are those of Add.
func (e *Engine) AddAliases(ctx context.Context) error {
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

// VerifyAliases asks about the added aliases that ConfirmAliases has not verified. Errors are those of Add.
func (e *Engine) VerifyAliases(ctx context.Context) error {
	rows := slices.DeleteFunc(ofKind(object.Alias, e.unverified()), func(it *item) bool { return it.confirmed })
	if len(rows) == 0 {
		return nil
	}
	return e.verify(ctx, rows, isThere)
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
