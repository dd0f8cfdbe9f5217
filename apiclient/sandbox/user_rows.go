package sandbox

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"phonebatch/apiclient"
)

// users is the dialer's table of users: API users and agents.
type users struct {
	dialect  apiclient.Dialect
	byName   map[string]*account
	added    int                 // the number of users that calls have added
	viewable map[string][]string // the user groups that the users of a folded user group may view; nil without lists
	counts   bool                // the recordings of such a dialer have failed_login_count
}

// userColumns holds the columns of the recordings for a user. failed_login_count is not stored in the row: the account
// counts.
var userColumns = []string{
	"user", "pass", "full_name", "user_level", "user_group", "phone_login", "phone_pass", "voicemail_id", "email", "active",
}

// fixtureName is the full name of all users of a fixture. A fixture does not hold the names, and the recorded dialer's
// users have this one.
const fixtureName = "x"

// highestLevel is the maximum of the column user_level. MySQL stores the maximum for every larger number.
const highestLevel = 255

// newUsers returns the users of a fixture. lists is State.ViewableGroups. The recordings of users without user groups
// have no failed_login_count.
func newUsers(d apiclient.Dialect, list []User, lists map[string]string) *users {
	s := &users{dialect: d, byName: make(map[string]*account), viewable: viewableGroups(d, lists)}
	for _, u := range list {
		s.counts = s.counts || u.UserGroup != ""
		row := make(map[string]string, len(userColumns))
		for _, column := range userColumns {
			row[column] = ""
		}
		row["user"], row["pass"], row["full_name"], row["active"] = u.User, u.Pass, fixtureName, u.Active
		row["user_level"], row["user_group"] = strconv.Itoa(u.UserLevel), u.UserGroup
		a := &account{User: u, row: row}
		s.apply(a)
		s.byName[d.Fold(u.User)] = a
	}
	return s
}

// viewableGroups returns the lists of groups of State.ViewableGroups by folded user group. A list with ---ALL--- is no
// limit. The result is nil if there is no list.
func viewableGroups(d apiclient.Dialect, lists map[string]string) map[string][]string {
	if len(lists) == 0 {
		return nil
	}
	viewable := make(map[string][]string, len(lists))
	for group, list := range lists {
		if !strings.Contains(list, everyGroup) {
			viewable[d.Fold(group)] = slices.DeleteFunc(strings.Fields(list), func(name string) bool { return name == "-" })
		}
	}
	return viewable
}

// at returns the user with that name, or nil.
func (s *users) at(name string) *account { return s.byName[s.dialect.Fold(name)] }

// insert adds a user with rights, and takes over the row.
func (s *users) insert(rights User, row map[string]string) {
	s.added++
	a := &account{User: rights, number: s.added, row: row}
	s.apply(a)
	s.byName[s.dialect.Fold(row["user"])] = a
}

// change stores the changes of the columns that the recordings have, and resets the count of bad logins.
func (s *users) change(a *account, changes map[string]string) {
	for column, value := range changes {
		if _, recorded := a.row[column]; recorded {
			a.row[column] = value
		}
	}
	a.failures = 0
	s.apply(a)
}

func (s *users) remove(name string) { delete(s.byName, s.dialect.Fold(name)) }

// apply sets the part of an account that follows from its row.
func (s *users) apply(a *account) {
	a.User.User, a.Pass, a.Active, a.UserGroup = a.row["user"], a.row["pass"], a.row["active"], a.row["user_group"]
	a.UserLevel = levelOf(a.row["user_level"])
	if s.viewable != nil {
		a.AdminViewableGroups = s.viewable[s.dialect.Fold(a.UserGroup)]
	}
}

// levelOf returns the number of a text of digits, at most highestLevel.
func levelOf(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || n > highestLevel {
		return highestLevel
	}
	return n
}

// rows returns copies of the rows of the users that calls have added, in order of insertion.
func (s *users) rows() []map[string]string {
	rows := make([]map[string]string, 0, s.added)
	for _, a := range slices.SortedFunc(maps.Values(s.byName), func(x, y *account) int { return cmp.Compare(x.number, y.number) }) {
		if a.number > 0 {
			rows = append(rows, s.shown(a))
		}
	}
	return rows
}

// shown returns a copy of the row of an account as the recordings show it.
func (s *users) shown(a *account) map[string]string {
	row := maps.Clone(a.row)
	if s.counts {
		row["failed_login_count"] = strconv.Itoa(a.failures)
	}
	return row
}
