package report

import (
	"strconv"
	"strings"

	"phonebatch/batch/preflight"
)

// A tableColumn is one column of the table of problems.
type tableColumn struct {
	title string
	cell  func(Look, *preflight.Problem) string
	width int // of the widest cell
}

// The columns of the table. Foreign text is cut off in them.
var (
	lineColumn     = tableColumn{title: "LINE", cell: func(_ Look, p *preflight.Problem) string { return strconv.Itoa(p.Line) }}
	nameColumn     = tableColumn{title: "COLUMN", cell: func(_ Look, p *preflight.Problem) string { return short(p.Column, maxCell) }}
	valueColumn    = tableColumn{title: "VALUE", cell: func(_ Look, p *preflight.Problem) string { return short(p.Value, maxCell) }}
	severityColumn = tableColumn{cell: func(l Look, p *preflight.Problem) string { return l.severity(p.Severity) }}
	codeColumn     = tableColumn{title: "CODE", cell: func(_ Look, p *preflight.Problem) string { return string(p.Code) }}
)

const (
	maxCell     = 24 // how wide a column's name and a value are shown
	gap         = 2  // between columns
	leastReason = 40 // what the last column must have, so that sentences can be read in it
	under       = 6  // how far what stands under a row is indented
	hang        = 2  // how much further what follows on from a line is
)

// A layout is a way to show the table. What its columns do not have is said under each row.
type layout struct {
	columns []tableColumn
	reason  bool // the problem stands in the row, as the last column
	lead    func(Look, *preflight.Problem) string
}

// layouts are all of them, the widest first.
var layouts = []layout{
	{[]tableColumn{lineColumn, nameColumn, valueColumn, severityColumn, codeColumn}, true, func(Look, *preflight.Problem) string { return "" }},
	{[]tableColumn{lineColumn, nameColumn, valueColumn, codeColumn}, false, func(l Look, p *preflight.Problem) string { return l.severity(p.Severity) + ": " }},
	{[]tableColumn{lineColumn, nameColumn, valueColumn}, false, func(l Look, p *preflight.Problem) string {
		return l.severity(p.Severity) + " " + string(p.Code) + ": "
	}},
}

// problemTable shows problems in the first layout that fits; a narrow screen gets the last one.
func problemTable(look Look, problems []preflight.Problem) string {
	for _, l := range layouts {
		if taken := l.measure(look, problems); look.Width == 0 || l.reason && taken+gap+leastReason <= look.Width || !l.reason && taken <= look.Width {
			return l.write(look, problems)
		}
	}
	l := layouts[len(layouts)-1]
	l.measure(look, problems)
	return l.write(look, problems)
}

// measure finds out how wide the columns are, and how wide that is altogether.
func (l *layout) measure(look Look, problems []preflight.Problem) (all int) {
	columns := make([]tableColumn, len(l.columns))
	for i, c := range l.columns {
		c.width = visible(c.title)
		for j := range problems {
			c.width = max(c.width, visible(c.cell(look, &problems[j])))
		}
		columns[i] = c
		all += gap + c.width
	}
	l.columns = columns
	return all - gap
}

// write shows problems. A hint is given once, with the first problem that it is for.
func (l *layout) write(look Look, problems []preflight.Problem) string {
	var b strings.Builder
	title := l.row(func(c tableColumn) string { return c.title })
	if l.reason {
		title += "PROBLEM"
	}
	b.WriteString(Wrap(strings.TrimRight(title, " "), look.Width, 0) + "\n")
	hinted := make(map[string]bool)
	for i := range problems {
		p := &problems[i]
		row := l.row(func(c tableColumn) string { return c.cell(look, p) })
		reason := []string{l.lead(look, p) + Plain(p.Message)}
		if hint := Plain(p.Hint); !hinted[hint] {
			hinted[hint] = true
			reason = append(reason, "→ "+hint)
		}
		b.WriteString(l.entry(look, row, reason))
	}
	return b.String()
}

// row puts cells under each other, with a gap behind the last one.
func (l *layout) row(cell func(tableColumn) string) string {
	var b strings.Builder
	for _, c := range l.columns {
		b.WriteString(pad(cell(c), c.width+gap))
	}
	return b.String()
}

// entry is a row with what is wrong with it, on as many lines as that takes.
func (l *layout) entry(look Look, row string, reason []string) string {
	if !l.reason {
		text := strings.TrimRight(row, " ") + "\n"
		for _, r := range reason {
			text += strings.Repeat(" ", under) + r + "\n"
		}
		return Wrap(text, look.Width, hang)
	}
	indent, room := visible(row), 0
	if look.Width > 0 {
		room = look.Width - indent
	}
	var lines []string
	for _, r := range reason {
		lines = append(lines, strings.Split(Wrap(r, room, hang), "\n")...)
	}
	return strings.TrimRight(row+strings.Join(lines, "\n"+strings.Repeat(" ", indent)), " ") + "\n"
}
