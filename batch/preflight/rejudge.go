package preflight

import (
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// Rejudge looks at the kept rows again, now that the dialer's build is known, and returns what is newly wrong. Rows
// with new errors become invalid. Warnings that are said once for several rows are not said again.
func (l *List) Rejudge(d apiclient.Dialect) []Problem {
	o := l.options
	o.Dialect = d
	j := newJudge(&o, l.cols, newZones(time.Now().Year()))
	var fresh []Problem
	for i, row := range l.Rows {
		if row.Invalid {
			continue
		}
		j.begin(uint32(i), row.Line, &row.Phone)
		for _, p := range j.row(&row.Phone) {
			if slices.ContainsFunc(row.Problems, func(old Problem) bool { return old.Code == p.Code && old.Column == p.Column }) {
				continue
			}
			fresh = append(fresh, p)
			row.Problems = append(row.Problems, p)
			if l.count([]Problem{p}); p.Severity == codes.Error && !row.Invalid {
				row.Invalid = true
				l.Invalid++
			}
		}
	}
	l.sort()
	return fresh
}
