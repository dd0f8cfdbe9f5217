package preflight

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/rangetable"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// A disguise is one kind of typographic characters that look like other characters, or are invisible.
type disguise struct {
	what  string
	plain func(r rune) (rune, bool) // the plain character, or -1 for none; false if r is not of this kind
}

// disguises are undone in this order. Characters that reverse the order of other characters (U+202D, U+202E) are left
// for the rules, because their effect is visible.
var disguises = []disguise{
	{"freed of invisible characters", func(r rune) (rune, bool) { return -1, unicode.Is(invisible, r) }},
	{"given plain spaces", func(r rune) (rune, bool) { return ' ', unicode.Is(unicode.Zs, r) }},
	{"given plain dashes", func(r rune) (rune, bool) { return '-', unicode.Is(dashes, r) }},
	{"given plain quotes", quote},
}

var (
	invisible    = rangetable.New(0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF)
	dashes       = rangetable.New(0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D)
	singleQuotes = rangetable.New(0x00B4, 0x2018, 0x2019, 0x201A, 0x201B, 0x2032, 0x2039, 0x203A, 0xFF07)
	doubleQuotes = rangetable.New(0x00AB, 0x00BB, 0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xFF02)
)

// quote returns the plain quote for a typographic one.
func quote(r rune) (rune, bool) {
	switch {
	case unicode.Is(singleQuotes, r):
		return '\'', true
	case unicode.Is(doubleQuotes, r):
		return '"', true
	}
	return 0, false
}

// tidy removes surrounding white space, and replaces typographic characters by plain ones, in passwords too. It runs
// before defaults are filled: a cell with nothing but spaces of any kind is empty.
func (m *mender) tidy(line int, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		v := p.Value(f)
		if v == "" {
			continue
		}
		if t := strings.TrimSpace(v); t != v {
			m.change(line, p, f, "trimmed", t)
			v = t
		}
		v = m.unwrap(line, p, f, v)
		if !values.ASCII(v) {
			v = m.unwrap(line, p, f, m.undisguise(line, p, f, v))
		}
		if values.SaysNothing(f, v) && (!f.Required() || m.emptyRequired) {
			m.change(line, p, f, "emptied, as it stands for no value", "")
		}
	}
}

// isTidy reports whether tidy would change nothing in a phone.
func isTidy(p *apiclient.Phone) bool {
	for f := range apiclient.Field(numFields) {
		v := p.Value(f)
		if v == "" {
			continue
		}
		if !values.ASCII(v) || strings.TrimSpace(v) != v || values.SaysNothing(f, v) {
			return false
		}
		if _, what := unwrap(f, v); what != "" {
			return false
		}
	}
	return true
}

// unwrap removes what programs have put around a value, layer by layer. What stands behind the apostrophe of a formula
// is the value itself, which may look as if it had further layers.
func (m *mender) unwrap(line int, p *apiclient.Phone, f apiclient.Field, v string) string {
	for v != "" {
		plain, what := unwrap(f, v)
		if what == "" {
			break
		}
		last := defused(v)
		v = strings.TrimSpace(plain)
		if m.change(line, p, f, what, v); last {
			break
		}
	}
	return v
}

// undisguise returns the value with plain characters.
func (m *mender) undisguise(line int, p *apiclient.Phone, f apiclient.Field, v string) string {
	for _, d := range disguises {
		plain := strings.Map(func(r rune) rune {
			if r >= utf8.RuneSelf {
				if to, is := d.plain(r); is {
					return to
				}
			}
			return r
		}, v)
		if plain = strings.TrimSpace(plain); plain != v {
			m.change(line, p, f, d.what, plain)
			v = plain
		}
	}
	return v
}
