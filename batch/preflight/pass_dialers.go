package preflight

import (
	"fmt"

	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// belongs reports whether a record belongs to this reading. wrong is the problem of a row that names no dialer.
func (s *pass) belongs(rec sheet.Record, readable bool) (is bool, wrong *Problem) {
	d := s.list.options.Dialers
	if d == nil {
		return true, nil
	}
	if !readable {
		return d.Rest, nil
	}
	cell, has := s.list.cols.Dialer(rec)
	name := d.named(cell)
	if !has {
		name = d.Default
	}
	if name != "" {
		if d.Seen != nil {
			d.Seen(name)
		}
		if name != d.Takes {
			s.list.Elsewhere++
		}
		return name == d.Takes, nil
	}
	p := Problem{
		Line: rec.Line, Column: s.list.cols.OwnName(columns.DialerColumn), Value: cell, Severity: codes.Error,
		Code: codes.UnknownDialer, Hint: codes.Remedy(codes.UnknownDialer), Message: "the configuration file has no dialer of that name",
	}
	switch near := columns.Nearest(cell, d.Names); {
	case cell == "":
		p.Message = "the row names no dialer"
	case near != "":
		p.Hint = fmt.Sprintf("did you mean %s? %s", near, p.Hint)
	}
	return d.Rest, &p
}

// NamesDialers reports whether the list has a column that names the dialer of each row. It is false if Options.Dialers
// was nil.
func (l *List) NamesDialers() bool {
	_, has := l.cols.Dialer(sheet.Record{})
	return has
}
