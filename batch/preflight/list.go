package preflight

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// A List is the result of a pre-flight.
type List struct {
	Header    sheet.Header
	Rows      []*Row   // in the list's order; nil unless Options.Keep
	Cells     []string // the columns that Options.Cells chose
	Total     int      // number of rows: one for each phone
	Records   int      // number of records of the list: one for each person with servers
	NAliases  int      // number of different aliases
	Invalid   int
	Errors    []Problem              // by line, the first Options.Problems
	Warnings  []Problem              // likewise
	Counts    map[apiclient.Code]int // of all problems, errors and warnings
	NErrors   int
	NWarned   int
	Mends     []Mend
	Unknown   []string // columns that mean nothing to a dialer, and that no default names
	Guessed   bool     // true if the encoding is a guess and not UTF-8: see Header.Encoding
	Accented  Accented // the names that would be read differently if the guess is wrong
	Sending   Sending
	Mapped    []columns.Mapped // columns that were taken for a field by a synonym
	Unsure    []columns.Unsure // unknown columns that could mean more than one thing
	Nameless  Nameless
	Aside     []sheet.Aside // records around the table that are not rows of the list
	LeftOut   int           // rows that --where does not take
	Elsewhere int           // rows for other dialers: see Dialers
	From      string        // name of the columns.Origin that wrote the list, or ""
	Refused   bool          // a problem of the list as a whole: no row may be sent

	groups  kindGroups
	told    map[int][]toldOf // problems by line, if records can have several phones
	options Options
	cols    *columns.Columns
	picked  columns.Pick
	room    int // how many problems of each severity Errors and Warnings may hold so far
}

// Nameless counts the rows that have values in columns without a name. Nothing reads these values.
type Nameless struct{ Rows, Line int } // Line is of the first row

// Accented counts the names that are not all ASCII.
type Accented struct {
	Rows     int
	Examples []string // the first few names
}

// note counts a name if it is not all ASCII.
func (a *Accented) note(name string) {
	const most = 5
	if values.ASCII(name) {
		return
	}
	if a.Rows++; len(a.Examples) < most {
		a.Examples = append(a.Examples, name)
	}
}

// sort sorts Errors and Warnings by line, and cuts both to Options.Problems.
func (l *List) sort() {
	for _, list := range []*[]Problem{&l.Errors, &l.Warnings} {
		slices.SortStableFunc(*list, func(a, b Problem) int { return a.Line - b.Line })
		*list = (*list)[:min(len(*list), l.options.Problems)]
	}
}

// count enters the problems of a row into the counts of the list, and reports whether one of them is an error. A
// problem that another phone of the same record has too is counted once.
func (l *List) count(row int, problems []Problem) (invalid bool) {
	for _, p := range problems {
		if l.repeats(row, p) {
			invalid = invalid || p.Severity == codes.Error
			continue
		}
		l.Counts[p.Code]++
		l.groups.add(p)
		if p.Severity == codes.Error {
			invalid = true
			l.NErrors++
			if len(l.Errors) < l.room {
				l.Errors = append(l.Errors, p)
			}
			continue
		}
		l.NWarned++
		if len(l.Warnings) < l.room {
			l.Warnings = append(l.Warnings, p)
		}
	}
	return invalid
}

// A toldOf is a problem that was counted for a row.
type toldOf struct {
	row     int
	problem Problem
}

// noRow stands for the row of a problem of the whole list.
const noRow = -1

// repeats notes a problem of a row, and reports whether another row of the same record has the same problem.
func (l *List) repeats(row int, p Problem) bool {
	if row == noRow || !l.FansOut() {
		return false
	}
	for _, t := range l.told[p.Line] {
		was := t.problem
		if t.row != row && was.Code == p.Code && was.Column == p.Column && was.Severity == p.Severity && was.Message == p.Message {
			return true
		}
	}
	if l.told == nil {
		l.told = make(map[int][]toldOf)
	}
	l.told[p.Line] = append(l.told[p.Line], toldOf{row, p})
	return false
}

// FansOut reports whether rows of the list can have phones on several servers.
func (l *List) FansOut() bool { return l.cols != nil && l.cols.FansOut() }

// Ready returns the number of rows that may be sent.
func (l *List) Ready() int { return l.Total - l.Invalid }

// Groups returns all problems by kind: errors first, then the kinds with the most rows first.
func (l *List) Groups() []Group { return l.groups.sorted() }

// A Sending says what would be sent of a list.
type Sending struct {
	Servers map[string]int `json:"servers"`          // number of rows by server_ip
	Others  int            `json:"others,omitempty"` // number of rows whose server_ip is not an address
	Mended  int            `json:"mended"`           // number of rows, invalid ones included
	Warned  int            `json:"warned"`
}
