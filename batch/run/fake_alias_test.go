package run

import (
	"context"
	"slices"

	"phonebatch/apiclient"
)

// This file has the aliases of a fake. The calls are named "add alias 1001x", "ask alias 1001x" and so on.

func (f *fake) alias(ctx context.Context, what string, a apiclient.Alias, natural func(members []string, there bool) apiclient.Code) apiclient.Reply {
	return f.call(ctx, what+" alias "+a.AliasID, apiclient.Phone{}, func(string) apiclient.Code {
		members, there := f.aliases[a.AliasID]
		return natural(members, there)
	})
}

func (f *fake) AddAlias(ctx context.Context, a apiclient.Alias) apiclient.Reply {
	return f.alias(ctx, "add", a, func(_ []string, there bool) apiclient.Code {
		switch {
		case there:
			return apiclient.CodeAliasExists
		case slices.ContainsFunc(a.PhoneLogins, func(login string) bool { return !f.logins[login] }):
			return apiclient.CodeMemberAbsent
		}
		f.setAlias(a)
		return apiclient.CodeAdded
	})
}

func (f *fake) UpdateAlias(ctx context.Context, a apiclient.Alias) apiclient.Reply {
	return f.alias(ctx, "update", a, func(_ []string, there bool) apiclient.Code {
		if !there {
			return apiclient.CodeAliasAbsent
		}
		f.setAlias(a)
		return apiclient.CodeUpdated
	})
}

func (f *fake) DeleteAlias(ctx context.Context, id string) apiclient.Reply {
	return f.alias(ctx, "delete", apiclient.Alias{AliasID: id}, func(_ []string, there bool) apiclient.Code {
		if !there {
			return apiclient.CodeAliasAbsent
		}
		delete(f.aliases, id)
		return apiclient.CodeDeleted
	})
}

func (f *fake) ProbeAlias(ctx context.Context, id string) apiclient.Reply {
	return f.alias(ctx, "ask", apiclient.Alias{AliasID: id}, func(_ []string, there bool) apiclient.Code {
		if there {
			return apiclient.CodeNothingToDo
		}
		return apiclient.CodeAliasAbsent
	})
}

func (f *fake) setAlias(a apiclient.Alias) {
	if f.aliases == nil {
		f.aliases = make(map[string][]string)
	}
	f.aliases[a.AliasID] = a.PhoneLogins
}
