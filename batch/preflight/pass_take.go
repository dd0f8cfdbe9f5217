package preflight

import (
	"phonebatch/batch/codes"
)

const shiftedMessage = "from here on, or before, values stand in columns that they do not fit: " +
	"the cells of the row seem to have moved"

// take takes an entry into the list: as a row that is judged, as a row that is refused, or as a row that --where leaves
// out.
func (s *pass) take(e *entry) {
	mine, wrong := s.belongs(e.Record, e.bad == nil)
	switch {
	case !mine:
		return
	case e.bad != nil:
		s.unreadable(e.bad)
		return
	case wrong != nil:
		s.refuse(e.Record, *wrong)
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
