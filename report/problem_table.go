package report

import (
	"strconv"
	"strings"

	"phonebatch/batch/preflight"
)

// A tableColumn is one column of the table of problems. A layout sets its width before it writes.
type tableColumn struct {
	title string
	cell  func(Look, *preflight.Problem) string
	width int // of the widest cell, in columns of the terminal
}

// The columns of the table. Long names and values are cut off.
var (
	lineColumn     = tableColumn{title: "LINE", cell: func(_ Look, p *preflight.Problem) string { return strconv.Itoa(p.Line) }}
	nameColumn     = tableColumn{title: "COLUMN", cell: func(_ Look, p *preflight.Problem) string { return short(p.Column, maxCell) }}
	valueColumn    = tableColumn{title: "VALUE", cell: func(_ Look, p *preflight.Problem) string { return short(p.Value, maxCell) }}
	severityColumn = tableColumn{cell: func(l Look, p *preflight.Problem) string { return l.severity(p.Severity) }}
	codeColumn     = tableColumn{title: "CODE", cell: func(_ Look, p *preflight.Problem) string { return string(p.Code) }}
)

const (
	maxCell     = 24 // greatest width of a column's name and of a value
	leastReason = 40 // least width of the last column, which holds sentences
	under       = 6  // indentation of the text under a row
)

// A layout is one way to show the table. The text under each row says what the columns of the layout leave out.
type layout struct {
	columns []tableColumn
	reason  bool // the problem is the last column of the row, and not the text under it
	lead    func(Look, *preflight.Problem) string
}

// layouts lists all layouts, the widest first.
var layouts = []layout{
	{[]tableColumn{lineColumn, nameColumn, valueColumn, severityColumn, codeColumn}, true, func(Look, *preflight.Problem) string { return "" }},
	{[]tableColumn{lineColumn, nameColumn, valueColumn, codeColumn}, false, func(l Look, p *preflight.Problem) string { return l.severity(p.Severity) + ": " }},
	{[]tableColumn{lineColumn, nameColumn, valueColumn}, false, func(l Look, p *preflight.Problem) string {
		return l.severity(p.Severity) + " " + string(p.Code) + ": "
	}},
}

// problemTable returns the table of problems in the first layout that fits. If no layout fits, it uses the last one.
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

// measure sets the widths of the columns and returns the width of the table. It replaces l.columns and leaves the
// shared layouts as they are.
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

// write returns the table of problems. Each hint stands only with its first problem.
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

// row returns one line of cells, each padded to the width of its column plus the gap.
func (l *layout) row(cell func(tableColumn) string) string {
	var b strings.Builder
	for _, c := range l.columns {
		b.WriteString(pad(cell(c), c.width+gap))
	}
	return b.String()
}

// entry returns a row and its problem, on as many lines as needed.
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
