package sandbox

import (
	"cmp"
	"maps"
	"slices"

	"phonebatch/apiclient"
)

// phones is the dialer's table of phones. The pair of extension and server_ip is unique; a login need not be unique
// (contract/API.md, "add_phone: the checks").
type phones struct {
	dialect apiclient.Dialect
	empty   map[string]string // the columns of the recordings, with their defaults
	byPlace map[place]*phone
	byLogin map[string][]*phone
	added   int
}

// A place is a key of the table in the form that the dialer compares.
type place struct{ extension, server string }

type phone struct {
	number int // increases with each insertion
	at     place
	row    map[string]string
}

func newPhones(d apiclient.Dialect, specs []apiclient.Spec, rows []map[string]string) *phones {
	p := &phones{
		dialect: d,
		empty:   map[string]string{"active": "Y", "status": "ACTIVE"},
		byPlace: make(map[place]*phone),
		byLogin: make(map[string][]*phone),
	}
	for _, s := range specs {
		p.empty[s.Column] = s.Default
	}
	for _, given := range rows {
		row := maps.Clone(p.empty)
		maps.Copy(row, given)
		if p.at(row["extension"], row["server_ip"]) == nil {
			p.insert(row)
		}
	}
	return p
}

func (p *phones) place(extension, server string) place {
	return place{p.dialect.Fold(extension), p.dialect.Fold(server)}
}

// at returns the phone with that extension on that server, or nil.
func (p *phones) at(extension, server string) *phone { return p.byPlace[p.place(extension, server)] }

// withLogin returns all phones with that login.
func (p *phones) withLogin(login string) []*phone { return p.byLogin[p.dialect.Fold(login)] }

// insert adds a row and takes over the map.
func (p *phones) insert(row map[string]string) {
	ph := &phone{number: p.added, at: p.place(row["extension"], row["server_ip"]), row: row}
	p.added++
	p.byPlace[ph.at] = ph
	p.indexLogin(ph)
}

// update stores the changes of the columns that the recordings have.
func (p *phones) update(ph *phone, changes map[string]string) {
	p.unindexLogin(ph)
	for column, value := range changes {
		if _, recorded := p.empty[column]; recorded {
			ph.row[column] = value
		}
	}
	p.indexLogin(ph)
}

func (p *phones) remove(ph *phone) {
	delete(p.byPlace, ph.at)
	p.unindexLogin(ph)
}

func (p *phones) indexLogin(ph *phone) {
	login := p.dialect.Fold(ph.row["login"])
	p.byLogin[login] = append(p.byLogin[login], ph)
}

func (p *phones) unindexLogin(ph *phone) {
	login := p.dialect.Fold(ph.row["login"])
	rest := slices.DeleteFunc(p.byLogin[login], func(other *phone) bool { return other == ph })
	if len(rest) == 0 {
		delete(p.byLogin, login)
		return
	}
	p.byLogin[login] = rest
}

// rows returns copies of all rows in order of insertion.
func (p *phones) rows() []map[string]string {
	sorted := slices.SortedFunc(maps.Values(p.byPlace), func(a, b *phone) int { return cmp.Compare(a.number, b.number) })
	rows := make([]map[string]string, len(sorted))
	for i, ph := range sorted {
		rows[i] = maps.Clone(ph.row)
	}
	return rows
}

// copies returns copies of rows.
func copies(rows []map[string]string) []map[string]string {
	out := make([]map[string]string, len(rows))
	for i, row := range rows {
		out[i] = maps.Clone(row)
	}
	return out
}
