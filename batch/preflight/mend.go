package preflight

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"phonebatch/apiclient"
)

// mender makes the changes that carry no risk, and counts them. It is not safe for concurrent use.
type mender struct {
	done    map[mendKey]*Mend
	order   []mendKey
	exactly []spelling
	offsets map[string]string // local_gmt as listed, as mended: a list has few of them
	rows    int               // that were changed
	last    int               // the last of them, by line
}

type mendKey struct {
	field apiclient.Field
	what  string
}

func newMender() *mender {
	return &mender{done: make(map[mendKey]*Mend), exactly: spellings(), offsets: make(map[string]string)}
}

// trim takes surrounding white space away; it is done before defaults look for empty cells.
func (m *mender) trim(line int, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		if v := p.Value(f); v != "" {
			if t := strings.TrimSpace(v); t != v {
				m.change(line, p, f, "trimmed", t)
			}
		}
	}
}

// mend brings values to the exact form that the dialer takes, where only one form can be meant.
func (m *mender) mend(line int, p *apiclient.Phone) {
	for _, w := range m.exactly {
		m.exact(line, p, w.field, w.words)
	}
	if v := m.offset(p.LocalGMT); v != p.LocalGMT {
		m.change(line, p, apiclient.LocalGMT, "written with two decimals", v)
	}
	if v := callerID(p.OutboundCID); v != p.OutboundCID {
		m.change(line, p, apiclient.OutboundCID, "reduced to digits", v)
	}
}

var numFields = len(apiclient.Fields())

// spelling is a field that takes only certain words.
type spelling struct {
	field apiclient.Field
	words []string
}

// spellings lists the fields that take only certain words, by the field table.
func spellings() []spelling {
	list := []spelling{{apiclient.Protocol, apiclient.Protocols}}
	for _, f := range apiclient.Fields() {
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, f.String()); len(spec.Words) > 0 {
			list = append(list, spelling{f, spec.Words})
		}
	}
	return list
}

// exact gives a word its exact spelling where it differs in case alone.
func (m *mender) exact(line int, p *apiclient.Phone, f apiclient.Field, words []string) {
	v := p.Value(f)
	for _, w := range words {
		if v != w && strings.EqualFold(v, w) {
			m.change(line, p, f, "spelt exactly", w)
			return
		}
	}
}

// offset writes an offset that the dialer takes as the rest of VICIdial expects it: -5 is -5.00.
func (m *mender) offset(v string) string {
	if v == "" {
		return v
	}
	mended, seen := m.offsets[v]
	if !seen {
		mended = v
		if hours, ok := apiclient.ParseOffset(v); ok {
			mended = apiclient.FormatOffset(hours)
		}
		if len(m.offsets) < maxOffsets {
			m.offsets[strings.Clone(v)] = mended
		}
	}
	return mended
}

// maxOffsets bounds the memory that a column of nonsense can take.
const maxOffsets = 1000

// callerID takes the usual punctuation out of a telephone number. What has anything else in it is left for the rules.
func callerID(v string) string {
	if v == "" || v == "---ALL---" || !strings.ContainsAny(v, "+()-. ") {
		return v
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+()-. ", r) {
			return -1
		}
		return r
	}, v)
	if digits == "" || strings.Trim(digits, "0123456789") != "" || float().MatchString(v) {
		return v
	}
	return digits
}

// float is a number that a spreadsheet took for one: its zeros are no digits of a telephone number.
var float = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d+\.0+$`) })

// fill counts a cell that was filled. What is filled alike in all rows needs no example.
func (m *mender) fill(line int, f apiclient.Field, w way, value string) {
	if first := m.count(line, f, done[w]); first != nil && !f.Secret() && w != byDefault {
		first.Example = fmt.Sprintf("%q", value)
	}
}

// change sets a value and counts the change.
func (m *mender) change(line int, p *apiclient.Phone, f apiclient.Field, what, value string) {
	if first := m.count(line, f, what); first != nil && !f.Secret() {
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
