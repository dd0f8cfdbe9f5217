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

// An account is a user and the count of failed logins.
type account struct {
	User
	failures int
	locked   time.Time // the time of the bad login that locked the account
}

func (a *account) lockedOut(now time.Time) bool {
	return a.failures >= badTries && now.Sub(a.locked) < lockTime
}

// accepts reports whether the user can log in with this password. An inactive user, and a user with a level
// below 7, cannot log in.
func (a *account) accepts(d apiclient.Dialect, pass string) bool {
	return a.UserLevel >= 7 && a.Active == "Y" && d.Fold(pass) == d.Fold(a.Pass)
}

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

func (a *account) mayManagePhones() bool { return a.mayManage(a.ASTAdminAccess) }
func (a *account) mayDelete() bool       { return a.mayManage(a.ASTDeletePhones) }
func (a *account) mayManageUsers() bool  { return a.mayManage(a.ModifyUsers) }
