package preflight

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// A fanOut is one record on its way to its phones: one phone on each of its servers, in their order. A record without
// servers has one phone.
type fanOut struct {
	rec    sheet.Record
	listed apiclient.Phone // the values of the list
	tidied apiclient.Phone
	cells  []string
	wrong  *Problem // what is wrong with the servers of the record
	first  bool     // the next phone is the first one
	own    bool     // the record has a server_ip of its own, which is one of its servers
	alias  Alias    // of all phones of the record
	missed *columns.AliasMiss
}

// serversOf returns the servers of a record, or nil if its server_ip says where the phone lives. If something is wrong
// with the servers, serversOf notes it in the record and returns nil. If the code of what is wrong is ignored, a server
// may have another suffix here, and a server_ip of the row decides alone: the row has one phone there. If that server
// is one of the servers, its suffix belongs to the login all the same.
func (s *pass) serversOf(r *fanOut) columns.Servers {
	servers, wrong := s.list.cols.Servers(r.rec)
	column := s.list.cols.OwnName(columns.ServersColumn)
	ignored := s.list.options.Ignore
	switch {
	case wrong != "":
		r.wrong = s.judge.problem(column, "", codes.ServersCell, wrong)
		return nil
	case len(servers) > 0 && r.tidied.ServerIP != "":
		if !ignored[codes.ServerIPBeside] {
			r.wrong = s.serverIPBeside(&r.tidied)
			return nil
		}
		s.mender.count(r.rec.Line, apiclient.ServerIP, "kept as the only server of their rows")
		if own := servers.Find(r.tidied.ServerIP); own != nil {
			r.own = true
			return columns.Servers{*own}
		}
		return nil
	case !ignored[codes.SuffixDiffers]:
		if r.wrong = s.suffixes.differs(s.judge, r.rec.Line, column, servers); r.wrong != nil {
			return nil
		}
	}
	return servers
}

// serverIPBeside returns the problem of a row that has servers, and a server_ip as well.
func (s *pass) serverIPBeside(p *apiclient.Phone) *Problem {
	value := p.ServerIP
	if hides(nil, p, apiclient.ServerIP, value) {
		value = "***"
	}
	return s.judge.problem(s.list.cols.Name(apiclient.ServerIP), value, codes.ServerIPBeside, "the row has servers, and a server_ip of its own as well")
}

// atServer gives a phone the values of its server before its cells are filled. It returns the fields that it fills from
// flags.
func (s *pass) atServer(line int, server *columns.Server, p, listed *apiclient.Phone) (filled Fields) {
	p.ServerIP, listed.ServerIP = server.IP, server.IP
	for _, given := range []struct {
		field apiclient.Field
		value string
	}{{apiclient.TemplateID, server.TemplateID}, {apiclient.PhoneContext, server.PhoneContext}} {
		if given.value != "" && p.Value(given.field) == "" {
			p.Set(given.field, given.value)
			listed.Set(given.field, given.value)
			s.mender.count(line, given.field, "filled by --server-default")
			filled |= 1 << given.field
		}
	}
	return filled
}

// ofServer completes the values that depend on the server, once all others are known: the suffix of phone_login, and
// the prefix of dialplan_number. Damaged values stay as they are. It returns the fields whose values no longer come
// from the list. In a record with a server_ip of its own, a login that ends in the suffix is complete.
func (s *pass) ofServer(r *fanOut, server *columns.Server, p, listed *apiclient.Phone, damaged fieldSet) (filled Fields) {
	line, login := r.rec.Line, p.PhoneLogin
	complete := r.own && strings.HasSuffix(strings.ToLower(login), strings.ToLower(server.Suffix))
	if server.Suffix != "" && login != "" && !complete && !damaged.has(apiclient.PhoneLogin) && !values.Truths.Has(login) {
		s.complete(line, apiclient.PhoneLogin, "given the suffix of its server", login+server.Suffix, p, listed)
	}
	prefix := server.DialplanPrefix
	if prefix == "" || p.Protocol != "SIP" && p.Protocol != "IAX2" || damaged.has(apiclient.Extension) || damaged.has(apiclient.DialplanNumber) {
		return 0
	}
	number := digitsOf(p.Extension)
	if prefix != columns.NoPrefix {
		number = prefix + number
	}
	s.complete(line, apiclient.DialplanNumber, "made of the extension by --dialplan-prefix", number, p, listed)
	return 1 << apiclient.DialplanNumber
}

// complete sets a value that depends on the server, and counts the change.
func (s *pass) complete(line int, f apiclient.Field, what, value string, p, listed *apiclient.Phone) {
	old := p.Value(f)
	if old == value {
		return
	}
	if first := s.mender.count(line, f, what); first != nil && !hides(nil, p, f, old) {
		first.Example = fmt.Sprintf("%q → %q", old, value)
	}
	p.Set(f, value)
	listed.Set(f, value)
}

// digitsOf returns the digits of a text.
func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
