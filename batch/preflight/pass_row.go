package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// row takes the phones of one record into the list. tidy says that tidying would change nothing.
func (s *pass) row(rec sheet.Record, p apiclient.Phone, tidy bool) {
	cells := s.list.picked.Texts(rec, &p)
	if s.list.options.Leaving {
		p = naming(&p)
	}
	r := &fanOut{rec: rec, listed: p, cells: cells, first: true}
	if !tidy {
		s.mender.tidy(rec.Line, &p)
	}
	r.tidied = p
	s.countNameless(rec)
	s.noteEnd(rec)
	s.list.Records++
	var servers columns.Servers
	if !s.list.options.Leaving { // the row names a phone, or a person with all their phones
		servers = s.serversOf(r)
	}
	if len(servers) == 0 {
		s.phone(r, nil)
	}
	for i := range servers {
		s.phone(r, &servers[i])
		r.first = false
	}
}

// phone fills, mends and judges one phone of a record, and enters its row. server is nil if the record has no servers.
func (s *pass) phone(r *fanOut, server *columns.Server) {
	l, j, line := s.list, s.judge, r.rec.Line
	p, listed := r.tidied, r.listed
	var atServer, ofServer Fields
	if server != nil {
		atServer = s.atServer(line, server, &p, &listed)
	}
	missed, filled := s.fill(r.rec, &p, &listed)
	j.begin(uint32(l.Total), line, &listed)
	if r.wrong != nil {
		j.enter(*r.wrong)
		j.damaged.add(apiclient.ServerIP)
	}
	j.reportMissed(missed)
	damaged := j.damage(&p)
	s.mender.mend(line, &p, damaged)
	if r.first {
		l.Accented.note(listed.PhoneFullName)
		r.alias.ID, r.alias.Name, r.missed = l.cols.Alias(r.rec, &p)
	}
	if server != nil {
		ofServer = s.ofServer(r, server, &p, &listed, damaged)
	}
	j.alias, j.filled = r.alias, filled|atServer|ofServer
	j.reportAliasMissed(r.missed)
	problems := s.addFaults(r.rec, j.row(&p))
	if r.rec.Surplus > 0 {
		s.surplus.add(l.Total)
	}
	if l.options.Leaving { // two rows may name one phone
		r.alias = Alias{}
		s.traces.add(line, &apiclient.Phone{}, &apiclient.Phone{})
	} else {
		s.traces.add(line, &listed, &p)
	}
	s.traces.addAlias(r.alias, &p)
	s.enter(r.rec, Row{
		Phone: p, Name: strings.TrimSpace(listed.PhoneFullName), Server: server, Alias: r.alias, Cells: r.cells,
		Filled: j.filled, Problems: problems, Invalid: l.count(l.Total, problems), Readable: true,
	})
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

// naming returns a phone with the values alone that say which phone it is, or whose.
func naming(p *apiclient.Phone) (only apiclient.Phone) {
	for _, f := range []apiclient.Field{apiclient.Extension, apiclient.ServerIP, apiclient.PhoneLogin, apiclient.PhoneFullName} {
		only.Set(f, p.Value(f))
	}
	return only
}
