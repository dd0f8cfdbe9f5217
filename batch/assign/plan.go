package assign

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// Options holds the sources from which a Plan chooses.
type Options struct {
	Filling     columns.Filling // the servers and numbers to choose from
	Dialer      string          // name of the dialer in the credentials files
	Memory      Memory          // nil if nothing is known of earlier runs
	Credentials []*Credentials  // credentials files: the file of this run first, then the files of earlier runs; nil files are skipped
}

// A Plan holds the values that the program chose for each row. It is a columns.Chooser for every reading after the
// survey. A Plan is for one goroutine.
type Plan struct {
	options   Options
	rows      map[int]*assigned // by line; of a record with several servers, the last row
	people    []*person         // in the order of their first rows
	numbers   numberPool
	passwords map[slot]apiclient.Secret
	Clashes   []Clash // pairs of rows that may be for one known person
	Unclear   []int   // indexes of rows whose people may have a phone with a damaged entry
}

// A person is a person with rows that leave something to the program.
type person struct {
	object.Person
	rows   []*assigned
	past   []Past
	number string // the chosen number; empty if none is chosen yet
	kept   bool   // the person already has the number: the dialer need not be asked
	before string // the number that an earlier run chose and whose phone does not stand
}

// An assigned is a row that leaves something to the program.
type assigned struct {
	want
	row    int // index in the list
	server string
	suffix string // of phone_login on this server
	person *person
}

// mayHave says whether a row of the survey is a further row of the person. p is the person of the row. If people are
// known only by an extension, the names must be the same as well. A person has one row on a server: Twice reports a
// second row, which gets a number of its own.
func (who *person) mayHave(row *preflight.Row, p object.Person) bool {
	return p.Kind != "" && (p.Kind != object.ByExtension || who.Name == p.Name) && !who.isOn(row.Phone.ServerIP)
}

// wantsNumber says whether a row of the person leaves the number to the program.
func (who *person) wantsNumber() bool {
	return slices.ContainsFunc(who.rows, func(a *assigned) bool { return a.wantsNumber })
}

// isOn says whether a row of the person has the server already.
func (who *person) isOn(server string) bool {
	return slices.ContainsFunc(who.rows, func(a *assigned) bool { return a.server == server })
}

// serverBefore returns a server that an earlier run chose for the person and that no row of the person has yet, or "".
func (who *person) serverBefore() string {
	for _, was := range who.past {
		if was.ServerIP != "" && !who.isOn(was.ServerIP) {
			return was.ServerIP
		}
	}
	return ""
}

// A slot is one password of one person.
type slot struct {
	person string
	field  apiclient.Field
}

// slotOf returns the slot of a person's password. If the person is known only by an extension, the name is part of the
// slot.
func slotOf(p object.Person, f apiclient.Field) slot {
	text := personText(p)
	if p.Kind == object.ByExtension {
		text += " " + p.Name
	}
	return slot{text, f}
}
