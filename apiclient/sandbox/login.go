package sandbox

import (
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
)

// The lock-out (contract/API.md, "add_phone: the checks", 1): so many bad tries are answered BAD, all further ones
// LOCK for so long, the right password included.
const (
	badTries = 10
	lockTime = 15 * time.Minute
)

// An account is a user with what the dialer remembers of its logins.
type account struct {
	User
	failures int
	locked   time.Time // when the last of badTries came
}

// login lets the caller in, or says why not. User and password are compared regardless of case.
func (c *call) login() (refusal answer, in bool) {
	own := c.specs[apiclient.AddPhone].byName // the API's own fields are the same in every function
	user, pass := own["user"].Clean(c.raw("user")), own["pass"].Clean(c.raw("pass"))
	a := c.accounts[c.dialect.Fold(user)]
	switch {
	case a != nil && a.lockedOut(time.Now()):
		return line("ERROR: Too many login attempts, try again in 15 minutes: |" + user + "|LOCK|"), false
	case a != nil && a.accepts(c.dialect, pass):
		a.failures = 0
		c.user, c.caller = user, a
		return answer{}, true
	case a != nil:
		a.fail(time.Now())
	}
	return line("ERROR: Login incorrect, please try again: |" + user + "|" + pass + "|BAD|"), false
}

func (a *account) lockedOut(now time.Time) bool {
	return a.failures >= badTries && now.Sub(a.locked) < lockTime
}

// accepts says whether this password logs the user in at all; a right one does not help one of too low a level.
func (a *account) accepts(d apiclient.Dialect, pass string) bool {
	return a.UserLevel >= 7 && a.Active == "Y" && d.Fold(pass) == d.Fold(a.Pass)
}

// fail counts a bad try. After a lock has run out the count starts anew.
func (a *account) fail(now time.Time) {
	if a.failures >= badTries {
		a.failures = 0
	}
	if a.failures++; a.failures == badTries {
		a.locked = now
	}
}

// mayCall says whether a function is in the user's list.
func (a *account) mayCall(fn apiclient.Function) bool {
	return strings.Contains(a.APIAllowedFunctions, "ALL_FUNCTIONS") ||
		strings.Contains(a.APIAllowedFunctions, " "+string(fn)+" ")
}

// mayManage says whether the user has all of these rights, API access, and the level that all changes need.
func (a *account) mayManage(rights ...int) bool {
	return a.UserLevel >= 8 && a.Active == "Y" && a.VDCAgentAPIAccess == 1 &&
		!slices.ContainsFunc(rights, func(r int) bool { return r != 1 })
}

func (a *account) mayManagePhones() bool { return a.mayManage(a.ASTAdminAccess) }
func (a *account) mayDelete() bool       { return a.mayManage(a.ASTDeletePhones) }
func (a *account) mayManageUsers() bool  { return a.mayManage(a.ModifyUsers) }
