package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// countWidths counts the filled cells of rows before the rows are judged: whether one row is odd depends on the others.
func (s *pass) countWidths(entries []entry) {
	for i := range entries {
		e := &entries[i]
		s.widths[s.filled(e)]++
		if e.bad == nil && e.Surplus == 0 {
			s.plain++
		}
	}
}

// refuse enters a row that is no row of the list, or whose cells have moved. None of its values is judged or shown.
func (s *pass) refuse(rec sheet.Record, p Problem) {
	s.enterRefused(rec, Row{Problems: []Problem{p}, Invalid: true, Readable: true})
}

// refuseUnread enters a row that cannot be split into the cells of the header.
func (s *pass) refuseUnread(rec sheet.Record, p Problem) {
	s.enterRefused(rec, Row{Problems: []Problem{p}, Invalid: true})
}

// enterRefused enters a row without values, and counts its problems.
func (s *pass) enterRefused(rec sheet.Record, row Row) {
	s.list.Records++
	s.list.count(s.list.Total, row.Problems)
	s.traces.add(rec.Line, &apiclient.Phone{}, &apiclient.Phone{})
	s.enter(rec, row)
}

// countNameless counts a row that has a value in a column without a name: its cells may have moved.
func (s *pass) countNameless(rec sheet.Record) {
	for _, column := range s.list.cols.Nameless() {
		if strings.TrimSpace(rec.Cells[column]) != "" {
			if s.list.Nameless.Rows++; s.list.Nameless.Rows == 1 {
				s.list.Nameless.Line = rec.Line
			}
			return
		}
	}
}

// noteEnd notes a record that ends before the last columns.
func (s *pass) noteEnd(rec sheet.Record) {
	if rec.Short {
		if s.short.Rows++; s.short.Rows == 1 {
			s.short.Line = rec.Line
		}
	}
}

// wideRows returns the rows with blank cells beyond the header, if other rows have none: an unquoted delimiter has
// moved their values into other columns.
func (s *pass) wideRows() (found []finding) {
	if len(s.surplus) == 0 || s.plain == 0 {
		return nil
	}
	for row := range s.list.Total {
		if s.surplus.has(row) {
			found = append(found, finding{uint32(row), func(row uint32) Problem { return extraCells(s.traces.line(row)) }})
		}
	}
	return found
}

// extraCells returns the problem of a row that has blank cells beyond the header while other rows have none.
func extraCells(line int) Problem {
	return Problem{
		Line: line, Severity: codes.Error, Code: codes.ExtraCells, Hint: codes.Remedy(codes.ExtraCells),
		Message: "the row has more cells than the header, unlike other rows: its values seem to have moved",
	}
}

// unreadable enters a record that cannot be read, with the reason.
func (s *pass) unreadable(bad *sheet.RecordError) {
	s.refuseUnread(bad.Record, Problem{
		Line: bad.Line, Column: columns.ShownName(bad.Column), Severity: codes.Error,
		Code: bad.Code, Message: bad.Reason, Hint: bad.Remedy,
	})
}
