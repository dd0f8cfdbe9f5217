package batch

import (
	"context"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

// seek finds the aliases of the phones that are left, and asks the dialer about each change. A phone in an alias
// whose members are not known is settled. If this user may not view the dialer's pages, the register tells the aliases
// that this program made, and AliasesUnseen hears that phones may be in others; if the page of the aliases alone cannot
// be read now, no phone is retired. The error is a *run.StopError, or says why ctx ended.
func (l *aliasLeave) seek(ctx context.Context) error {
	left := l.engine.Left()
	if len(left) == 0 {
		return nil
	}
	if !l.reads() {
		if l.work.job.AliasesUnseen != nil {
			l.work.job.AliasesUnseen()
		}
		return l.enterAll(ctx, l.recorded())
	}
	list, err := l.page(ctx, left)
	if err != nil {
		return err
	}
	for _, a := range list {
		if len(strings.Join(a.Logins, ",")) >= fullAlias {
			l.refuseUnknown(&a)
		}
	}
	return l.enterAll(ctx, list)
}

// page reads the dialer's aliases. If that is not possible now, page settles the phones: then no phone is retired. The
// error says why ctx ended.
func (l *aliasLeave) page(ctx context.Context, phones []*object.Object) (list []pages.Alias, err error) {
	j := l.work.job
	list, unread, err := readPage(ctx, j, l.engine, l.work.client, j.insisting(), j.Lists.Aliases)
	if err != nil || unread == nil {
		return list, err
	}
	for _, o := range phones {
		l.engine.Decide(o, object.Refused, codes.AliasUnknown, "the dialer's aliases cannot be read now: "+unread.Error())
	}
	return nil, nil
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

// recorded returns the aliases that this program made, with the members that it last gave them. If nobody knows what
// came of the last change of an alias, phones that leave may still be the members they were before it, and the change
// is sent again without them: update_phone_alias replaces all members (contract/API.md, "Aliases").
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
		members := a.Members()
		if a.InDoubt() {
			members = l.withLeavers(members, l.work.gave(a.Key))
		}
		list = append(list, pages.Alias{ID: a.Name, Logins: members})
	}
	return list
}

// withLeavers returns members, and then those of others that are phones that leave.
func (l *aliasLeave) withLeavers(members, others []string) []string {
	for _, o := range l.engine.Left() {
		if login := l.login(o); l.has(others, login) && !l.has(members, login) {
			members = append(members, login)
		}
	}
	return members
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
