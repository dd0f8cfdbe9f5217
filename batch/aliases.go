package batch

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// askAliases finds out which aliases of the list are on the dialer, and what they need. It stores nothing. view is nil
// if the dialer's pages cannot be read. lost is the status of an alias whose question got no answer. The error is that
// of the engine's AskAliases.
func (w *work) askAliases(ctx context.Context, view run.View, lost object.Status) error {
	if len(w.aliases.objects) == 0 {
		return nil
	}
	if w.aliases.readable = view != nil; view != nil {
		var err error
		if w.aliases.page, w.aliases.silent, err = w.job.aliases(ctx, w.engine, w.client); err != nil {
			return err
		}
	}
	server := func(o *object.Object) string { return w.objects[w.aliases.rows[o][0]].Phone.ServerIP }
	if err := w.engine.AskAliases(ctx, w.aliases.page, server, lost); err != nil {
		return err
	}
	w.engine.JudgeAliases(w.needOf)
	return nil
}

// needOf returns what an alias that is on the dialer needs. An alias is changed only if all its members are known, and
// only if they are phones of the list's row or members that this program gave the alias: update_phone_alias replaces
// all members (contract/API.md, "Aliases"). It keeps the members for which stay vouches.
func (w *work) needOf(o *object.Object) run.Change {
	want := o.Alias.PhoneLogins
	was, known, sure := w.membersOf(o)
	switch {
	case w.aliases.silent: // somebody may have changed what the register knows
		return unchangeable(codes.CannotCompare, "the dialer's list of aliases gives no answer")
	case known && sure && w.job.ReplaceMembers && run.SameMembers(want, was):
		return w.hasAll(o)
	case w.job.ReplaceMembers:
		return w.replace(o, was, want)
	case !known:
		return unchangeable(codes.AliasNotOurs, "the dialer has the alias, and nobody knows its members")
	}
	foreign, kept, odd := w.foreign(o, was), was, ""
	if len(foreign) == 0 {
		kept, odd = w.stay(o, was)
	}
	members := union(kept, want)
	switch {
	case odd != "":
		return run.Change{Status: object.Refused, Code: codes.MembersMissing, Message: odd}
	case sure && run.SameMembers(members, was):
		return w.hasAll(o)
	case len(foreign) > 0:
		return unchangeable(codes.AliasNotOurs, "the dialer has the alias, with other members than those of the list: "+strings.Join(foreign, ", "))
	}
	return w.replace(o, was, members)
}

// hasAll is the result of an alias that needs nothing.
func (w *work) hasAll(o *object.Object) run.Change {
	_, seen := w.aliases.page[o.Folded()]
	return run.Change{Status: object.Exists, Code: codes.Unchanged, Message: "the alias has the phones of the list", Seen: seen}
}

// replace returns the change that gives an alias its members. The dialer cuts what does not fit into the column.
func (w *work) replace(o *object.Object, was, members []string) run.Change {
	spec, _ := w.client.Dialect().Spec(apiclient.UpdatePhoneAlias, "phone_logins")
	if list := strings.Join(members, ","); len(list) > spec.Width {
		return run.Change{Status: object.Refused, Code: codes.Cut, Message: fmt.Sprintf("the %d members take %d characters, and the dialer keeps %d", len(members), len(list), spec.Width)}
	}
	if len(was) > 0 {
		w.aliases.before[o.Folded()] = former{alias: apiclient.Alias{AliasID: o.Alias.AliasID, PhoneLogins: was}}
	}
	return run.Change{Alias: &apiclient.Alias{AliasID: o.Alias.AliasID, PhoneLogins: members}}
}

// membersOf returns the members of an alias on the dialer: those that the page shows, or else those that the register
// has. sure is false if the register does not know whether they were stored.
func (w *work) membersOf(o *object.Object) (members []string, known, sure bool) {
	if members, known = w.aliases.page[o.Folded()]; known {
		return members, true, true
	}
	if was := w.standing(o.Key); was != nil {
		return was.Members(), true, !was.InDoubt()
	}
	return nil, false, false
}

// foreign returns the members of an alias that are neither phones of the list's rows nor known to be given by this
// program.
func (w *work) foreign(o *object.Object, members []string) (list []string) {
	own := slices.Concat(o.Alias.PhoneLogins, w.gave(o.Key))
	for _, login := range members {
		if !run.Within([]string{login}, own) {
			list = append(list, login)
		}
	}
	return list
}

// gave returns the members that this program last gave an alias. After a change of which nobody knows what came of it,
// these are the members before it, too.
func (w *work) gave(alias object.Key) (logins []string) {
	for was := w.standing(alias); was != nil; was = w.before(was) {
		if logins = append(logins, was.Members()...); !was.InDoubt() {
			break
		}
	}
	return logins
}

// union returns the logins of a, and then those of b that are not in a.
func union(a, b []string) []string {
	list := slices.Clone(a)
	for _, login := range b {
		if !run.Within([]string{login}, list) {
			list = append(list, login)
		}
	}
	return list
}

// blockAliases settles the aliases whose members cannot be added. It serves a check.
func (w *work) blockAliases() {
	w.engine.BlockAliases(func(o *object.Object) (object.Status, string) { return w.absentMembers(o, "", object.Exists) })
}

// addAliases adds and extends the aliases whose members all stand. Errors are those of the engine's AddAliases.
func (w *work) addAliases(ctx context.Context) error {
	if !w.engine.UnsettledAliases() {
		return nil
	}
	active, err := w.activePhones(ctx)
	if err != nil {
		return err
	}
	w.engine.BlockAliases(func(o *object.Object) (s object.Status, message string) {
		if s, message = w.absentMembers(o, object.Added, object.Updated, object.Exists); message == "" && err == nil {
			s = object.Refused
			message, err = w.unfit(ctx, o, active)
		}
		return s, message
	})
	if err != nil {
		return err
	}
	return w.engine.AddAliases(ctx)
}

// absentMembers names the members of an alias whose status is none of the given ones, in a message. It returns "" if
// there is no such member. s is the status that the alias gets: not_sent if a resumed run may still add all missing
// members.
func (w *work) absentMembers(o *object.Object, stands ...object.Status) (s object.Status, message string) {
	var list []string
	s = object.NotSent
	for _, i := range w.aliases.rows[o] {
		status := w.engine.Result(i).Status
		if slices.Contains(stands, status) {
			continue
		}
		list = append(list, w.objects[i].Phone.PhoneLogin)
		if status != object.NotSent && status != object.Unconfirmed {
			s = object.Refused
		}
	}
	if len(list) == 0 {
		return s, ""
	}
	return s, "these phones are not there: " + strings.Join(list, ", ")
}

// proveAliases compares the aliases that were added or changed with the dialer's list of aliases, or asks about those
// that were added. Errors are those of the engine's ConfirmAliases and Verify.
func (w *work) proveAliases(ctx context.Context) error {
	if !w.engine.UnverifiedAliases() {
		return nil
	}
	if w.aliases.page != nil {
		should := func(o *object.Object) []string { return o.Alias.PhoneLogins }
		if err := w.job.confirmAliases(ctx, w.engine, w.client, should); err != nil {
			return err
		}
	}
	return w.engine.VerifyAliases(ctx)
}
