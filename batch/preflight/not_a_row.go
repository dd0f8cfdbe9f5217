package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// filled returns the number of filled cells of a row, without the column problem.
func (s *pass) filled(e *entry) int {
	if s.problem >= 0 && s.problem < len(e.cells) && strings.TrimSpace(e.cells[s.problem]) != "" {
		return e.Filled - 1
	}
	return e.Filled
}

// notARow reports whether a record is a footer, a total or a title instead of a row of the list. The problem names the
// column of the one filled cell, and shows the cell if it reads like a footer.
func (s *pass) notARow(e *entry) (p Problem, is bool) {
	if e.cells == nil {
		return p, false
	}
	filled := s.filled(e)
	at, first, numbers, valued := -1, "", true, false
	for i, cell := range e.cells {
		cell = strings.TrimSpace(cell)
		switch {
		case cell == "":
		case i == s.problem:
		case at < 0:
			at, first = i, cell
		default:
			_, is := s.fields[i]
			numbers, valued = numbers && strings.Trim(cell, "0123456789.,- ") == "", valued || is
		}
	}
	wide := filled >= sheet.Enough-1
	if at < 0 || at >= len(s.list.Header.Names) || wide && !(numbers && beginsTotal([]byte(first+" "))) {
		return p, false
	}
	tells := footerPattern().MatchString(first)
	switch {
	case s.named < 3: // rows have no more cells than a footer
		if !tells || !numbers || filled == 1 && !sureFooterPattern().MatchString(first) || valued {
			return p, false
		}
	case wide:
	case filled == 1 && s.extensionAlone(at, first):
		return p, false
	case filled == 1 && (tells || s.widths.most(3)):
	case tells && numbers && s.widths.most(filled+1):
	default:
		return p, false
	}
	p = Problem{
		Line: e.Line, Column: columns.ShownName(s.list.Header.Names[at]), Severity: codes.Error,
		Code: codes.NotARow, Hint: codes.Remedy(codes.NotARow),
		Message: "only one cell of this row is filled: it reads like a title or a footer",
	}
	if tells {
		p.Value, p.Message = strings.Clone(first), "this reads like a total or a footer"
	}
	return p, true
}

// extensionAlone reports whether the one filled cell is an extension and something fills all other required fields.
func (s *pass) extensionAlone(column int, cell string) bool {
	if f, is := s.fields[column]; !is || f != apiclient.Extension || values.Digits(cell) == 0 {
		return false
	}
	for _, f := range apiclient.Fields() {
		if f.Required() && f != apiclient.Extension && !s.list.cols.Filled(f) {
			return false
		}
	}
	return true
}
