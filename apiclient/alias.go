package apiclient

import (
	"context"
	"slices"
	"strings"
)

// This file has the calls about aliases. Answers and limits are in contract/API.md, "Aliases".

// An Alias is one login name for several phones. Add the members before the alias: each must be the login of a phone.
type Alias struct {
	AliasID     string
	AliasName   string
	PhoneLogins []string
}

// fields returns the fields with a value by name.
func (a *Alias) fields() map[string]string {
	fields := map[string]string{"alias_id": a.AliasID}
	if a.AliasName != "" {
		fields["alias_name"] = a.AliasName
	}
	if len(a.PhoneLogins) > 0 {
		fields["phone_logins"] = strings.Join(a.PhoneLogins, ",")
	}
	return fields
}

// AddAlias adds an alias. CodeMemberAbsent means that a login is no phone's: nothing was stored.
func (c *Client) AddAlias(ctx context.Context, a Alias) Reply {
	return c.Call(ctx, AddPhoneAlias, a.fields())
}

// UpdateAlias gives an alias the name and the members of a. An empty name or list stays as it is on the dialer. The
// members replace the earlier ones: who does not know all members takes phones out of the alias. Two calls with the
// same Alias have the same effect as one.
func (c *Client) UpdateAlias(ctx context.Context, a Alias) Reply {
	return c.Call(ctx, UpdatePhoneAlias, a.fields())
}

// DeleteAlias deletes an alias. CodeMayNotDelete means that nothing was deleted.
func (c *Client) DeleteAlias(ctx context.Context, id string) Reply {
	return c.Call(ctx, UpdatePhoneAlias, map[string]string{"alias_id": id, "delete_alias": "Y"})
}

// ProbeAlias asks whether an alias is there, and stores nothing: CodeNothingToDo means that it is there, and
// CodeAliasAbsent that it is not. If the dialer says that it changed an alias, the code is CodeProbeAccepted, as for
// ProbePhone.
func (c *Client) ProbeAlias(ctx context.Context, id string) Reply {
	fields := map[string]string{"alias_id": id, "delete_alias": "N"}
	return c.call(ctx, c.options.ProbeSource, UpdatePhoneAlias, fields, stopIfStored)
}

// RehearseAlias asks what AddAlias would answer, and stores nothing: the last member of the call is a login that no
// phone can have. CodeAliasExists means that the alias is there. Otherwise the code is CodeMemberAbsent, and
// Reply.Known is the number of members, from the first one, that phones have: if it is the number of all, the dialer
// would add the alias. If the dialer says that an alias was added, the code is CodeProbeAccepted.
func (c *Client) RehearseAlias(ctx context.Context, a Alias) Reply {
	return c.rehearseAlias(ctx, AddPhoneAlias, a, nil)
}

// RehearseAliasUpdate is RehearseAlias for UpdateAlias with members. CodeAliasAbsent means that there is no such alias.
func (c *Client) RehearseAliasUpdate(ctx context.Context, a Alias) Reply {
	return c.rehearseAlias(ctx, UpdatePhoneAlias, a, nil)
}

// rehearseAlias makes the call of a rehearsal. judge, if not nil, has the last word on the reply.
func (c *Client) rehearseAlias(ctx context.Context, fn Function, a Alias, judge func(*Reply)) Reply {
	logins := a.PhoneLogins
	a.PhoneLogins = append(slices.Clone(logins), nobody)
	return c.call(ctx, c.options.ProbeSource, fn, a.fields(), func(r *Reply) {
		stopIfStored(r)
		if r.Code == CodeMemberAbsent {
			if r.Known = c.options.Dialect.place(r.member, logins); r.Known < 0 {
				r.Known, r.Code = 0, CodeAnotherPhone
			}
		}
		if judge != nil {
			judge(r)
		}
	})
}

// stopIfStored makes the code of a question that the dialer has carried out CodeProbeAccepted.
func stopIfStored(r *Reply) {
	if r.Code == CodeAdded || r.Code == CodeUpdated || r.Code == CodeDeleted || r.Code == CodeAnotherPhone && r.success {
		r.Code = CodeProbeAccepted
	}
}

// nobody is a login that no phone can have: it is longer than the column (contract/API.md, "add_phone: the checks").
const nobody = "phonebatchnosuchuser"

// place returns the index of the login that an answer names, or the number of logins if the answer names nobody. It
// returns -1 if the login is none of these.
func (d Dialect) place(named string, logins []string) int {
	spec, _ := d.Spec(AddPhone, PhoneLogin.String())
	for i, login := range logins {
		if strings.EqualFold(named, login) || strings.EqualFold(named, spec.Clean(login)) {
			return i
		}
	}
	if strings.EqualFold(named, nobody) {
		return len(logins)
	}
	return -1
}
