package preflight

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A HeaderError says all that is wrong with a list's header.
type HeaderError struct {
	Line       int
	Found      []string            // the columns that are there
	Missing    []string            // required columns that are not, and that nothing else fills
	Suggestion map[string]string   // a missing column, and the unknown one that looks like it
	Twice      map[string][]string // a field, and the columns that mean it
	Ambiguous  []Unsure            // the first columns that could be a missing one
	Absent     []string            // headers that --map names and that are not there
	Results    bool                // this is a file of results, not a list
	Headless   bool                // there seems to be no header; Found may be anything, passwords too

	keep map[string]string // of a field in Twice, the column that has the best claim
}

// Codes are those of all that is wrong, sorted; there is at least one.
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
		parts = append(parts, fmt.Sprintf("two columns mean %s: %s", field, quoted(e.Twice[field])))
	}
	for _, u := range e.Ambiguous {
		parts = append(parts, fmt.Sprintf("column %q could mean %s", cut(u.Column, longestName), alternatives(u.Could)))
	}
	if len(e.Absent) > 0 {
		parts = append(parts, "--map names columns that are not there: "+quoted(e.Absent))
	}
	if len(e.Missing) > 0 {
		parts = append(parts, "missing columns: "+strings.Join(e.Missing, ", "))
	}
	return fmt.Sprintf("line %d: %s", e.Line, strings.Join(parts, "; "))
}

// noHeader says what makes the first record no header, without a word of what stands in it.
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

// alternatives joins what a column could mean. What could mean one field only is uncertain all the same.
func alternatives(fields []string) string {
	if len(fields) == 1 {
		return fields[0] + " or something else"
	}
	last := len(fields) - 1
	return strings.Join(fields[:last], ", ") + " or " + fields[last]
}

// wrong says whether anything is.
func (e *HeaderError) wrong() bool {
	return len(e.Missing)+len(e.Twice)+len(e.Ambiguous)+len(e.Absent) > 0
}

// ask enters an unclear column if it could mean one that is missing. Columns of one name are asked about once, and no
// more than can be shown.
func (e *HeaderError) ask(u Unsure, fills filled) {
	if len(e.Ambiguous) == mostAsked {
		return
	}
	needed := slices.ContainsFunc(u.Open, func(field string) bool {
		return slices.Contains(e.Missing, field) || fills[known[normal(field)]] == atNeed
	})
	if needed && !slices.ContainsFunc(e.Ambiguous, func(other Unsure) bool { return other.Column == u.Column }) {
		e.Ambiguous = append(e.Ambiguous, u)
	}
}

// double enters a field that has more than one column; keep is the one with the best claim to it.
func (e *HeaderError) double(f apiclient.Field, columns []string, keep string) {
	if e.Twice == nil {
		e.Twice, e.keep = make(map[string][]string), make(map[string]string)
	}
	e.Twice[f.String()], e.keep[f.String()] = columns, keep
}

const (
	mostNames   = 40 // how many columns are named: what is no header at all may be anything
	longestName = 40
	mostAsked   = 10 // of how many columns it is said one by one what is wrong
)

func quoted(names []string) string {
	q := make([]string, 0, mostNames)
	for _, n := range names[:min(len(names), mostNames)] {
		q = append(q, fmt.Sprintf("%q", cut(shownName(n), longestName)))
	}
	if more := len(names) - mostNames; more > 0 {
		q = append(q, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(q, ", ")
}

func cut(text string, width int) string {
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return text
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
