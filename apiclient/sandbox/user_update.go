package sandbox

import (
	"strconv"
	"strings"

	"phonebatch/apiclient"
)

// updateUser carries out update_user: it changes the fields given, or deletes the user (contract/API.md, "add_user,
// user_details"). The answer to a user whom the caller may not change ends with two line breaks, as on a real dialer.
func (c *call) updateUser() answer {
	user := c.clean("agent_user")
	spec, known := c.spec("agent_user"), c.users.at(user)
	switch {
	case !c.caller.mayManageUsers():
		return c.noPermission("UPDATE USERS")
	case !withinLimits(c, spec, user):
		return c.refusal("YOU MUST USE ALL REQUIRED FIELDS", user, "")
	case known == nil:
		return c.refusal("USER DOES NOT EXIST", "")
	case !c.mayUpdate(known):
		than := map[bool]string{true: "<=", false: "<"}[c.caller.ModifySameUserLevel > 0]
		return c.refusal("USER DOES NOT HAVE PERMISSION TO UPDATE THIS USER", user, than, strconv.Itoa(c.caller.UserLevel)+"\n")
	case c.clean("delete_user") == "Y" && !c.caller.mayManage(c.caller.ModifyUsers, c.caller.DeleteUsers):
		return c.noPermission("DELETE USERS")
	case c.clean("delete_user") == "Y":
		return c.success("USER HAS BEEN DELETED", func() { c.users.remove(user) }, user, "")
	}
	changes := make(map[string]string)
	switch refusal, bad := c.checkFields(userRules, changes); {
	case bad:
		return refusal
	case len(changes) == 0:
		return c.refusal("NO UPDATES DEFINED", "")
	case breaksSQL(c.clean("email")):
		return databaseRefused()
	}
	return c.success("USER HAS BEEN UPDATED", func() { c.users.change(known, changes) }, user, "")
}

// mayUpdate reports whether the caller may change or delete a user: by the level and by the user group.
func (c *call) mayUpdate(a *account) bool {
	highest := c.caller.UserLevel
	if c.caller.ModifySameUserLevel < 1 {
		highest--
	}
	return a.UserLevel <= highest && c.caller.maySee(c.dialect, a.UserGroup)
}

// userRules holds the checks in the order of update_user.
var userRules = []rule{
	{field: "agent_pass", good: anything},
	{field: "agent_full_name", good: withinLimits, reason: "YOU MUST USE A VALID FULL NAME, THIS IS AN OPTIONAL FIELD", blank: true},
	{field: "agent_user_level", good: levelGranted, reason: "YOU MUST USE A VALID USER LEVEL, THIS IS AN OPTIONAL FIELD", also: ownLevel},
	{field: "agent_user_group", good: groupSeen, reason: "YOU MUST USE A VALID USER GROUP, THIS IS AN OPTIONAL FIELD", also: groupCount},
	{field: "phone_login", good: loginThere, reason: "YOU MUST USE A VALID PHONE LOGIN, THIS IS AN OPTIONAL FIELD", blank: true, also: loginCounts},
	{field: "phone_pass", good: withinLimits, reason: "YOU MUST USE A VALID PHONE PASSWORD, THIS IS AN OPTIONAL FIELD", blank: true},
	{field: "hotkeys_active", good: numberWithin(0, 1), reason: "YOU MUST USE A VALID HOTKEYS SETTING, THIS IS AN OPTIONAL FIELD"},
	{field: "voicemail_id", good: withinLimits, reason: "YOU MUST USE A VALID VOICEMAIL ID, THIS IS AN OPTIONAL FIELD"},
	{field: "email", good: withinLimits, reason: "YOU MUST USE A VALID EMAIL, THIS IS AN OPTIONAL FIELD", blank: true},
	{field: "active", good: inWords, reason: "ACTIVE MUST BE Y OR N, THIS IS AN OPTIONAL FIELD"},
	{
		field: "wrapup_seconds_override", good: numberWithin(-1, 9999),
		reason: "wrapup_seconds_override MUST BE A VALID DIGIT BETWEEN -1 AND 9999, THIS IS AN OPTIONAL FIELD",
	},
}

func anything(*call, *apiclient.Spec, string) bool { return true }

// levelGranted reports whether a level is from 1 to 9 and the caller may give it.
func levelGranted(c *call, _ *apiclient.Spec, v string) bool {
	level, own := levelOf(v), c.caller.UserLevel
	return level >= 1 && level <= 9 && (level < own || level == own && c.caller.ModifySameUserLevel > 0)
}

func ownLevel(c *call, _ string) string {
	return strconv.Itoa(c.caller.UserLevel) + "|" + strconv.Itoa(c.caller.ModifySameUserLevel)
}

// groupSeen reports whether the user group exists and the caller may view the group.
func groupSeen(c *call, _ *apiclient.Spec, v string) bool {
	return len(v) <= c.spec("agent_user_group").Width && c.seesGroup(v)
}

// groupCount returns the number of groups of that name that the caller may view.
func groupCount(c *call, v string) string {
	if c.seesGroup(v) {
		return "1"
	}
	return "0"
}

// loginThere reports whether the login is that of a phone, active or not, or the id of an alias.
func loginThere(c *call, spec *apiclient.Spec, v string) bool {
	return withinLimits(c, spec, v) && (len(c.phones.withLogin(v)) > 0 || c.aliases.byID[c.dialect.Fold(v)] != nil)
}

// loginCounts returns the numbers of phones and of aliases with that login.
func loginCounts(c *call, v string) string {
	aliases := "0"
	if c.aliases.byID[c.dialect.Fold(v)] != nil {
		aliases = "1"
	}
	return strconv.Itoa(len(c.phones.withLogin(v))) + "|" + aliases
}

// numberWithin returns the check of a whole number within two limits. A text that is no number counts as 0, as in PHP.
func numberWithin(low, high int) func(*call, *apiclient.Spec, string) bool {
	return func(_ *call, _ *apiclient.Spec, v string) bool {
		whole, _, _ := strings.Cut(v, ".")
		n, _ := strconv.Atoi(whole)
		return n >= low && n <= high
	}
}
