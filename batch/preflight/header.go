package preflight

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// ProblemColumn is the column that we add to a file of failed rows, and ignore when it comes back.
const ProblemColumn = "problem"

// columns says which column of a list holds which field.
type columns struct {
	names   map[apiclient.Field]string // as the list names them
	unknown []string                   // columns that mean nothing to a dialer
}

// name is what a person calls the field: the list's own name for it where it has one.
func (c *columns) name(f apiclient.Field) string {
	if n, ok := c.names[f]; ok {
		return n
	}
	return f.String()
}

// A HeaderError says all that is wrong with a list's header.
type HeaderError struct {
	Line       int
	Found      []string            // the columns that are there
	Missing    []string            // required columns that are not
	Suggestion map[string]string   // a missing column, and the unknown one that looks like it
	Twice      map[string][]string // a field, and the columns that mean it
	Results    bool                // this is a file of results, not a list
	Headless   bool                // not one column is known: there seems to be no header
}

func (e *HeaderError) Error() string {
	var parts []string
	if e.Results {
		return "this is a results file of an earlier run, not a list"
	}
	if e.Headless {
		return fmt.Sprintf("line %d: this is no header: not one column of a list is named in it", e.Line)
	}
	for _, field := range sortedKeys(e.Twice) {
		parts = append(parts, fmt.Sprintf("two columns mean %s: %s", field, quoted(e.Twice[field])))
	}
	if len(e.Missing) > 0 {
		parts = append(parts, "missing columns: "+strings.Join(e.Missing, ", "))
	}
	return fmt.Sprintf("line %d: %s", e.Line, strings.Join(parts, "; "))
}

// Hint is what to do about it.
func (e *HeaderError) Hint() string {
	var parts []string
	for _, missing := range e.Missing {
		if have := e.Suggestion[missing]; have != "" {
			parts = append(parts, fmt.Sprintf("rename column %q to %s", have, missing))
		}
	}
	switch {
	case e.Results:
		return "import the list itself; rows to mend are in the file that ends in .failed.csv"
	case e.Headless:
		return "put the names of the columns into the first line; `phonebatch help columns` lists them" // what was found may be passwords
	case len(e.Missing) > len(parts):
		parts = append(parts, "add the columns, or fill them all alike with --default column=value")
	}
	return strings.Join(append(parts, "columns found: "+quoted(e.Found)), "; ")
}

// normal reduces a header to what tells columns apart: case, spaces, dashes and underscores do not.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '_', '\t', '\u00a0':
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// known maps normal names to fields.
var known = func() map[string]apiclient.Field {
	m := make(map[string]apiclient.Field)
	for _, f := range apiclient.Fields() {
		m[normal(f.String())] = f
	}
	return m
}()

// cellName is the name under which the cells of an unknown column are handed out: never that of a field.
func cellName(column string) string { return "column " + column }

// mapColumns finds the field of each column. filled are the fields that defaults will fill.
func mapColumns(h sheet.Header, filled map[apiclient.Field]bool) (*columns, []string, error) {
	cols := &columns{names: make(map[apiclient.Field]string)}
	e := &HeaderError{Line: h.Line, Found: h.Names, Twice: make(map[string][]string)}
	renamed := make([]string, len(h.Names))
	for i, name := range h.Names {
		f, ok := known[normal(name)]
		switch {
		case !ok:
			renamed[i] = cellName(name)
			if normal(name) != ProblemColumn && name != "" {
				cols.unknown = append(cols.unknown, name)
			}
			continue
		case cols.names[f] != "":
			e.Twice[f.String()] = append(e.Twice[f.String()], name)
			if len(e.Twice[f.String()]) == 1 {
				e.Twice[f.String()] = []string{cols.names[f], name}
			}
		}
		renamed[i], cols.names[f] = f.String(), name
	}
	for _, f := range apiclient.Fields() {
		if f.Required() && cols.names[f] == "" && !filled[f] {
			e.Missing = append(e.Missing, f.String())
		}
	}
	if len(e.Missing) == 0 && len(e.Twice) == 0 {
		return cols, renamed, nil
	}
	e.Headless = len(cols.names) == 0
	e.Results = hasAll(h.Names, "status", "code", "verified", "run")
	e.Suggestion = suggest(e.Missing, cols.unknown)
	return nil, nil, e
}

func hasAll(names []string, wanted ...string) bool {
	for _, w := range wanted {
		if !slices.Contains(names, w) {
			return false
		}
	}
	return true
}

// suggest finds for each missing column the unknown one whose name is close to it.
func suggest(missing, unknown []string) map[string]string {
	found := make(map[string]string)
	for _, m := range missing {
		best := len(normal(m))/3 + 1
		for _, u := range unknown {
			if d := distance(normal(m), normal(u)); d < best {
				best, found[m] = d, u
			}
		}
	}
	return found
}

// distance is how many letters must be changed, added or taken away to make one word the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}

func quoted(names []string) string {
	const most, longest = 40, 40 // what is no header at all may be anything
	q := make([]string, 0, most)
	for _, n := range names[:min(len(names), most)] {
		q = append(q, fmt.Sprintf("%q", cut(n, longest)))
	}
	if more := len(names) - most; more > 0 {
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
