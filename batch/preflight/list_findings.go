package preflight

import (
	"cmp"
	"slices"

	"phonebatch/batch/codes"
)

// listFindings returns all problems that only the whole list shows.
func (t *traces) listFindings() []finding {
	keys := new(sorter)
	found := append(t.clashFindings(keys), t.aliasFindings()...)
	for _, rule := range []func(*sorter) []remark{t.dialplanOnServers, t.sharedVoicemail, t.sharedPassword, t.crowdedServer, t.lostZeros, t.sharedAliasMailbox} {
		for _, r := range rule(keys) {
			found = append(found, t.findingsOf(r)...)
		}
	}
	return found
}

// findingsOf returns the findings of one remark.
func (t *traces) findingsOf(r remark) (found []finding) {
	if t.judge.options.Ignore[r.code] || len(r.rows) == 0 {
		return nil
	}
	rows, each, severity := r.rows[:1], t.records(r.rows), codes.Warning
	if t.judge.options.Strict {
		rows, each, severity = r.rows, 1, codes.Error
	}
	for _, row := range rows {
		found = append(found, finding{row, func(row uint32) Problem {
			p := Problem{
				Line: t.line(row), Column: t.judge.cols.Name(r.field), Value: r.value(row), Severity: severity,
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

// byRow sorts findings by row. Findings of the same row keep their order.
func byRow(found []finding) {
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Compare(a.row, b.row) })
}
