package preflight

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A Group is all problems with one code and one severity.
type Group struct {
	Code     apiclient.Code `json:"code"`
	Severity codes.Severity `json:"severity"`
	Rows     int            `json:"rows"`
	Lines    []int          `json:"first_lines"` // of the first rows
	Column   string         `json:"column"`      // Column, Value, Message and Hint are of the first problem
	Value    string         `json:"value"`
	Message  string         `json:"message"`
	Hint     string         `json:"hint"`

	last int // line of the last problem
}

// groupLines is the number of lines that a group names.
const groupLines = 5

// A groupKey is what the problems of one group have in common.
type groupKey struct {
	code     apiclient.Code
	severity codes.Severity
}

// kindGroups counts problems by kind. The problems of one row must be added one after the other.
type kindGroups map[groupKey]*Group

// add counts a problem.
func (g kindGroups) add(p Problem) {
	k := groupKey{p.Code, p.Severity}
	group := g[k]
	if group == nil {
		group = &Group{Code: p.Code, Severity: p.Severity, Column: p.Column, Value: p.Value, Message: p.Message, Hint: p.Hint}
		g[k] = group
	}
	if group.last == p.Line {
		return // the row is counted already
	}
	group.last = p.Line
	group.Rows++
	if len(group.Lines) < groupLines {
		group.Lines = append(group.Lines, p.Line)
	}
}

// sorted returns the groups: errors first, then the groups with the most rows first.
func (g kindGroups) sorted() []Group {
	list := make([]Group, 0, len(g))
	for _, group := range g {
		list = append(list, *group)
	}
	slices.SortFunc(list, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Code, b.Code))
	})
	return list
}
