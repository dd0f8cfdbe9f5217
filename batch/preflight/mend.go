package preflight

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/values"
)

// A mender makes the changes that cannot be wrong, and counts them. It is not safe for concurrent use.
type mender struct {
	counts        map[mendKey]*countedMend
	order         []mendKey
	spellings     []spelling
	zones         *zones
	dialect       apiclient.Dialect
	emptyRequired bool // empty words for no value in required fields too
	rows          int  // number of changed rows
	last          int  // line of the last changed row
}

// A countedMend is a Mend, and the line of the last row that it counts.
type countedMend struct {
	Mend
	last int
}

// A mendKey identifies one kind of mend of one field.
type mendKey struct {
	field apiclient.Field
	what  string
}

func newMender(o *Options, z *zones) *mender {
	return &mender{counts: make(map[mendKey]*countedMend), spellings: spellings(o.Asked), zones: z, dialect: o.Dialect, emptyRequired: o.Ignore[codes.Nothing]}
}

// mend brings values to the exact form that the dialer takes, if only one form can be meant. Damaged fields are left
// unchanged.
func (m *mender) mend(line int, p *apiclient.Phone, damaged fieldSet) {
	for _, w := range m.spellings {
		if !damaged.has(w.field) {
			m.respell(line, p, w)
		}
	}
	for _, c := range fieldMends {
		if v := p.Value(c.field); v != "" && !damaged.has(c.field) {
			if mended, what := c.mend(m, v); mended != v {
				m.change(line, p, c.field, what, mended)
			}
		}
	}
}

// fieldMends are the mends of one field each. A mend takes a value that is not empty. It returns the mended value and
// the words for what was done.
var fieldMends = []struct {
	field apiclient.Field
	mend  func(m *mender, v string) (mended, what string)
}{
	{apiclient.ServerIP, func(_ *mender, v string) (string, string) { return values.PlainAddress(v), "freed of leading zeros" }},
	{apiclient.PhoneFullName, func(m *mender, v string) (string, string) { return mendName(m.dialect, v) }},
	{apiclient.LocalGMT, func(m *mender, v string) (string, string) { return m.zones.mend(v) }},
	{apiclient.OutboundCID, func(_ *mender, v string) (string, string) { return callerID(v), "reduced to digits" }},
	{apiclient.TemplateID, func(_ *mender, v string) (string, string) { return template(v), "emptied, as it says none" }},
}

// A spelling is a field that takes only certain words.
type spelling struct {
	field apiclient.Field
	words []string
	flag  bool // the words are Y and N, or include them
}

// spellings returns the fields that take only certain words, from the field table. If asked is true, PJSIP counts as a
// protocol.
func spellings(asked bool) []spelling {
	protocols := apiclient.Protocols
	if asked {
		protocols = append(slices.Clone(protocols), pjsip)
	}
	list := []spelling{{apiclient.Protocol, protocols, false}}
	for _, f := range apiclient.Fields() {
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, f.String()); len(spec.Words) > 0 {
			list = append(list, spelling{f, spec.Words, true})
		}
	}
	return list
}

// respell gives a word its exact spelling if only the case differs, and replaces words for yes and no by Y and N.
func (m *mender) respell(line int, p *apiclient.Phone, s spelling) {
	v := p.Value(s.field)
	if v == "" {
		return
	}
	for _, w := range s.words {
		if v == w {
			return
		}
		if strings.EqualFold(v, w) {
			m.change(line, p, s.field, "spelt exactly", w)
			return
		}
	}
	if w := values.Flags[strings.ToLower(v)]; s.flag && w != "" {
		m.change(line, p, s.field, "written as Y or N", w)
	}
}

// template removes the word that exports write for a phone without a template: add_phone refuses it (contract/API.md,
// "Cleaning").
func template(v string) string {
	if strings.EqualFold(v, "--NONE--") {
		return ""
	}
	return v
}

// fill counts a filled cell. A value that is the same for all rows needs no example.
func (m *mender) fill(line int, f apiclient.Field, w columns.Way, value string) {
	if first := m.count(line, f, w.Words()); first != nil && !f.Secret() && w != columns.ByDefault {
		first.Example = fmt.Sprintf("%q", value)
	}
}

// change sets a value and counts the change.
func (m *mender) change(line int, p *apiclient.Phone, f apiclient.Field, what, value string) {
	if first := m.count(line, f, what); first != nil && !hides(m.zones, p, f, p.Value(f)) && !hides(m.zones, p, f, value) {
		first.Example = fmt.Sprintf("%q → %q", p.Value(f), value)
	}
	p.Set(f, value)
	if m.last != line {
		m.rows, m.last = m.rows+1, line
	}
}

// count counts one change; a record counts once. If the change is the first of its kind, count returns the new Mend,
// and otherwise nil.
func (m *mender) count(line int, f apiclient.Field, what string) (first *Mend) {
	key := mendKey{f, what}
	counted := m.counts[key]
	if counted == nil {
		counted = &countedMend{Mend: Mend{What: what, Line: line}}
		m.counts[key], first = counted, &counted.Mend
		m.order = append(m.order, key)
	}
	if counted.last != line {
		counted.Rows, counted.last = counted.Rows+1, line
	}
	return first
}

// mends returns what was done, in the order of the first changes.
func (m *mender) mends(cols *columns.Columns) []Mend {
	list := make([]Mend, 0, len(m.order))
	for _, key := range m.order {
		mend := m.counts[key].Mend
		mend.Column = cols.Name(key.field)
		list = append(list, mend)
	}
	return list
}
