package preflight

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// groups count the rows that name each admin_user_group (domain rule R-15).
type groups struct {
	rows    map[string]int
	message func(rows int) string
}

// maxGroups is how many groups are counted, and shownGroups how many a message names: a list has a few.
const (
	maxGroups   = 1000
	shownGroups = 5
)

func newGroups() *groups {
	g := &groups{rows: make(map[string]int)}
	g.message = g.named
	return g
}

// count counts a row, and returns what is said of all of them in the end.
func (g *groups) count(name string) (message func(rows int) string) {
	if g.rows[name] > 0 || len(g.rows) < maxGroups {
		g.rows[strings.Clone(name)]++
	}
	return g.message
}

func unchecked(rows int) string {
	return inRows(rows) + "the dialer does not check that this group exists"
}

// named says which groups the list names, the rarest first: that is where typing errors are.
func (g *groups) named(rows int) string {
	names := sortedKeys(g.rows)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(g.rows[a], g.rows[b]) })
	var parts []string
	for _, name := range names[:min(len(names), shownGroups)] {
		parts = append(parts, fmt.Sprintf("%q in %d", cut(name, 20), g.rows[name]))
	}
	if more := len(names) - shownGroups; more > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", more))
	}
	if len(names) == 1 {
		return unchecked(rows)
	}
	return unchecked(rows) + "; the list has " + strings.Join(parts, ", ")
}
