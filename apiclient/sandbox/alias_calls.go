package sandbox

import (
	"maps"
	"strings"
)

// addAlias carries out add_phone_alias: one login name for several phones (contract/API.md, "Aliases").
func (c *call) addAlias() answer {
	id, name, logins := c.clean("alias_id"), c.clean("alias_name"), c.clean("phone_logins")
	if !c.caller.mayManagePhones() {
		return c.noPermission("ADD PHONE ALIASES")
	}
	if c.missing() {
		return c.required()
	}
	if c.aliases.byID[c.dialect.Fold(id)] != nil {
		return c.refusal("PHONE ALIAS ALREADY EXISTS", id)
	}
	if login, found := c.unknownMember(logins); found {
		return c.refusal("PHONE DOES NOT EXIST", login)
	}
	key := c.dialect.Fold(c.stored("alias_id"))
	if c.aliases.byID[key] != nil {
		return databaseRefused()
	}
	return c.success("PHONE ALIAS HAS BEEN ADDED", func() {
		row := make(map[string]string)
		for _, field := range []string{"alias_id", "alias_name", "phone_logins"} {
			row[c.spec(field).Column] = c.stored(field)
		}
		c.aliases.insert(key, row)
	}, id, name, logins)
}

// shortestAliasName is the minimum of update_phone_alias, in bytes. add_phone_alias accepts one byte.
const shortestAliasName = 2

// updateAlias carries out update_phone_alias: it renames an alias, replaces its members or deletes the alias
// (contract/API.md, "Aliases").
func (c *call) updateAlias() answer {
	id, name, logins, deletion := c.clean("alias_id"), c.clean("alias_name"), c.clean("phone_logins"), c.clean("delete_alias")
	newLogins := len(logins) >= c.spec("phone_logins").Min
	if !c.caller.mayManagePhones() {
		return c.noPermission("UPDATE PHONE ALIASES")
	}
	if len(id) < c.spec("alias_id").Min || (!newLogins && name == "" && deletion == "") {
		return c.required()
	}
	key := c.dialect.Fold(id)
	known := c.aliases.byID[key]
	if known == nil {
		return c.refusal("PHONE ALIAS DOES NOT EXIST", id)
	}
	if deletion == "Y" {
		if !c.caller.mayDelete() {
			return c.notice("USER DOES NOT HAVE PERMISSION TO DELETE PHONE ALIASES", "0")
		}
		return c.success("PHONE ALIAS HAS BEEN DELETED", func() { delete(c.aliases.byID, key) }, id)
	}
	changes := make(map[string]string)
	if name != "" {
		if len(name) < shortestAliasName || len(name) > c.spec("alias_name").Width {
			return c.refusal("YOU MUST USE A VALID ALIAS NAME", name)
		}
		changes[c.spec("alias_name").Column] = c.stored("alias_name")
	}
	if newLogins {
		if login, found := c.unknownMember(logins); found {
			return c.refusal("PHONE DOES NOT EXIST", login)
		}
		changes[c.spec("phone_logins").Column] = c.stored("phone_logins")
	}
	if len(changes) == 0 {
		return c.notice("NO UPDATES DEFINED", "")
	}
	return c.success("PHONE ALIAS HAS BEEN UPDATED", func() { maps.Copy(known.row, changes) }, id, "")
}

// unknownMember returns the first login in a comma-separated list that no phone has. The second result is false if
// there is no such login.
func (c *call) unknownMember(logins string) (string, bool) {
	for login := range strings.SplitSeq(logins, ",") {
		if len(c.phones.withLogin(login)) == 0 {
			return login, true
		}
	}
	return "", false
}
