package preflight

import (
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// Rejudge judges the kept rows again for the dialect of the dialer's build, and returns the problems that are new. Rows
// with new errors become invalid. Warnings that are said once for several rows are not repeated. Rejudge needs
// Options.Keep.
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
		j.alias, j.filled = row.Alias, row.Filled
		for _, p := range j.row(&row.Phone) {
			if slices.ContainsFunc(row.Problems, func(old Problem) bool { return old.Code == p.Code && old.Column == p.Column }) {
				continue
			}
			fresh = append(fresh, p)
			row.Problems = append(row.Problems, p)
			if l.count(i, []Problem{p}); p.Severity == codes.Error && !row.Invalid {
				row.Invalid = true
				l.Invalid++
			}
		}
	}
	l.sort()
	return fresh
}

// A Found is a problem that another package has found in one kept row.
type Found struct {
	Row int // index in List.Rows
	Problem
}

// Report enters problems that other packages have found. An error makes its row invalid. Ignored codes are left out.
func (l *List) Report(found []Found) {
	l.room += len(found) // the problems may be of any line
	for _, f := range found {
		if l.options.Ignore[f.Code] {
			continue
		}
		row := l.Rows[f.Row]
		row.Problems = append(row.Problems, f.Problem)
		if l.count(f.Row, []Problem{f.Problem}) && !row.Invalid {
			row.Invalid = true
			l.Invalid++
		}
	}
	l.sort()
}
