package preflight

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// mender makes the changes that carry no risk, and counts them. It is not safe for concurrent use.
type mender struct {
	done    map[mendKey]*Mend
	order   []mendKey
	exactly []spelling
	zones   *zones
	dialect apiclient.Dialect
	emptied bool // words for nothing are taken for empty cells in required fields, too
	rows    int  // that were changed
	last    int  // the last of them, by line
}

type mendKey struct {
	field apiclient.Field
	what  string
}

func newMender(o *Options, z *zones) *mender {
	return &mender{done: make(map[mendKey]*Mend), exactly: spellings(o.Asked), zones: z, dialect: o.Dialect, emptied: o.Ignore[codes.Nothing]}
}

// mend brings values to the exact form that the dialer takes, where only one form can be meant. What was damaged is
// left as it is.
func (m *mender) mend(line int, p *apiclient.Phone, damaged fieldSet) {
	for _, w := range m.exactly {
		if !damaged.has(w.field) {
			m.exact(line, p, w)
		}
	}
	for _, c := range changes {
		if v := p.Value(c.field); v != "" && !damaged.has(c.field) {
			if mended, what := c.mend(m, v); mended != v {
				m.change(line, p, c.field, what, mended)
			}
		}
	}
}

// changes are the mends of one field each: they take a value that is not empty, and return it mended, and what was
// done to it.
var changes = []struct {
	field apiclient.Field
	mend  func(m *mender, v string) (mended, what string)
}{
	{apiclient.ServerIP, func(_ *mender, v string) (string, string) { return plainAddress(v), "freed of leading zeros" }},
	{apiclient.PhoneFullName, func(m *mender, v string) (string, string) { return m.name(v) }},
	{apiclient.LocalGMT, func(m *mender, v string) (string, string) { return m.zones.mend(v) }},
	{apiclient.OutboundCID, func(_ *mender, v string) (string, string) { return callerID(v), "reduced to digits" }},
	{apiclient.TemplateID, func(_ *mender, v string) (string, string) { return template(v), "emptied, as it says none" }},
}

var numFields = len(apiclient.Fields())

// spelling is a field that takes only certain words.
type spelling struct {
	field apiclient.Field
	words []string
	flag  bool // Y and N are among them
}

// spellings lists the fields that take only certain words, by the field table.
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

// exact gives a word its exact spelling where it differs in case alone, and makes Y or N of the words for them.
func (m *mender) exact(line int, p *apiclient.Phone, s spelling) {
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
	if w := flags[strings.ToLower(v)]; s.flag && w != "" {
		m.change(line, p, s.field, "written as Y or N", w)
	}
}

// flags are the words that people and spreadsheets have for yes and no.
var flags = map[string]string{
	"yes": "Y", "true": "Y", "t": "Y", "1": "Y", "x": "Y", "on": "Y", "✓": "Y", "✔": "Y", "☑": "Y", "✅": "Y", "✔️": "Y",
	"no": "N", "false": "N", "f": "N", "0": "N", "off": "N", "-": "N", "✗": "N", "✘": "N", "☐": "N", "❌": "N",
	"ja": "Y", "wahr": "Y", "oui": "Y", "vrai": "Y", "si": "Y", "sí": "Y", "sì": "Y", "verdadero": "Y", "vero": "Y",
	"nein": "N", "falsch": "N", "non": "N", "faux": "N", "falso": "N",
}

// plainAddress writes an IPv4 address without leading zeros, as Admin → Servers does.
func plainAddress(v string) string {
	if !leadingZero(v) {
		return v
	}
	parts := strings.Split(v, ".")
	for i, part := range parts {
		if len(part) == 0 || len(part) > 3 || digits(part) == 0 || len(parts) != 4 {
			return v
		}
		if part = strings.TrimLeft(part, "0"); part == "" {
			part = "0"
		}
		parts[i] = part
	}
	return strings.Join(parts, ".")
}

// leadingZero says whether a zero stands before another digit, and behind none.
func leadingZero(v string) bool {
	inNumber := false
	for i := range len(v) {
		if v[i] == '0' && !inNumber && i+1 < len(v) && '0' <= v[i+1] && v[i+1] <= '9' {
			return true
		}
		inNumber = '0' <= v[i] && v[i] <= '9'
	}
	return false
}

// template empties what exports say where a phone has no template, and what add_phone refuses (contract/API.md,
// "Cleaning").
func template(v string) string {
	if strings.EqualFold(v, "--NONE--") {
		return ""
	}
	return v
}

// callerID takes the usual punctuation out of a telephone number. What has anything else in it is left for the rules.
func callerID(v string) string {
	if strings.HasSuffix(v, ">") {
		if found := namedNumber().FindStringSubmatch(v); found != nil {
			v = strings.TrimSpace(found[1])
		}
	}
	if digits(v) != 0 || v == "---ALL---" || !strings.ContainsAny(v, "+()-. ") {
		return v
	}
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+()-. ", r) {
			return -1
		}
		return r
	}, v)
	if digits(number) == 0 || float().MatchString(v) || strings.Contains(v, "(0)") { // which is not dialled from abroad
		return v
	}
	return number
}

// namedNumber is a caller ID with a name: "Sales" <7275550100>.
var namedNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^<>]*<\s*([+\d][\d ().-]*)>$`) })

// float is a number that a spreadsheet took for one: it has a sign or a fraction, and what would be left of it is no
// telephone number: those are not written with one dot alone, but in two groups of three digits or more.
var float = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^-[\d.]*$|^\+?(\d+\.0+|\d{0,2}\.\d*|\d*\.\d{0,2})$`)
})

// fill counts a cell that was filled. What is filled alike in all rows needs no example.
func (m *mender) fill(line int, f apiclient.Field, w way, value string) {
	if first := m.count(line, f, wayWords[w]); first != nil && !f.Secret() && w != byDefault {
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

// count counts one change. It returns the entry where it is new.
func (m *mender) count(line int, f apiclient.Field, what string) (first *Mend) {
	key := mendKey{f, what}
	if m.done[key] == nil {
		first = &Mend{What: what, Line: line}
		m.done[key] = first
		m.order = append(m.order, key)
	}
	m.done[key].Rows++
	return first
}

// mends lists what was done, by column.
func (m *mender) mends(cols *columns) []Mend {
	list := make([]Mend, 0, len(m.order))
	for _, key := range m.order {
		mend := *m.done[key]
		mend.Column = cols.name(key.field)
		list = append(list, mend)
	}
	return list
}
