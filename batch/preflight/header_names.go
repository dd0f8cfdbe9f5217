package preflight

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"phonebatch/apiclient"
)

// normal reduces a header to what tells columns apart, its letters and digits. Case, accents, spaces, dashes,
// underscores and all other signs do not matter, nor what cannot be seen. A header of signs alone keeps them. It is
// empty only where there is nothing to see.
func normal(name string) string {
	var letters, signs strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(name, "")) { // norm is not itself among broken bytes
		switch r = unicode.ToLower(r); {
		case unseen(r), unicode.In(r, unicode.Mn, unicode.Me):
		case unicode.IsPunct(r), unicode.IsSymbol(r):
			signs.WriteRune(r)
		default:
			letters.WriteRune(r)
		}
	}
	if letters.Len() == 0 {
		return signs.String()
	}
	return letters.String()
}

func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z)
}

// known maps normal names to fields.
var known = func() map[string]apiclient.Field {
	m := make(map[string]apiclient.Field)
	for _, f := range apiclient.Fields() {
		m[normal(f.String())] = f
	}
	return m
}()

// How a column came to mean what it means.
type how uint8

const (
	unknown   how = iota // it means nothing to a dialer
	ignored              // it is ours, or has no name
	aside                // --map has set it aside
	unclear              // it could mean more than one thing
	bySynonym            // it is called as the field is called in real lists
	byName               // it is called as add_phone calls the field
	byMapping            // --map says so
)

// A reading is what one column means: field is of use from bySynonym on.
type reading struct {
	how   how
	field apiclient.Field
	could []apiclient.Field // where it is unclear
}

// readName finds what a column means by its name alone.
//
// Email is the field email in whatever spelling, although lists call other things so too: columns may be named as
// add_phone names its fields, and case does not matter. That it was taken is said (columns.take).
func readName(name string) reading {
	r := readKey(normal(name))
	if r.how == unknown {
		r = readKey(plainName(name))
	}
	return r
}

// readKey is readName for a normal name.
func readKey(key string) reading {
	if key == "" || key == ProblemColumn {
		return reading{how: ignored}
	}
	if f, ok := known[key]; ok {
		return reading{how: byName, field: f}
	}
	if f, ok := synonymOf[key]; ok {
		return reading{how: bySynonym, field: f}
	}
	if could, ok := couldMean[key]; ok {
		return reading{how: unclear, could: could}
	}
	return reading{}
}

// headless says whether a list's first record is no header: it names no column and holds values, or more of these than
// of names. Two sure names make a header of whatever stands beside them, such as the days of a roster. A record without
// a name and without a value is strange.
func headless(names []string, read []reading) (certainly, strange bool) {
	named, sure, values := 0, 0, 0
	if holdsValues(names, read) {
		return true, false
	}
	for i, name := range names {
		switch r := read[i]; {
		case r.how >= bySynonym:
			named, sure = named+1, sure+1
		case r.how == unclear, r.how == aside, familiar[plainName(name)]:
			named++
		case looksLikeValue(name):
			values++
		}
	}
	return values > 0 && sure < 2 && values >= named, named == 0
}

// holdsValues says whether a row's values stand behind the names: a line end is lost. No column is called as an address.
func holdsValues(names []string, read []reading) bool {
	for i, name := range names {
		if read[i].how == unknown && looksLikeSurely(apiclient.ServerIP, name) {
			return true
		}
	}
	return false
}

// looksLikeValue says whether a cell of the first record is one of a phone: a number, an address, an offset, a date, a
// protocol. Names of columns are not.
func looksLikeValue(cell string) bool {
	for _, p := range apiclient.Protocols {
		if strings.EqualFold(cell, p) {
			return true
		}
	}
	if mailAddress(cell) {
		return true
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+-\u2212()./: ", r) {
			return -1
		}
		return r
	}, cell)
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}
