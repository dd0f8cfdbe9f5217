package preflight

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A remark is a warning about several rows. It is said once, at the first of them; under Options.Strict each of them
// has it, as an error: none of them may be sent.
type remark struct {
	code    apiclient.Code
	field   apiclient.Field // that it stands at
	rows    []uint32        // those concerned, in their order
	value   func(row uint32) string
	message func(row uint32, rows int) string // rows is how many are meant: all, or the one
	others  func(row uint32) []int            // may be nil
}

// whole finds all that the whole list can tell, by row.
func (t *traces) whole() []finding {
	keys := newKeyset(t.n)
	found := t.clashing(keys)
	for _, rule := range []func(*keyset) []remark{t.dialplanOnServers, t.sharedVoicemail, t.sharedPassword, t.crowdedServer, t.zerosLost} {
		for _, r := range rule(keys) {
			found = append(found, t.findings(r)...)
		}
	}
	return found
}

// findings are those that a remark comes to.
func (t *traces) findings(r remark) (found []finding) {
	if t.judge.options.Ignore[r.code] || len(r.rows) == 0 {
		return nil
	}
	rows, each, severity := r.rows[:1], len(r.rows), codes.Warning
	if t.judge.options.Strict {
		rows, each, severity = r.rows, 1, codes.Error
	}
	for _, row := range rows {
		found = append(found, finding{row, func(row uint32) Problem {
			p := Problem{
				Line: t.line(row), Column: t.judge.cols.name(r.field), Value: r.value(row), Severity: severity,
				Code: r.code, Message: r.message(row, each), Hint: codes.Remedy(r.code),
			}
			if r.others != nil {
				p.Others = r.others(row)
			}
			return p
		}})
	}
	return found
}

// byRow brings findings into the order of their rows; those of one row stay as they were.
func byRow(found []finding) {
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Compare(a.row, b.row) })
}

// inRows begins a remark about more than one row.
func inRows(rows int) string {
	if rows == 1 {
		return ""
	}
	return fmt.Sprintf("in %d rows, of which this is the first: ", rows)
}

func number(n int) string { return strconv.Itoa(n) }
