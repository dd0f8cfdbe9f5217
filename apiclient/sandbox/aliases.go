package sandbox

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// aliases is the dialer's table of aliases.
type aliases struct {
	byID  map[string]*alias
	added int
}

type alias struct {
	number int // in order of insertion
	row    map[string]string
}

func (a *aliases) rows() []map[string]string {
	sorted := slices.SortedFunc(maps.Values(a.byID), func(x, y *alias) int { return cmp.Compare(x.number, y.number) })
	rows := make([]map[string]string, len(sorted))
	for i, al := range sorted {
		rows[i] = maps.Clone(al.row)
	}
	return rows
}

// insert takes the row over.
func (a *aliases) insert(key string, row map[string]string) {
	a.byID[key] = &alias{number: a.added, row: row}
	a.added++
}

// addAlias adds one login name for several phones (contract/API.md, "Aliases").
func (c *call) addAlias() answer {
	id, name, logins := c.clean("alias_id"), c.clean("alias_name"), c.clean("phone_logins")
	if !c.caller.mayManagePhones() {
		return c.mayNot("ADD PHONE ALIASES")
	}
	if c.missing() {
		return c.required()
	}
	if c.aliases.byID[c.dialect.Fold(id)] != nil {
		return c.refusal("PHONE ALIAS ALREADY EXISTS", id)
	}
	if stranger, found := c.stranger(logins); found {
		return c.refusal("PHONE DOES NOT EXIST", stranger)
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

// shortestAliasName is what update_phone_alias asks for; add_phone_alias takes one character.
const shortestAliasName = 2

// updateAlias renames an alias, replaces its members or deletes it (contract/API.md, "Aliases").
func (c *call) updateAlias() answer {
	id, name, logins, deletion := c.clean("alias_id"), c.clean("alias_name"), c.clean("phone_logins"), c.clean("delete_alias")
	newLogins := len(logins) >= c.spec("phone_logins").Min
	if !c.caller.mayManagePhones() {
		return c.mayNot("UPDATE PHONE ALIASES")
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
		if stranger, found := c.stranger(logins); found {
			return c.refusal("PHONE DOES NOT EXIST", stranger)
		}
		changes[c.spec("phone_logins").Column] = c.stored("phone_logins")
	}
	if len(changes) == 0 {
		return c.notice("NO UPDATES DEFINED", "")
	}
	return c.success("PHONE ALIAS HAS BEEN UPDATED", func() { maps.Copy(known.row, changes) }, id, "")
}

// stranger is the first member of a list that is no phone's login.
func (c *call) stranger(logins string) (string, bool) {
	for login := range strings.SplitSeq(logins, ",") {
		if len(c.phones.withLogin(login)) == 0 {
			return login, true
		}
	}
	return "", false
}
