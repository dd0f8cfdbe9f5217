package preflight

import "slices"

// An aliasTrace keeps what the rules for aliases need to know of a row with an alias.
type aliasTrace struct {
	Alias  // the id as it may be shown
	row    uint32
	key    string // the id as the dialer compares it with other ids
	typed  uint64 // hash of the id as the agent screen reads it
	pass   uint64 // hash of phone_pass as stored
	logins int    // length of phone_login as stored, in characters
}

// An aliasGroup is the rows of one alias, in the list's order.
type aliasGroup []*aliasTrace

// same reports whether all rows have the same value.
func (g aliasGroup) same(value func(*aliasTrace) any) bool {
	return !slices.ContainsFunc(g, func(a *aliasTrace) bool { return value(a) != value(g[0]) })
}

// length returns the number of characters of all logins with commas between them.
func (g aliasGroup) length() int {
	n := len(g) - 1
	for _, a := range g {
		n += a.logins
	}
	return n
}
