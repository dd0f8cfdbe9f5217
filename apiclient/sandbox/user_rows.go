package sandbox

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// userColumns holds the columns of the recordings for a user. failed_login_count is not stored in the row: the account
// counts.
var userColumns = []string{
	"user", "pass", "full_name", "user_level", "user_group", "phone_login", "phone_pass", "voicemail_id", "email", "active",
}

// fixtureName is the full name of all users of a fixture. A fixture does not hold the names, and the recorded dialer's
// users have this one.
const fixtureName = "x"

// addFixtureUsers adds the users of a fixture.
func (b *database) addFixtureUsers(users []User) {
	for _, u := range users {
		b.countsShown = b.countsShown || u.UserGroup != ""
		row := map[string]string{
			"user": u.User, "pass": u.Pass, "full_name": fixtureName, "user_level": strconv.Itoa(u.UserLevel),
			"user_group": u.UserGroup, "active": u.Active,
		}
		a := &account{User: u, row: make(map[string]string)}
		for _, column := range userColumns {
			a.row[column] = row[column]
		}
		b.applyRow(a)
		b.accounts[b.dialect.Fold(u.User)] = a
	}
}

// addAccount adds a user with the rights of an account, and takes over the row.
func (b *database) addAccount(rights User, row map[string]string) {
	b.added++
	a := &account{User: rights, number: b.added, row: row}
	b.applyRow(a)
	b.accounts[b.dialect.Fold(row["user"])] = a
}

// applyRow sets the part of the account that follows from its row.
func (b *database) applyRow(a *account) {
	a.User.User, a.Pass, a.Active, a.UserGroup = a.row["user"], a.row["pass"], a.row["active"], a.row["user_group"]
	a.UserLevel = levelOf(a.row["user_level"])
	if b.viewable != nil {
		a.AdminViewableGroups = b.viewable[b.dialect.Fold(a.UserGroup)]
	}
}

// viewableGroups returns the lists of groups of State.ViewableGroups by folded user group. A list with ---ALL--- is no
// limit. The result is nil if there is no list.
func (b *database) viewableGroups(lists map[string]string) map[string][]string {
	if len(lists) == 0 {
		return nil
	}
	viewable := make(map[string][]string, len(lists))
	for group, list := range lists {
		if !strings.Contains(list, everyGroup) {
			names := strings.Fields(list)
			viewable[b.dialect.Fold(group)] = slices.DeleteFunc(names, func(name string) bool { return name == "-" })
		}
	}
	return viewable
}

// userRows returns copies of the rows of the users that calls have added, in order of insertion.
func (b *database) userRows() []map[string]string {
	rows := make([]map[string]string, 0, b.added)
	for _, a := range slices.SortedFunc(maps.Values(b.accounts), func(x, y *account) int { return cmp.Compare(x.number, y.number) }) {
		if a.number > 0 {
			rows = append(rows, b.shownRow(a))
		}
	}
	return rows
}

// shownRow returns a copy of the row of an account as the recordings show it. The recordings of users without user groups
// have no failed_login_count.
func (b *database) shownRow(a *account) map[string]string {
	row := maps.Clone(a.row)
	if b.countsShown {
		row["failed_login_count"] = strconv.Itoa(a.failures)
	}
	return row
}
