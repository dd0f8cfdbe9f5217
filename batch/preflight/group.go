package preflight

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A Group is all problems of one kind.
type Group struct {
	Code     apiclient.Code `json:"code"`
	Severity codes.Severity `json:"severity"`
	Rows     int            `json:"rows"`
	Lines    []int          `json:"first_lines"` // the first of them
	Column   string         `json:"column"`      // of the first
	Value    string         `json:"value"`
	Message  string         `json:"message"`
	Hint     string         `json:"hint"`

	last int // line
}

// groupLines is how many lines a group names.
const groupLines = 5

// A groupKey is what problems of one group have in common.
type groupKey struct {
	code     apiclient.Code
	severity codes.Severity
}

// kindGroups count problems by kind. Those of one row are added one after the other.
type kindGroups map[groupKey]*Group

func (g kindGroups) add(p Problem) {
	k := groupKey{p.Code, p.Severity}
	group := g[k]
	if group == nil {
		group = &Group{Code: p.Code, Severity: p.Severity, Column: p.Column, Value: p.Value, Message: p.Message, Hint: p.Hint}
		g[k] = group
	}
	if group.last == p.Line {
		return // once more in the same row
	}
	group.last = p.Line
	group.Rows++
	if len(group.Lines) < groupLines {
		group.Lines = append(group.Lines, p.Line)
	}
}

// Groups lists all problems by kind: errors first, then the most frequent first.
func (l *List) Groups() []Group {
	list := make([]Group, 0, len(l.groups))
	for _, g := range l.groups {
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Code, b.Code))
	})
	return list
}
