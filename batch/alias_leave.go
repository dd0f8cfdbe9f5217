package batch

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An alias with an inactive member makes logins fail (contract/API.md, "Aliases"): these files take phones out of their
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
	told  bool     // the dialer says that the phones have left it
}

// fullAlias is the length of a list of members that the dialer may have cut, in characters.
const fullAlias = 255

// reads reports whether the dialer's list of aliases can be read.
func (l *aliasLeave) reads() bool {
	return l.readable && !l.work.job.unreadable && l.work.job.Lists.Aliases != nil
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

// divide finds the members that stay in an alias.
func (l *aliasLeave) divide(j *joint) {
	gone := slices.Clone(j.dead)
	for _, o := range j.leave {
		gone = append(gone, l.login(o))
	}
	j.stay = slices.DeleteFunc(slices.Clone(j.PhoneLogins), func(m string) bool { return m == "" || l.has(gone, m) })
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
