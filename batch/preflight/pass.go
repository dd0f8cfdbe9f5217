package preflight

import (
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
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

	today   time.Time
	named   int    // columns that have a name, but for problem
	problem int    // the number of that column; -1 where there is none
	widths  widths // of the rows that were read
	surplus rowSet // rows with blank cells beyond the header, as long as no row was without
	plain   int    // rows without that were read
	short   Mend   // rows that end before columns which may be empty
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
	if p.Severity == codes.Error && s.invalid.add(row) {
		s.list.Invalid++
	}
	if p.Severity == codes.Warning && s.warned.add(row) {
		s.list.Sending.Warned++
	}
}

func newPass(l *List) *pass {
	z := newZones(time.Now().Year())
	j := newJudge(&l.options, l.cols, z)
	if !l.options.Strict {
		j.remarks = newRemarks()
	}
	named, problem := 0, -1
	for i, name := range l.Header.Names {
		switch normal(name) {
		case "":
		case ProblemColumn:
			problem = i
		default:
			named++
		}
	}
	fields := make(map[int]apiclient.Field)
	for f, name := range l.cols.names {
		fields[slices.Index(l.Header.Names, name)] = f
	}
	return &pass{list: l, judge: j, mender: newMender(&l.options, z), traces: newTraces(j), fields: fields, named: named, problem: problem, today: time.Now()}
}

func (s *pass) take(e *entry) {
	if e.bad != nil {
		s.unreadable(e.bad)
		return
	}
	phone := e.row.phone()
	if !s.list.options.Where.takes(e.Record, &phone) {
		s.list.LeftOut++
		return
	}
	if p, is := s.notARow(e); is {
		s.refuse(e.Record, p, true)
		return
	}
	if e.Surplus > 0 && s.plain > 0 {
		e.Raw = s.list.Header.Widened(e.Raw, e.Surplus)
		s.refuse(e.Record, extraCells(e.Line), false)
		return
	}
	if e.moved {
		s.refuse(e.Record, Problem{
			Line: e.Line, Column: s.list.cols.name(e.at), Severity: codes.Error, Code: codes.Shifted, Hint: codes.Remedy(codes.Shifted),
			Message: "from here on, or before, values stand in columns that they do not fit: the cells of the row seem to have moved",
		}, true)
		return
	}
	for _, w := range s.list.watches {
		w.look(e.Record, &phone, s.today)
	}
	s.row(e.Record, phone, e.tidy)
}

func (s *pass) row(rec sheet.Record, p apiclient.Phone, tidy bool) {
	l := s.list
	listed := p
	if !tidy {
		s.mender.tidy(rec.Line, &p)
	}
	missed := s.fill(rec, &p, &listed)
	s.nameless(rec)
	s.ends(rec)
	l.Accented.note(listed.PhoneFullName)
	s.judge.begin(uint32(l.Total), rec.Line, &listed)
	s.judge.missed(missed)
	s.mender.mend(rec.Line, &p, s.judge.damage(&p))
	problems := s.faults(rec, s.judge.row(&p))
	s.traces.add(rec.Line, &listed, &p)
	s.enter(rec, Row{Phone: p, Problems: problems, Invalid: l.count(problems), Readable: true})
}

// fill fills empty values, of the phone and of what is shown as listed, and says which defaults came to nothing.
func (s *pass) fill(rec sheet.Record, p, listed *apiclient.Phone) []miss {
	if len(s.list.options.Filling.list) == 0 {
		return nil
	}
	leaving, filled := Leaving{Line: rec.Line, listed: *listed, cells: rec.Cells}, false
	s.list.options.Filling.apply(&leaving, p, func(f apiclient.Field, w way) {
		s.mender.fill(rec.Line, f, w, p.Value(f))
		listed.Set(f, p.Value(f))
		filled = true
	})
	if filled {
		s.mender.tidy(rec.Line, p) // from columns that nobody has looked at
	}
	return leaving.missed
}

// enter adds a row to the list, in the order of the traces' numbering.
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

// finish adds what only the whole list can tell. The error is a *HeldError.
func (s *pass) finish() (*List, error) {
	l := s.list
	if err := s.held(); err != nil {
		return nil, err
	}
	s.unknownColumns()
	l.room += l.options.Problems // what is found last may be of any line
	found := s.traces.whole()
	if s.judge.remarks != nil {
		found = append(s.judge.remarks.findings(), found...)
	}
	found = append(s.widened(), found...)
	byRow(found)
	for _, f := range found {
		s.finding(int(f.row), f.tell(f.row))
	}
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

// held refuses a list by whose columns rows may not be wanted.
func (s *pass) held() error {
	var list []Held
	for _, w := range s.list.watches {
		if h, is := w.finding(s.list.Total); is {
			list = append(list, h)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &HeldError{list}
}

// unknownColumns warns of the columns that mean nothing to a dialer. Of those that could mean more than one thing more is
// said.
func (s *pass) unknownColumns() {
	l := s.list
	names := slices.DeleteFunc(slices.Clone(l.stray), func(name string) bool {
		return slices.ContainsFunc(l.Unsure, func(u Unsure) bool { return u.Column == name })
	})
	if len(names) == 0 || l.options.Ignore[codes.UnknownColumn] {
		return
	}
	p := Problem{Line: l.Header.Line, Severity: codes.Warning, Code: codes.UnknownColumn, Message: "columns that mean nothing to a dialer, left aside: " + quoted(names), Hint: codes.Remedy(codes.UnknownColumn)}
	if l.options.Strict {
		p.Severity, l.Refused = codes.Error, true
	}
	l.count([]Problem{p})
}

func (s *pass) finding(i int, p Problem) {
	l := s.list
	invalid := l.count([]Problem{p})
	s.mark(i, p)
	if l.options.Keep {
		l.Rows[i].Problems = append(l.Rows[i].Problems, p)
		l.Rows[i].Invalid = l.Rows[i].Invalid || invalid
		if p.Code == codes.ExtraCells {
			l.Rows[i].unread(&l.Header)
		}
	}
}
