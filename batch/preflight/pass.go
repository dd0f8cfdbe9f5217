package preflight

import (
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// A pass is one reading of a list.
type pass struct {
	list    *List
	judge   *judge
	mender  *mender
	traces  *traces
	fields  map[int]apiclient.Field // by the number of their column
	invalid rowSet                  // rows, so that a clash does not count an invalid one twice
	warned  rowSet
}

// A rowSet is a set of rows, one bit each.
type rowSet []uint64

func (r rowSet) has(row int) bool { return row/64 < len(r) && r[row/64]&(1<<(row%64)) != 0 }

// add adds a row, and says whether it is new.
func (r *rowSet) add(row int) bool {
	for row/64 >= len(*r) {
		*r = append(*r, 0)
	}
	fresh := !r.has(row)
	(*r)[row/64] |= 1 << (row % 64)
	return fresh
}

// mark enters into the counts of rows what a row's problem, or one more of them, comes to.
func (s *pass) mark(row int, p Problem) {
	if p.Severity == Error && s.invalid.add(row) {
		s.list.Invalid++
	}
	if p.Severity == Warning && s.warned.add(row) {
		s.list.Sending.Warned++
	}
}

func newPass(l *List) *pass {
	z := newZones(time.Now().Year())
	j := newJudge(&l.options, l.cols, z)
	if !l.options.Strict {
		j.remarks = newRemarks()
	}
	fields := make(map[int]apiclient.Field)
	for f, name := range l.cols.names {
		fields[slices.Index(l.Header.Names, name)] = f
	}
	return &pass{list: l, judge: j, mender: newMender(&l.options, z), traces: newTraces(j), fields: fields}
}

func (s *pass) take(e *entry) {
	if e.bad != nil {
		s.unreadable(e.bad)
		return
	}
	s.row(e.Record, e.row.phone())
}

func (s *pass) row(rec sheet.Record, p apiclient.Phone) {
	l := s.list
	listed := p
	s.mender.tidy(rec.Line, &p)
	if len(l.options.Filling.list) > 0 && s.fill(&Leaving{rec.Line, listed, rec.Cells}, &p, &listed) {
		s.mender.tidy(rec.Line, &p) // from columns that nobody has looked at
	}
	s.nameless(rec)
	l.Accented.note(listed.PhoneFullName)
	s.judge.begin(uint32(l.Total), rec.Line, &listed)
	s.mender.mend(rec.Line, &p, s.judge.damage(&p))
	problems := s.faults(rec, s.judge.row(&p))
	s.traces.add(rec.Line, &listed, &p)
	s.enter(rec, Row{Phone: p, Problems: problems, Invalid: l.count(problems), Readable: true})
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

// fill fills empty values, of the phone and of what is shown as listed, and says whether there were any.
func (s *pass) fill(r *Leaving, p, listed *apiclient.Phone) (filled bool) {
	s.list.options.Filling.apply(r, p, func(f apiclient.Field, w way) {
		s.mender.fill(r.Line, f, w, p.Value(f))
		listed.Set(f, p.Value(f))
		filled = true
	})
	return filled
}

func (s *pass) unreadable(bad *sheet.RecordError) {
	p := Problem{Line: bad.Line, Column: bad.Column, Severity: Error, Code: apiclient.Code(bad.Code), Message: bad.Reason, Hint: bad.Remedy}
	s.list.count([]Problem{p})
	s.traces.add(bad.Line, &apiclient.Phone{}, &apiclient.Phone{})
	s.enter(bad.Record, Row{Problems: []Problem{p}, Invalid: true})
}

// enter adds a row to the list, in the order of the traces' numbering.
func (s *pass) enter(rec sheet.Record, row Row) {
	l := s.list
	for _, p := range row.Problems {
		s.mark(l.Total, p)
	}
	l.Total++
	if l.options.Keep {
		row.Line, row.Raw = rec.Line, rec.Raw
		l.Rows = append(l.Rows, &row)
	}
}

// finish adds what only the whole list can tell.
func (s *pass) finish() {
	l := s.list
	l.room += l.options.Problems // what is found last may be of any line
	found := s.traces.whole()
	if s.judge.remarks != nil {
		found = append(s.judge.remarks.findings(), found...)
	}
	byRow(found)
	for _, f := range found {
		s.finding(int(f.row), f.tell(f.row))
	}
	l.Mends = s.mender.mends(l.cols)
	warned := l.Sending.Warned
	l.Sending = s.traces.sending(s.invalid.has)
	l.Sending.Mended, l.Sending.Warned = s.mender.rows, warned
	l.sort()
}

func (s *pass) finding(i int, p Problem) {
	l := s.list
	invalid := l.count([]Problem{p})
	s.mark(i, p)
	if l.options.Keep {
		l.Rows[i].Problems = append(l.Rows[i].Problems, p)
		l.Rows[i].Invalid = l.Rows[i].Invalid || invalid
	}
}
