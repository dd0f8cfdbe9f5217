package apiclient

import "context"

// MaxLogins is the most logins that one ProbeLogins asks for. The dialer looks at one login after the other, and 50
// logins take it about 60 ms (contract/API.md, "Aliases").
const MaxLogins = 50

// ProbeLogins asks which logins phones of the dialer have, and stores nothing: the call would add an alias for the
// logins and for one more login that no phone can have, and the dialer names the first login that it does not know. id
// is the alias_id of the call, 2 to 20 letters or digits.
//
// The code is CodeMemberAbsent if the dialer named a login. Reply.Known is then the number of logins, from the first
// one, that phones have; about the logins after the next one the dialer says nothing. The code is CodeLoginsUntold if
// the dialer does not carry out this function for this user. If the dialer says that an alias was added, the code is
// CodeProbeAccepted, as for ProbePhone.
func (c *Client) ProbeLogins(ctx context.Context, id string, logins []string) Reply {
	a := Alias{AliasID: id, AliasName: "phonebatch probe", PhoneLogins: logins}
	return c.rehearseAlias(ctx, AddPhoneAlias, a, func(r *Reply) {
		switch r.Code {
		case CodeFunction, CodeNoFunction, CodeMayNot, CodeRequired, CodeAliasExists:
			r.Code = CodeLoginsUntold
		}
	})
}
