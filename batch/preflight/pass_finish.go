package preflight

import (
	"slices"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// finish adds the problems that only the whole list shows, and returns the list. The error is a *columns.HeldError.
func (s *pass) finish() (*List, error) {
	l := s.list
	if err := s.watches.Held(l.Total); err != nil {
		return nil, err
	}
	s.unknownColumns()
	l.room += l.options.Problems // problems of the whole list may be of any line
	found := s.traces.listFindings()
	if s.judge.remarks != nil {
		found = append(s.judge.remarks.findings(), found...)
	}
	found = append(s.wideRows(), found...)
	byRow(found)
	for _, f := range found {
		s.addFinding(int(f.row), f.problem(f.row))
	}
	l.NAliases = len(s.traces.aliasGroups())
	l.Mends = s.mender.mends(l.cols)
	if s.short.Rows > 0 {
		s.short.Column, s.short.What = "the last columns", "taken as empty, as the row ends before them,"
		l.Mends = append(l.Mends, s.short)
	}
	warned := l.Sending.Warned
	l.Sending = s.traces.sending(s.invalid.has)
	l.Sending.Mended, l.Sending.Warned = s.mender.rows, warned
	l.sort()
	return l, nil
}

// unknownColumns warns of the columns that mean nothing to a dialer. Columns in List.Unsure are left out: the report
// tells more about these. Columns of List.Cells tell people apart.
func (s *pass) unknownColumns() {
	l := s.list
	names := slices.DeleteFunc(l.cols.Stray(), func(name string) bool {
		return slices.Contains(l.Cells, name) || slices.ContainsFunc(l.Unsure, func(u columns.Unsure) bool { return u.Column == name })
	})
	if len(names) == 0 || l.options.Leaving || l.options.Ignore[codes.UnknownColumn] {
		return
	}
	p := Problem{
		Line: l.Header.Line, Severity: codes.Warning, Code: codes.UnknownColumn, Hint: codes.Remedy(codes.UnknownColumn),
		Message: "columns that mean nothing to a dialer, left aside: " + columns.Quoted(names),
	}
	if l.options.Strict {
		p.Severity, l.Refused = codes.Error, true
	}
	l.count(noRow, []Problem{p})
}

// addFinding adds a problem to the row with index i, and to the counts.
func (s *pass) addFinding(i int, p Problem) {
	l := s.list
	invalid := l.count(i, []Problem{p})
	s.mark(i, p)
	if l.options.Keep {
		l.Rows[i].Problems = append(l.Rows[i].Problems, p)
		l.Rows[i].Invalid = l.Rows[i].Invalid || invalid
		if p.Code == codes.ExtraCells {
			l.Rows[i].unread(&l.Header)
		}
	}
}
