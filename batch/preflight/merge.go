package preflight

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// Merge returns the whole of one list that was read once for each dialer (Dialers): its rows, problems and counts. What
// every reading finds, such as unknown columns, is that of the first. There must be a reading. The readings stay as
// they are.
func Merge(readings []*List) *List {
	m := *readings[0]
	m.Counts, m.groups, m.Sending.Servers = make(map[apiclient.Code]int), make(kindGroups), make(map[string]int)
	m.Rows, m.Errors, m.Warnings, m.Mends = nil, nil, nil, nil
	m.Total, m.Records, m.NAliases, m.Invalid, m.NErrors, m.NWarned, m.LeftOut = 0, 0, 0, 0, 0, 0, 0
	m.Sending.Others, m.Sending.Mended, m.Sending.Warned, m.Nameless, m.Refused = 0, 0, 0, Nameless{}, false
	for i, l := range readings {
		m.add(l, i == 0)
	}
	slices.SortStableFunc(m.Rows, func(a, b *Row) int { return a.Line - b.Line })
	m.sort()
	return &m
}

// add adds one reading. first says that it is the first one: a problem of the header is in every reading.
func (l *List) add(r *List, first bool) {
	l.Rows = append(l.Rows, r.Rows...)
	l.Total, l.Records, l.NAliases, l.Invalid = l.Total+r.Total, l.Records+r.Records, l.NAliases+r.NAliases, l.Invalid+r.Invalid
	l.LeftOut, l.Refused = l.LeftOut+r.LeftOut, l.Refused || r.Refused
	l.Mends = append(l.Mends, r.Mends...)
	ofHeader := func(p Problem) bool { return !first && p.Line == r.Header.Line }
	l.Errors = append(l.Errors, slices.DeleteFunc(slices.Clone(r.Errors), ofHeader)...)
	l.Warnings = append(l.Warnings, slices.DeleteFunc(slices.Clone(r.Warnings), ofHeader)...)
	l.NErrors, l.NWarned = l.NErrors+r.NErrors, l.NWarned+r.NWarned
	for k, g := range r.groups {
		if !first && slices.Equal(g.Lines, []int{r.Header.Line}) { // the header has one such problem, and no row has
			l.uncount(k)
			continue
		}
		l.groups.join(k, g)
	}
	for code, n := range r.Counts {
		l.Counts[code] += n
	}
	for server, n := range r.Sending.Servers {
		l.Sending.Servers[server] += n
	}
	l.Sending.Others, l.Sending.Mended, l.Sending.Warned = l.Sending.Others+r.Sending.Others, l.Sending.Mended+r.Sending.Mended, l.Sending.Warned+r.Sending.Warned
	l.Nameless.Rows += r.Nameless.Rows
	if l.Nameless.Line == 0 || r.Nameless.Line > 0 && r.Nameless.Line < l.Nameless.Line {
		l.Nameless.Line = r.Nameless.Line
	}
}

// uncount takes back one problem that an earlier reading has counted.
func (l *List) uncount(k groupKey) {
	l.Counts[k.code]--
	if k.severity == codes.Error {
		l.NErrors--
	} else {
		l.NWarned--
	}
}

// join adds the problems of a group of another reading.
func (g kindGroups) join(k groupKey, other *Group) {
	mine := g[k]
	if mine == nil {
		clone := *other
		clone.Lines = slices.Clone(other.Lines)
		g[k] = &clone
		return
	}
	if other.Lines[0] < mine.Lines[0] {
		mine.Column, mine.Value, mine.Message, mine.Hint = other.Column, other.Value, other.Message, other.Hint
	}
	mine.Rows += other.Rows
	mine.Lines = append(mine.Lines, other.Lines...)
	slices.Sort(mine.Lines)
	mine.Lines = mine.Lines[:min(len(mine.Lines), groupLines)]
}
