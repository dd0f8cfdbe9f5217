package batch

import (
	"context"
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

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
	return l.prove(ctx)
}

// prove reads the dialer's aliases again, and settles the phones that are in an alias from which they were taken: the
// dialer says SUCCESS although it stored nothing (contract/API.md). Without the pages, nobody can tell. The error says
// why ctx ended.
func (l *aliasLeave) prove(ctx context.Context) error {
	told := slices.DeleteFunc(slices.Clone(l.joints), func(j *joint) bool { return !j.told })
	if len(told) == 0 || !l.reads() {
		return nil
	}
	var phones []*object.Object
	for _, j := range told {
		phones = append(phones, j.leave...)
	}
	list, err := l.page(ctx, phones)
	if err != nil {
		return err
	}
	members := membersOf(list)
	for _, j := range told {
		for _, o := range j.leave {
			if l.has(members[object.KeyOfAlias(j.AliasID).Folded()], l.login(o)) {
				l.engine.Decide(o, object.Refused, codes.AliasUnknown, "the dialer said SUCCESS, and its alias "+j.AliasID+" still has the phone")
			}
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
	j.told = status == object.Updated || status == object.Deleted
	for _, o := range j.leave {
		if text != "" {
			l.engine.Note(o, text)
		}
	}
	return nil
}
