package preflight

import (
	"phonebatch/apiclient"
)

// An Alias is a login name for several phones of one person, one phone on each server (contract/API.md, "Aliases"). ID
// and Name are as add_phone_alias gets them. The zero Alias, without an ID, is no alias.
type Alias struct{ ID, Name string }

// aliasKey returns an alias id as the dialer compares it with other alias ids, or "" for no alias id.
func aliasKey(d apiclient.Dialect, id string) string {
	spec, _ := d.Spec(apiclient.AddPhoneAlias, "alias_id")
	return d.Fold(spec.Stored(id))
}
