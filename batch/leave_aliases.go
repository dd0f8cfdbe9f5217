package batch

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An alias with an inactive member makes logins fail (contract/API.md, "Aliases"): this file takes phones out of their
// aliases before they are retired.

// An aliasLeave takes phones out of their aliases. It belongs to the goroutine of Do.
type aliasLeave struct {
	work     *work
	engine   *run.Engine // of the phones
	readable bool        // the dialer's pages can be read
	phone    func(*object.Object) (login string, was *former)
	book     leavingBook // records what becomes of aliases; nil for a check
	joints   []*joint
}

// A joint is an alias with phones that leave.
type joint struct {
	apiclient.Alias
	leave []*object.Object
	stay  []string // the other members that phones have
	dead  []string // the other members that no phone has any more
}

// fullAlias is the length of a list of members that the dialer may have cut, in characters.
const fullAlias = 255

// seek finds the aliases of the phones that are left, and asks the dialer about each change. A phone in an alias
// whose members are not known is settled. If this user may not view the dialer's pages, the register tells the aliases
// that this program made, and AliasesUnseen hears that phones may be in others; if the page of the aliases alone cannot be
// read now, no phone is retired. The error is a *run.StopError, or says why ctx ended.
func (l *aliasLeave) seek(ctx context.Context) error {
	left := l.engine.Left()
	if len(left) == 0 {
		return nil
	}
	if !l.readable || l.work.job.Lists.Aliases == nil {
		if l.work.job.AliasesUnseen != nil {
			l.work.job.AliasesUnseen()
		}
		return l.enterAll(ctx, l.recorded())
	}
	var list []pages.Alias
	unread, err := l.work.job.page(ctx, l.engine, l.work.job.insisting(), func(ctx context.Context) (err error) {
		list, err = l.work.job.Lists.Aliases(ctx, l.work.client)
		return err
	})
	if err != nil {
		return err
	}
	if unread != nil {
		for _, o := range left {
			l.engine.Decide(o, object.Refused, codes.AliasUnknown, "the dialer's aliases cannot be read now: "+unread.Error())
		}
		return nil
	}
	for _, a := range list {
		if len(strings.Join(a.Logins, ",")) >= fullAlias {
			l.refuseUnknown(&a)
		}
	}
	return l.enterAll(ctx, list)
}

// enterAll enters the aliases in which phones are that leave.
func (l *aliasLeave) enterAll(ctx context.Context, list []pages.Alias) error {
	for _, a := range list {
		if err := l.enter(ctx, &a); err != nil {
			return err
		}
	}
	return nil
}

// recorded returns the aliases that this program made, with the members that it last gave them. It settles the phones
// that are in an alias of which the register does not know whether its last members were stored.
func (l *aliasLeave) recorded() (list []pages.Alias) {
	m := l.work.job.Memory
	if m == nil {
		return nil
	}
	known, err := m.Register.Aliases(m.Dialer)
	if err != nil {
		for _, o := range l.engine.Left() {
			l.engine.Decide(o, object.Refused, codes.AliasUnknown, "the register's entries of aliases are damaged: "+err.Error())
		}
		return nil
	}
	for _, a := range known {
		if !a.InDoubt() {
			list = append(list, pages.Alias{ID: a.Name, Logins: a.Members()})
			continue
		}
		for _, o := range l.engine.Left() {
			if l.has(a.Members(), l.login(o)) {
				l.engine.Decide(o, object.Refused, codes.AliasUnknown, "a run that was cut off was about to change the alias "+a.Name+" of the phone")
			}
		}
	}
	return list
}

// refuseUnknown settles the phones that are in an alias whose list of members may be cut.
func (l *aliasLeave) refuseUnknown(a *pages.Alias) {
	last := a.Logins[len(a.Logins)-1]
	for _, o := range l.engine.Left() {
		login := l.login(o)
		if l.has(a.Logins, login) || last != "" && strings.HasPrefix(strings.ToLower(login), strings.ToLower(last)) {
			l.engine.Decide(o, object.Refused, codes.AliasUnknown, "the phone is in the alias "+a.ID+", whose list of members is full and may be cut")
		}
	}
}

// login returns the login of a phone, or "" if nobody knows it.
func (l *aliasLeave) login(o *object.Object) string {
	login, _ := l.phone(o)
	return login
}

// has reports whether a login is among the members of an alias.
func (l *aliasLeave) has(members []string, login string) bool {
	fold := l.work.client.Dialect().Fold
	return login != "" && slices.ContainsFunc(members, func(m string) bool { return fold(m) == fold(login) })
}

// enter enters an alias in which phones are that leave, and rehearses its change.
func (l *aliasLeave) enter(ctx context.Context, a *pages.Alias) error {
	j := &joint{Alias: apiclient.Alias{AliasID: a.ID, AliasName: a.Name, PhoneLogins: a.Logins}}
	for _, o := range l.engine.Left() {
		if l.has(a.Logins, l.login(o)) {
			j.leave = append(j.leave, o)
		}
	}
	if len(j.leave) == 0 {
		return nil
	}
	l.divide(j)
	if err := l.rehearse(ctx, j); err != nil {
		return err
	}
	for _, o := range j.leave {
		if _, was := l.phone(o); was != nil {
			was.aliases = append(was.aliases, j.Alias)
		}
	}
	l.joints = append(l.joints, j)
	return nil
}

// divide finds the members that stay in an alias.
func (l *aliasLeave) divide(j *joint) {
	gone := slices.Clone(j.dead)
	for _, o := range j.leave {
		gone = append(gone, l.login(o))
	}
	j.stay = slices.DeleteFunc(slices.Clone(j.PhoneLogins), func(m string) bool { return m == "" || l.has(gone, m) })
}

// rehearse asks the dialer about the change of an alias. A member that no phone has any more is left out: the dialer
// refuses a list that names it. If the dialer refuses the change, the phones are settled.
func (l *aliasLeave) rehearse(ctx context.Context, j *joint) error {
	for len(j.stay) > 0 {
		reply, err := askAgain(ctx, l.engine, l.work.job.Run.GiveUp, func(ctx context.Context) apiclient.Reply {
			return l.work.client.RehearseAliasUpdate(ctx, apiclient.Alias{AliasID: j.AliasID, PhoneLogins: j.stay})
		})
		switch {
		case err != nil:
			return err
		case reply.Code == apiclient.CodeMemberAbsent && reply.Known < len(j.stay):
			j.dead = append(j.dead, j.stay[reply.Known])
			l.divide(j)
			continue
		case reply.Code != apiclient.CodeMemberAbsent && reply.Code != apiclient.CodeAliasAbsent:
			l.keepIn(j, reply)
		}
		return nil
	}
	return nil
}

// keepIn settles the phones of an alias that cannot be changed: they stay in the alias, and active.
func (l *aliasLeave) keepIn(j *joint, reply apiclient.Reply) {
	status := object.Refused
	if reply.Code.Unclear() || reply.Code == apiclient.CodeNeverSent {
		status = object.Unconfirmed
	}
	for _, o := range j.leave {
		l.engine.Decide(o, status, reply.Code, fmt.Sprintf("its alias %s: %s", j.AliasID, reply.Message()))
	}
}

// leave takes the phones that are left out of their aliases. An alias whose phones all leave is deleted; if this
// user may not delete it, it stays: nobody is to log in with it. Errors are those of seek, or a *run.LedgerError.
func (l *aliasLeave) leave(ctx context.Context) error {
	for _, j := range l.joints {
		left := l.engine.Left()
		j.leave = slices.DeleteFunc(j.leave, func(o *object.Object) bool { return !slices.Contains(left, o) })
		if len(j.leave) == 0 {
			continue
		}
		l.divide(j)
		is := object.ForAlias(0, &apiclient.Alias{AliasID: j.AliasID, AliasName: j.AliasName, PhoneLogins: j.stay})
		if l.book != nil {
			if err := l.book.leave(is, nil, nil); err != nil {
				return &run.LedgerError{Err: err}
			}
		}
		if err := l.engine.ClaimFirst(j.leave); err != nil {
			return err
		}
		if err := l.leaveOne(ctx, j, is); err != nil {
			return err
		}
	}
	return nil
}

// settle records what became of an alias. The error is a *run.LedgerError.
func (l *aliasLeave) settle(is *object.Object, s object.Status, reply apiclient.Reply) error {
	if l.book == nil {
		return nil
	}
	r := object.Result{Kind: object.Alias, Status: s, Code: reply.Code, Message: reply.Message(), Attempts: 1, FinishedAt: time.Now().UTC()}
	if err := l.book.Settled(is, &r); err != nil {
		return &run.LedgerError{Err: err}
	}
	return nil
}

// leaveOne takes the phones out of one alias. is is the alias as it will be then.
func (l *aliasLeave) leaveOne(ctx context.Context, j *joint, is *object.Object) error {
	reply, err := askAgain(ctx, l.engine, l.work.job.Run.GiveUp, func(ctx context.Context) apiclient.Reply {
		if len(j.stay) == 0 {
			return l.work.client.DeleteAlias(ctx, j.AliasID)
		}
		return l.work.client.UpdateAlias(ctx, apiclient.Alias{AliasID: j.AliasID, PhoneLogins: j.stay})
	})
	text, status := "", object.Gone
	switch {
	case err != nil:
		return err
	case reply.Code == apiclient.CodeUpdated:
		text, status = "taken out of the alias "+j.AliasID, object.Updated
	case reply.Code == apiclient.CodeDeleted:
		text, status = "the alias "+j.AliasID+" is deleted", object.Deleted
	case reply.Code == apiclient.CodeMayNotDelete:
		text, status = "the alias "+j.AliasID+" stays without an active phone: this user may not delete it", object.Refused
	case reply.Code.Unclear() || reply.Code == apiclient.CodeNeverSent:
		l.keepIn(j, reply)
		return l.settle(is, object.Unconfirmed, reply)
	case reply.Code != apiclient.CodeAliasAbsent:
		l.keepIn(j, reply)
		return l.settle(is, object.Refused, reply)
	}
	if err := l.settle(is, status, reply); err != nil {
		return err
	}
	for _, o := range j.leave {
		if text != "" {
			l.engine.Note(o, text)
		}
	}
	return nil
}
