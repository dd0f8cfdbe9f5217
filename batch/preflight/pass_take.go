package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

const shiftedMessage = "from here on, or before, values stand in columns that they do not fit: " +
	"the cells of the row seem to have moved"

// take takes an entry into the list: as a row that is judged, as a row that is refused, or as a row that --where leaves
// out.
func (s *pass) take(e *entry) {
	if e.bad != nil {
		s.unreadable(e.bad)
		return
	}
	phone := e.row.phone()
	if !s.list.cols.Takes(e.Record, &phone) {
		s.list.LeftOut++
		return
	}
	if p, is := s.notARow(e); is && !s.list.options.Leaving { // a name alone may be all that is known
		s.refuse(e.Record, p)
		return
	}
	if e.Surplus > 0 && s.plain > 0 {
		e.Raw = s.list.Header.Widened(e.Raw, e.Surplus)
		s.refuseUnread(e.Record, extraCells(e.Line))
		return
	}
	if e.shifted {
		s.refuse(e.Record, Problem{
			Line: e.Line, Column: s.list.cols.Name(e.shiftedFrom), Severity: codes.Error,
			Code: codes.Shifted, Hint: codes.Remedy(codes.Shifted), Message: shiftedMessage,
		})
		return
	}
	s.watches.Look(e.Record, &phone, s.today)
	s.row(e.Record, phone, e.tidy)
}

// row tidies, fills, mends and judges the phone of one row, and enters the row. tidy says that tidying would change
// nothing.
func (s *pass) row(rec sheet.Record, p apiclient.Phone, tidy bool) {
	l := s.list
	cells := l.picked.Texts(rec, &p)
	if l.options.Leaving {
		p = naming(&p)
	}
	listed := p
	if !tidy {
		s.mender.tidy(rec.Line, &p)
	}
	missed, filled := s.fill(rec, &p, &listed)
	s.countNameless(rec)
	s.noteEnd(rec)
	l.Accented.note(listed.PhoneFullName)
	s.judge.begin(uint32(l.Total), rec.Line, &listed)
	s.judge.reportMissed(missed)
	s.mender.mend(rec.Line, &p, s.judge.damage(&p))
	problems := s.addFaults(rec, s.judge.row(&p))
	if l.options.Leaving { // two rows may name one phone
		s.traces.add(rec.Line, &apiclient.Phone{}, &apiclient.Phone{})
	} else {
		s.traces.add(rec.Line, &listed, &p)
	}
	s.enter(rec, Row{
		Phone: p, Name: strings.TrimSpace(listed.PhoneFullName), Cells: cells, Filled: filled,
		Problems: problems, Invalid: l.count(problems), Readable: true,
	})
}

// naming returns a phone with the values alone that say which phone it is, or whose.
func naming(p *apiclient.Phone) (only apiclient.Phone) {
	for _, f := range []apiclient.Field{apiclient.Extension, apiclient.ServerIP, apiclient.PhoneLogin, apiclient.PhoneFullName} {
		only.Set(f, p.Value(f))
	}
	return only
}

// fill fills the empty values of p and of listed, and returns the defaults that have no value in this row. foreign has
// the fields that got a value which does not come from the list.
func (s *pass) fill(rec sheet.Record, p, listed *apiclient.Phone) (missed []columns.Miss, foreign Fields) {
	filled := false
	missed = s.list.cols.Fill(rec, *listed, p, func(f apiclient.Field, w columns.Way) {
		s.mender.fill(rec.Line, f, w, p.Value(f))
		listed.Set(f, p.Value(f))
		filled = true
		foreign |= 1 << f
	})
	if filled {
		s.mender.tidy(rec.Line, p) // values of unknown columns are not tidy yet
	}
	return missed, foreign &^ s.own
}
