package batch

import (
	"context"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/apiclient/pages"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
)

// An aliasReturn brings phones back into the aliases out of which a retirement took them.
type aliasReturn struct {
	engine *run.Engine
	client *apiclient.Client
	lists  []apiclient.Alias // as they were, each once
	back   map[string]string // the logins of the phones that are active again, folded, to their spelling
	all    map[string]bool   // the logins of all phones that the run retired, folded
}

// newAliasReturn returns an aliasReturn for the phones of an undo that have their earlier values again. formers are all
// phones that the run changed or deleted.
func newAliasReturn(e *run.Engine, client *apiclient.Client, formers map[object.Key]former, restored map[object.Key]bool) *aliasReturn {
	a := &aliasReturn{engine: e, client: client, back: make(map[string]string), all: make(map[string]bool)}
	fold, at := client.Dialect().Fold, make(map[string]int)
	for key, was := range formers {
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
	slices.SortFunc(a.lists, func(x, y apiclient.Alias) int { return strings.Compare(x.AliasID, y.AliasID) })
	return a
}

// bring brings the phones back. It tells what became of each alias that is not as it was. The error is a *run.StopError,
// or says why ctx ended.
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
	return left, nil
}

// now reads the aliases as they are; nil if they cannot be read. The error says why ctx ended.
func (a *aliasReturn) now(ctx context.Context) (now map[string][]string, err error) {
	err = a.engine.Look(ctx, func(ctx context.Context) apiclient.Reply {
		list, unread := pages.Aliases(ctx, a.client)
		if unread != nil {
			return apiclient.Reply{Code: apiclient.CodeVersion}
		}
		now = make(map[string][]string)
		for _, alias := range list {
			now[a.client.Dialect().Fold(alias.ID)] = alias.Logins
		}
		return apiclient.Reply{Code: apiclient.CodeVersion}
	})
	return now, err
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
	reply, err := askAgain(ctx, a.engine, 0, func(ctx context.Context) apiclient.Reply {
		if there {
			return a.client.UpdateAlias(ctx, apiclient.Alias{AliasID: back.AliasID, PhoneLogins: back.PhoneLogins})
		}
		return a.client.AddAlias(ctx, back)
	})
	if err != nil || reply.Code == apiclient.CodeUpdated || reply.Code == apiclient.CodeAdded || reply.Code == apiclient.CodeAliasExists {
		return "", err
	}
	return "is left as it is: " + reply.Message(), nil
}
