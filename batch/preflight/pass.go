package preflight

import (
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// A pass is one reading of a list. It is not safe for concurrent use.
type pass struct {
	list    *List
	judge   *judge
	mender  *mender
	traces  *traces
	watches columns.Watches
	fields  map[int]apiclient.Field // by the index of their column
	own     Fields                  // the fields that a --default fills from columns of the list
	invalid rowSet                  // invalid rows: a row with several errors counts once
	warned  rowSet                  // the first rows of records

	suffixes suffixes
	today    time.Time
	named    int    // number of columns with a name, without the column problem
	problem  int    // index of the column problem; -1 if there is none
	widths   widths // of the rows that were read
	surplus  rowSet // rows with blank cells beyond the header, read before the first row without such cells
	plain    int    // number of rows without such cells
	short    Mend   // counts the rows that end before columns which may be empty
}

// A rowSet is a set of rows, one bit each.
type rowSet []uint64

func (r rowSet) has(row int) bool { return row/64 < len(r) && r[row/64]&(1<<(row%64)) != 0 }

// add adds a row, and reports whether it is new.
func (r *rowSet) add(row int) bool {
	for row/64 >= len(*r) {
		*r = append(*r, 0)
	}
	fresh := !r.has(row)
	(*r)[row/64] |= 1 << (row % 64)
	return fresh
}

// mark counts a row as invalid, and its record as warned, for one of the problems of the row.
func (s *pass) mark(row int, p Problem) {
	if p.Severity == codes.Error && s.invalid.add(row) {
		s.list.Invalid++
	}
	if p.Severity == codes.Warning && s.warned.add(s.traces.firstOf(row)) {
		s.list.Sending.Warned++
	}
}

// newPass returns a pass over a list whose header has been read.
func newPass(l *List) *pass {
	z := newZones(time.Now().Year())
	j := newJudge(&l.options, l.cols, z)
	if !l.options.Strict {
		j.remarks = newRemarks()
	}
	named, problem := l.cols.Named()
	var own Fields
	for _, f := range apiclient.Fields() {
		if l.options.Filling.FromList(f) {
			own |= 1 << f
		}
	}
	p := &pass{
		list: l, own: own, judge: j, mender: newMender(&l.options, z), traces: newTraces(j), suffixes: newSuffixes(l.options.Servers),
		fields: l.cols.Fields(), watches: l.cols.Watch(), named: named, problem: problem, today: time.Now(),
	}
	if l.options.Leaving {
		p.watches = nil // a column that says who has left is no surprise
	}
	return p
}

// enter adds a row to the list. Rows must be entered in the order of traces.add.
func (s *pass) enter(rec sheet.Record, row Row) {
	l := s.list
	for _, p := range row.Problems {
		s.mark(l.Total, p)
	}
	l.Total++
	if l.options.Keep {
		row.Line, row.Raw, row.surplus = rec.Line, rec.Raw, rec.Surplus
		l.Rows = append(l.Rows, &row)
	}
}

// widths counts the rows by their number of filled cells; the last entry counts sheet.Enough cells and more.
type widths [sheet.Enough + 1]int

// most reports whether more than half of the rows have at least n filled cells.
func (w *widths) most(n int) bool {
	all, wide := 0, 0
	for filled, rows := range w {
		all += rows
		if filled >= n {
			wide += rows
		}
	}
	return 2*wide > all
}
