package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// Warn enters a warning that another package has found in kept rows. rows are indices in List.Rows, in the list's
// order; message returns the text for one of them. As with the warnings of pre-flight, the list says it once, at the
// first row; under Options.Strict each row has it as an error and becomes invalid. Warn returns what it has entered:
// nothing if the code is ignored.
func (l *List) Warn(code apiclient.Code, f apiclient.Field, rows []int, message func(row int) string) []Problem {
	if l.options.Ignore[code] || len(rows) == 0 {
		return nil
	}
	severity, all := codes.Warning, l.recordsOf(rows)
	if l.options.Strict {
		severity, all = codes.Error, 1
	} else {
		rows = rows[:1]
	}
	found, problems := make([]Found, len(rows)), make([]Problem, len(rows))
	for i, row := range rows {
		problems[i] = Problem{
			Line: l.Rows[row].Line, Column: l.cols.Name(f), Value: l.Rows[row].Shown(f), Severity: severity,
			Code: code, Message: inRows(all) + message(row), Hint: codes.Remedy(code),
		}
		found[i] = Found{row, problems[i]}
	}
	l.Report(found)
	return problems
}

// recordsOf returns the number of records of some rows, which are in the list's order.
func (l *List) recordsOf(rows []int) (n int) {
	for i, row := range rows {
		if i == 0 || l.Rows[row].Line != l.Rows[rows[i-1]].Line {
			n++
		}
	}
	return n
}
