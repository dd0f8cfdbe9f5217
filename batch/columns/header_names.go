package columns

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// A meaning says how a column got its meaning. Greater values are surer.
type meaning uint8

const (
	unknown   meaning = iota // the column means nothing to a dialer
	ignored                  // the column is the program's own, or has no name
	setAside                 // --map sets the column aside
	unclear                  // the name could mean more than one thing
	own                      // the column is one of ownColumns
	bySynonym                // the name is one that real lists use for the field
	byName                   // the name is the one that add_phone uses for the field
	byMapping                // --map names the field
)

// A reading is what one column means. field is set from bySynonym on.
type reading struct {
	how   meaning
	own   string // the name in ownColumns
	field apiclient.Field
	could []apiclient.Field // the fields that an unclear name could mean
}

// readName finds what a column means by its name alone.
//
// Email, in any spelling, is the field email: columns may be named as add_phone names its fields, and case does not
// matter. Lists use that name for other things too, so assigned.take reports the column.
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
	if name, ok := ownColumns[key]; ok {
		return reading{how: own, own: name}
	}
	if f, ok := synonymOf[key]; ok {
		return reading{how: bySynonym, field: f}
	}
	if could, ok := couldMean[key]; ok {
		return reading{how: unclear, could: could}
	}
	return reading{}
}

// headless reports whether the first record of a list is certainly not a header: it names no column and holds values,
// or it holds more values than names. Two sure names make the record a header, whatever else it holds, such as the days
// of a roster. strange reports a record without a name and without a value.
func headless(names []string, read []reading) (certainly, strange bool) {
	named, sure, valued := 0, 0, 0
	if holdsValues(names, read) {
		return true, false
	}
	for i, name := range names {
		switch r := read[i]; {
		case r.how >= bySynonym:
			named, sure = named+1, sure+1
		case r.how == unclear, r.how == own, r.how == setAside, familiar[plainName(name)]:
			named++
		case looksLikeValue(name):
			valued++
		}
	}
	return valued > 0 && sure < 2 && valued >= named, named == 0
}

// holdsValues reports whether the values of a row follow the names in the same record, because a line end was lost. No
// column has an address for a name.
func holdsValues(names []string, read []reading) bool {
	for i, name := range names {
		if read[i].how == unknown && values.LooksLikeServer(name) {
			return true
		}
	}
	return false
}

// looksLikeValue reports whether a cell of the first record looks like a value of a phone: a number, an address, an
// offset, a date, a protocol. Names of columns do not look like that.
func looksLikeValue(cell string) bool {
	for _, p := range apiclient.Protocols {
		if strings.EqualFold(cell, p) {
			return true
		}
	}
	if values.MailAddress(cell) {
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
