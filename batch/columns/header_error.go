package columns

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
)

// A HeaderError says everything that is wrong with the header of a list.
type HeaderError struct {
	Line       int
	Found      []string            // the columns of the list
	Missing    []string            // required columns that the list does not have and that nothing else fills
	Suggestion map[string]string   // from a missing column to the unknown column with the most similar name
	Twice      map[string][]string // from a field to the columns that mean it
	Ambiguous  []Unsure            // the first columns that could be a missing one
	Absent     []string            // headers that --map names and the list does not have
	Results    bool                // true if this is a file of results, not a list
	Headless   bool                // true if there seems to be no header; Found may then hold anything, passwords too

	best map[string]string // for a field in Twice, the column that most likely holds it
}

// Codes returns the codes of everything that is wrong, sorted. There is at least one.
func (e *HeaderError) Codes() []apiclient.Code {
	if e.Results {
		return []apiclient.Code{codes.ResultsFile}
	}
	if e.Headless {
		return []apiclient.Code{codes.NoHeader}
	}
	var list []apiclient.Code
	if len(e.Ambiguous) > 0 {
		list = append(list, codes.AmbiguousColumn)
	}
	if len(e.Twice) > 0 {
		list = append(list, codes.DuplicateColumn)
	}
	if len(e.Missing)+len(e.Absent) > 0 {
		list = append(list, codes.MissingColumn)
	}
	return list
}

func (e *HeaderError) Error() string {
	if e.Results {
		return "this is a results file of an earlier run, not a list"
	}
	if e.Headless {
		return fmt.Sprintf("line %d: this is no header: %s", e.Line, e.noHeader())
	}
	var parts []string
	for _, field := range sortedKeys(e.Twice) {
		parts = append(parts, fmt.Sprintf("two columns mean %s: %s", field, Quoted(e.Twice[field])))
	}
	for _, u := range e.Ambiguous {
		parts = append(parts, fmt.Sprintf("column %q could mean %s", Cut(u.Column, longestName), alternatives(u.Could)))
	}
	if len(e.Absent) > 0 {
		parts = append(parts, "--map names columns that are not there: "+Quoted(e.Absent))
	}
	if len(e.Missing) > 0 {
		parts = append(parts, "missing columns: "+strings.Join(e.Missing, ", "))
	}
	return fmt.Sprintf("line %d: %s", e.Line, strings.Join(parts, "; "))
}

// Status implements exit.Error.
func (e *HeaderError) Status() int { return exit.ListErrors }

// noHeader says why the first record is not a header, without quoting the record.
func (e *HeaderError) noHeader() string {
	filled := 0
	for _, name := range e.Found {
		if looksLikeValue(name) {
			return "it has values in it where names of columns should be"
		}
		if normal(name) != "" {
			filled++
		}
	}
	if filled == 1 && len(e.Found) > 1 {
		return "only one of its cells is filled, as in a title"
	}
	return "not one column of a list is named in it"
}

// alternatives lists the fields that a column could mean. A column that could mean only one field may still mean
// something else.
func alternatives(fields []string) string {
	if len(fields) == 1 {
		return fields[0] + " or something else"
	}
	last := len(fields) - 1
	return strings.Join(fields[:last], ", ") + " or " + fields[last]
}

// hasProblem reports whether anything is wrong.
func (e *HeaderError) hasProblem() bool {
	return len(e.Missing)+len(e.Twice)+len(e.Ambiguous)+len(e.Absent) > 0
}

// ask enters an unclear column if the column could mean a missing field. Columns with the same name are entered once,
// and at most mostAsked columns are entered.
func (e *HeaderError) ask(u Unsure, fills certainties) {
	if len(e.Ambiguous) == mostAsked {
		return
	}
	needed := slices.ContainsFunc(u.Open, func(field string) bool {
		return slices.Contains(e.Missing, field) || fills[known[normal(field)]] == ifUnclaimed
	})
	if needed && !slices.ContainsFunc(e.Ambiguous, func(other Unsure) bool { return other.Column == u.Column }) {
		e.Ambiguous = append(e.Ambiguous, u)
	}
}

// addTwice enters a field, or an own column, that has more than one column. best is the column that most likely holds
// the field.
func (e *HeaderError) addTwice(field string, columns []string, best string) {
	if e.Twice == nil {
		e.Twice, e.best = make(map[string][]string), make(map[string]string)
	}
	e.Twice[field], e.best[field] = columns, best
}

const (
	mostNames   = 40 // columns that a message names; a record that is not a header may have any number
	longestName = 40
	mostAsked   = 10 // columns that a message asks about one by one
)

// Quoted lists names of columns for a message, each quoted, shortened and as ShownName shows it.
func Quoted(names []string) string {
	q := make([]string, 0, mostNames)
	for _, n := range names[:min(len(names), mostNames)] {
		q = append(q, fmt.Sprintf("%q", Cut(ShownName(n), longestName)))
	}
	if more := len(names) - mostNames; more > 0 {
		q = append(q, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(q, ", ")
}

// Cut shortens a text to width characters, with … for the characters that are left out.
func Cut(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

// An Unsure is a column that could mean more than one thing, and is not taken for any of them.
type Unsure struct {
	Column string   `json:"column"` // as the list names it
	Could  []string `json:"could"`  // the fields that the column could mean; if only one, it may be no field
	Open   []string `json:"open"`   // the fields in Could that no column holds: candidates for --map
}
