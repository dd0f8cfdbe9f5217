package sandbox

import "time"

// check compares a user and a password without regard to case, and counts a bad login. The API and the admin pages
// share the count. If the verdict is not good, the account is nil.
func (b *database) check(user, pass string, level int, now time.Time) (*account, verdict) {
	a := b.users.at(user)
	switch {
	case a != nil && a.lockedOut(now):
		return nil, verdictLocked
	case a != nil && a.accepts(b.dialect, pass, level):
		a.failures = 0
		return a, verdictGood
	case a != nil:
		a.fail(now)
	}
	return nil, verdictBad
}
