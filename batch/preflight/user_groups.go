package preflight

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"phonebatch/batch/columns"
)

// userGroups counts the records that name each admin_user_group (domain rule R-15).
type userGroups struct {
	rows    map[string]int
	last    int // line of the last record
	message func(rows int) string
}

// maxGroups is the number of different groups that are counted, shownGroups the number that a message names. A list has
// few groups.
const (
	maxGroups   = 1000
	shownGroups = 5
)

func newUserGroups() *userGroups {
	g := &userGroups{rows: make(map[string]int)}
	g.message = g.listMessage
	return g
}

// count counts a row with a group; a record counts once. It returns the function for the message at the end of the
// list.
func (g *userGroups) count(name string, line int) (message func(rows int) string) {
	if g.last == line {
		return g.message
	}
	g.last = line
	if g.rows[name] > 0 || len(g.rows) < maxGroups {
		g.rows[strings.Clone(name)]++
	}
	return g.message
}

// uncheckedMessage returns the message about groups without their names.
func uncheckedMessage(rows int) string {
	return inRows(rows) + "the dialer does not check that this group exists"
}

// listMessage returns the message with the groups of the list, the rarest first: rare groups are likely typing errors.
func (g *userGroups) listMessage(rows int) string {
	names := slices.Sorted(maps.Keys(g.rows))
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(g.rows[a], g.rows[b]) })
	var parts []string
	for _, name := range names[:min(len(names), shownGroups)] {
		parts = append(parts, fmt.Sprintf("%q in %d", columns.Cut(name, 20), g.rows[name]))
	}
	if more := len(names) - shownGroups; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	if len(names) == 1 {
		return uncheckedMessage(rows)
	}
	return uncheckedMessage(rows) + "; the list has " + strings.Join(parts, ", ")
}
