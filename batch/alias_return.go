package batch

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An aliasReturn brings phones back into the aliases out of which a retirement took them.
type aliasReturn struct {
	undo   *Undo
	engine *run.Engine
	client *apiclient.Client
	lists  []apiclient.Alias // as they were, each once
	back   map[string]string // the logins of the phones that are active again, folded, to their spelling
	all    map[string]bool   // the logins of all phones that the run retired, folded
	given  []apiclient.Alias // those that the dialer said it stored
}

// newAliasReturn returns an aliasReturn for the phones of an undo that have their earlier values again.
func newAliasReturn(u *Undo, e *run.Engine, client *apiclient.Client, restored map[object.Key]bool) *aliasReturn {
	a := &aliasReturn{undo: u, engine: e, client: client, back: make(map[string]string), all: make(map[string]bool)}
	fold, at := client.Dialect().Fold, make(map[string]int)
	for key, was := range u.formers {
		login := fold(was.PhoneLogin)
		if len(was.aliases) == 0 {
			continue
		}
		a.all[login] = true
		if restored[key] {
			a.back[login] = was.PhoneLogin
		}
		for _, alias := range was.aliases {
			i, seen := at[fold(alias.AliasID)]
			switch {
			case !seen:
				at[fold(alias.AliasID)] = len(a.lists)
				a.lists = append(a.lists, alias)
			case len(alias.PhoneLogins) > len(a.lists[i].PhoneLogins): // a run that was continued has found it smaller
				a.lists[i] = alias
			}
		}
	}
	a.recall(restored, at)
	slices.SortFunc(a.lists, func(x, y apiclient.Alias) int { return strings.Compare(x.AliasID, y.AliasID) })
	return a
}

// recall adds the aliases whose members the run did not see, as the register had them before the run. at holds the ids
// of those that are known.
func (a *aliasReturn) recall(restored map[object.Key]bool, at map[string]int) {
	fold := a.client.Dialect().Fold
	for _, left := range a.undo.left {
		if _, known := at[fold(left.Name)]; known {
			continue
		}
		was, found, err := a.undo.register.StandingBefore(a.undo.Run.ID, a.undo.Run.Dialer, left.Key)
		if err != nil || !found || was.InDoubt() {
			continue
		}
		a.lists = append(a.lists, apiclient.Alias{AliasID: left.Name, AliasName: left.Name, PhoneLogins: was.Members()}) // nobody knows the name
	}
	for _, o := range slices.Concat(a.undo.phones, a.undo.deleted, a.undo.stayed) {
		login := fold(o.Login)
		if _, seen := a.undo.formers[o.Folded()]; seen || o.Kind != object.Phone || login == "" {
			continue
		}
		a.all[login] = true
		if restored[o.Folded()] {
			a.back[login] = o.Login
		}
	}
}

// bring brings the phones back. It tells what became of each alias that is not as it was. The error is a
// *run.StopError, or says why ctx ended.
func (a *aliasReturn) bring(ctx context.Context) (left []string, err error) {
	if len(a.lists) == 0 || len(a.back) == 0 {
		return nil, nil
	}
	now, err := a.now(ctx)
	if err != nil {
		return nil, err
	}
	for _, was := range a.lists {
		text, err := a.bringOne(ctx, was, now)
		if err != nil {
			return left, err
		}
		if text != "" {
			left = append(left, "the alias "+was.AliasID+" "+text)
		}
	}
	unproved, err := a.prove(ctx)
	return append(left, unproved...), err
}

// prove reads the dialer's aliases again, and tells which of those that were sent are not as they were: the dialer says
// SUCCESS although it stored nothing (contract/API.md). Without the pages, nobody can tell. The error says why ctx
// ended.
func (a *aliasReturn) prove(ctx context.Context) (left []string, err error) {
	if len(a.given) == 0 || a.undo.NoVerify {
		return nil, nil
	}
	page, _, err := a.undo.job.aliases(ctx, a.engine, a.client)
	if err != nil || page == nil {
		return nil, err
	}
	for _, alias := range a.given {
		if members := page[object.KeyOfAlias(alias.AliasID).Folded()]; !run.Within(alias.PhoneLogins, members) {
			left = append(left, "the alias "+alias.AliasID+" is left as it is: the dialer said SUCCESS and did not store its members")
		}
	}
	return left, nil
}

// now returns the aliases as they are, by folded id: as the dialer's page shows them, or else as this program last made
// them. It returns nil if the page gave no answer, or if the register cannot be read. The error says why ctx ended.
func (a *aliasReturn) now(ctx context.Context) (map[string][]string, error) {
	fold, now := a.client.Dialect().Fold, make(map[string][]string)
	page, silent, err := a.undo.job.aliases(ctx, a.engine, a.client)
	if err != nil || silent {
		return nil, err
	}
	for key, members := range page {
		now[fold(key.Name)] = members
	}
	if page != nil {
		return now, nil
	}
	known, unread := a.undo.register.Aliases(a.undo.Run.Dialer)
	if unread != nil {
		return nil, nil
	}
	for _, alias := range known {
		if !alias.InDoubt() {
			now[fold(alias.Name)] = alias.Members()
		}
	}
	return now, nil
}

// bringOne gives an alias its phones back. It returns why the alias is not as it was, or "".
func (a *aliasReturn) bringOne(ctx context.Context, was apiclient.Alias, now map[string][]string) (string, error) {
	if now == nil {
		return "is left as it is: the dialer's aliases cannot be read", nil
	}
	fold := a.client.Dialect().Fold
	members, there := now[fold(was.AliasID)]
	has := make(map[string]bool)
	for _, m := range members {
		has[fold(m)] = true
	}
	back := apiclient.Alias{AliasID: was.AliasID, AliasName: was.AliasName}
	added, others := 0, false
	for _, m := range was.PhoneLogins {
		_, active := a.back[fold(m)]
		switch {
		case has[fold(m)]:
			delete(has, fold(m))
		case active:
			added++
		default:
			others = others || !a.all[fold(m)]
			continue
		}
		back.PhoneLogins = append(back.PhoneLogins, m)
	}
	switch {
	case len(has) > 0 || !there && others:
		return "was changed since, and is left alone", nil
	case added == 0:
		return "", nil
	}
	return a.send(ctx, back, there)
}

// send gives an alias its members, or adds it, and records that. It returns why the alias is not as it was, or "".
// there says that the dialer has the alias. The error is a *run.LedgerError or that of askAgain.
func (a *aliasReturn) send(ctx context.Context, back apiclient.Alias, there bool) (string, error) {
	if !a.undo.Begun() { // an earlier undo has done everything but this
		if err := a.undo.start(a.engine); err != nil {
			return "", &run.LedgerError{Err: err}
		}
	}
	is, l := object.ForAlias(0, &back), undoLedger{a.undo}
	if err := errors.Join(l.ClaimChanges([]*object.Object{is}), l.Sync()); err != nil {
		return "", &run.LedgerError{Err: err}
	}
	reply, err := askAgain(ctx, a.engine, 0, func(ctx context.Context) apiclient.Reply {
		if there {
			return a.client.UpdateAlias(ctx, apiclient.Alias{AliasID: back.AliasID, PhoneLogins: back.PhoneLogins})
		}
		return a.client.AddAlias(ctx, back)
	})
	if err != nil {
		return "", err
	}
	r := object.Result{Kind: object.Alias, Status: object.Refused, Code: reply.Code, Message: reply.Message(), Attempts: 1, FinishedAt: time.Now().UTC()}
	switch {
	case reply.Code == apiclient.CodeUpdated || reply.Code == apiclient.CodeAdded || reply.Code == apiclient.CodeAliasExists:
		r.Status = object.Restored
	case reply.Code.Unclear() || reply.Code == apiclient.CodeNeverSent:
		r.Status = object.Unconfirmed
	}
	if err := l.Settled(is, &r); err != nil {
		return "", &run.LedgerError{Err: err}
	}
	if r.Status == object.Restored {
		a.given = append(a.given, back)
		return "", nil
	}
	return "is left as it is: " + reply.Message(), nil
}
