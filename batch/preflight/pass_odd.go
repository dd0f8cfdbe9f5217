package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

// look counts what rows look like, before they are judged: what is odd about one depends on the others.
func (s *pass) look(entries []entry) {
	for i := range entries {
		e := &entries[i]
		s.widths[s.filled(e)]++
		if e.bad == nil && e.Surplus == 0 {
			s.plain++
		}
	}
}

// refuse enters a row of which nothing can be said but that it is none, that its cells have moved, or that it cannot be
// read: none of its values is looked at, or shown.
func (s *pass) refuse(rec sheet.Record, p Problem, readable bool) {
	s.list.count([]Problem{p})
	s.traces.add(rec.Line, &apiclient.Phone{}, &apiclient.Phone{})
	s.enter(rec, Row{Problems: []Problem{p}, Invalid: true, Readable: readable})
}

// nameless counts a row that has a value in a column without a name: cells that have moved, perhaps.
func (s *pass) nameless(rec sheet.Record) {
	for _, column := range s.list.cols.nameless {
		if strings.TrimSpace(rec.Cells[column]) != "" {
			if s.list.Nameless.Rows++; s.list.Nameless.Rows == 1 {
				s.list.Nameless.Line = rec.Line
			}
			return
		}
	}
}

// ends notes where a row ends: with blank cells beyond the header, or before its last columns.
func (s *pass) ends(rec sheet.Record) {
	if rec.Surplus > 0 {
		s.surplus.add(s.list.Total)
	}
	if rec.Short {
		if s.short.Rows++; s.short.Rows == 1 {
			s.short.Line = rec.Line
		}
	}
}

// widened finds the rows that alone have blank cells beyond the header: an unquoted delimiter has pushed their values
// into other columns.
func (s *pass) widened() (found []finding) {
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

// extraCells is the problem of a row with blank cells beyond the header, which other rows do not have.
func extraCells(line int) Problem {
	return Problem{
		Line: line, Severity: codes.Error, Code: codes.ExtraCells, Hint: codes.Remedy(codes.ExtraCells),
		Message: "the row has more cells than the header, and other rows have not: its values seem to have moved",
	}
}

func (s *pass) unreadable(bad *sheet.RecordError) {
	s.refuse(bad.Record, Problem{
		Line: bad.Line, Column: shownName(bad.Column), Severity: codes.Error, Code: apiclient.Code(bad.Code), Message: bad.Reason, Hint: bad.Remedy,
	}, false)
}
