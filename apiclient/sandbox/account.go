package sandbox

import (
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
)

// The lock-out (contract/API.md, "add_phone: the checks", 1): the dialer answers BAD to badTries bad logins, and then
// LOCK to all logins for lockTime, even with the right password.
const (
	badTries = 10
	lockTime = 15 * time.Minute
)

// everyGroup is the user group of a row that all users may see.
const everyGroup = "---ALL---"

// An account is a user, the row of the user and the count of failed logins. The rights stand in User only; what both
// have is equal (user_rows.go).
type account struct {
	User
	row      map[string]string // by the column names of the recordings
	number   int               // increases with each insertion; 0 for a user of the fixture
	failures int
	locked   time.Time // the time of the bad login that locked the account
}

func (a *account) lockedOut(now time.Time) bool {
	return a.failures >= badTries && now.Sub(a.locked) < lockTime
}

// The lowest levels that can log in. A user below the level has a wrong password, in the words of the dialer.
const (
	apiLevel  = 7
	pageLevel = 2
)

// accepts reports whether the user can log in with this password. An inactive user, and a user below the level, cannot
// log in.
func (a *account) accepts(d apiclient.Dialect, pass string, level int) bool {
	return a.UserLevel >= level && a.Active == "Y" && d.Fold(pass) == d.Fold(a.Pass)
}

// A verdict is the word that the login check gives.
type verdict string

const (
	verdictGood   verdict = "GOOD"
	verdictBad    verdict = "BAD"
	verdictLocked verdict = "LOCK"
)

// fail counts a bad login. After a lock has expired, the count restarts.
func (a *account) fail(now time.Time) {
	if a.failures >= badTries {
		a.failures = 0
	}
	if a.failures++; a.failures == badTries {
		a.locked = now
	}
}

// mayCall reports whether the user's list of allowed functions has the function.
func (a *account) mayCall(fn apiclient.Function) bool {
	return strings.Contains(a.APIAllowedFunctions, "ALL_FUNCTIONS") ||
		strings.Contains(a.APIAllowedFunctions, " "+string(fn)+" ")
}

// mayManage reports whether the user has all of these rights, access to the API, and level 8, which all changes need.
func (a *account) mayManage(rights ...int) bool {
	return a.UserLevel >= 8 && a.Active == "Y" && a.VDCAgentAPIAccess == 1 &&
		!slices.ContainsFunc(rights, func(r int) bool { return r != 1 })
}

// maySeePages reports whether the admin pages open to the user (contract/PAGES.md).
func (a *account) maySeePages() bool { return a.UserLevel >= 8 && a.APIOnlyUser != 1 }

// maySee reports whether a row of a user group is visible to the user: a row of one of the user's groups, or of all
// groups. A user without a list of groups sees all rows.
func (a *account) maySee(d apiclient.Dialect, group string) bool {
	return len(a.AdminViewableGroups) == 0 || group == everyGroup ||
		slices.ContainsFunc(a.AdminViewableGroups, func(own string) bool { return d.Fold(own) == d.Fold(group) })
}

func (a *account) mayManagePhones() bool { return a.mayManage(a.ASTAdminAccess) }
func (a *account) mayDelete() bool       { return a.mayManage(a.ASTDeletePhones) }
func (a *account) mayManageUsers() bool  { return a.mayManage(a.ModifyUsers) }
