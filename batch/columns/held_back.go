package columns

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// A Held is a column that marks rows as not wanted, or that holds values its field cannot mean.
type Held struct {
	Column string
	Field  string // the field that the column was taken for by a synonym, or ""
	Value  string // of the first such row, if it may be shown
	Rows   int    // number of rows that are marked, or have such a value
	Line   int    // of the first such row
	Total  int    // rows of the list

	Take   string // the --where that takes the other rows; "" if it is not certain
	unsure bool   // the meaning of some values is not known
}

// A HeldError refuses a list whose columns mark rows as not wanted, until the user says what to do with these rows.
type HeldError struct{ Columns []Held }

func (e *HeldError) Error() string {
	parts := make([]string, len(e.Columns))
	for i, h := range e.Columns {
		value := ""
		if h.Value != "" {
			value = fmt.Sprintf(" (%q)", Cut(h.Value, longestName))
		}
		what := "may not be wanted"
		if h.Field != "" {
			what = "have a value that " + h.Field + " cannot mean"
		}
		parts[i] = fmt.Sprintf("by column %q %d of %d rows %s, first at line %d%s", Cut(h.Column, longestName), h.Rows, h.Total, what, h.Line, value)
	}
	return strings.Join(parts, "; ")
}

// Status implements exit.Error.
func (e *HeldError) Status() int { return exit.ListErrors }

// Hints returns what to do, one line for each column. The first proposals of all lines can be followed together.
func (e *HeldError) Hints() []string {
	hints := make([]string, len(e.Columns))
	for i, h := range e.Columns {
		switch aside := mapFlag(h.Column, ""); {
		case h.Field != "":
			hints[i] = codes.RemedyFor(codes.HeldBack, codes.NotItsField, aside, mapFlag(h.Column, h.Field))
		case h.Take == "":
			hints[i] = codes.RemedyFor(codes.HeldBack, codes.ValuesUnknown, shown(h.Column)+"=…", aside)
		case h.unsure:
			hints[i] = codes.RemedyFor(codes.HeldBack, codes.SomeUnknown, flag("--where", h.Take), aside)
		default:
			hints[i] = codes.RemedyFor(codes.HeldBack, codes.AllKnown, flag("--where", h.Take), aside)
		}
	}
	return hints
}

// Codes returns the code of a held list.
func (e *HeldError) Codes() []apiclient.Code { return []apiclient.Code{codes.HeldBack} }

// A watch collects the values of one column.
type watch struct {
	column string // as the list names it
	kind   standing
	field  apiclient.Field // the field that the column was taken for by a synonym; kind is noStanding then

	held, empty rowCount
	unsure      bool           // a value holds a row back and its meaning is not known
	wanted      map[string]int // how often each value occurs that marks a row as wanted
	unwanted    map[string]int // how often each value occurs that holds a row back
	blank       map[string]int // how often each word for no value occurs, "" included
}

// A rowCount counts rows, and has the line and the value of the first.
type rowCount struct {
	rows, line int
	value      string
}

// add counts a row with the value v.
func (w *rowCount) add(line int, v string) {
	if w.rows++; w.rows == 1 {
		w.line, w.value = line, strings.Clone(v)
	}
}

// Watches collect the values of the columns that may mark rows as not wanted. They are not safe for concurrent use.
type Watches []*watch

// needCells reports whether the watches read cells of unknown columns.
func (w Watches) needCells() bool {
	return slices.ContainsFunc(w, func(one *watch) bool { return one.kind != noStanding })
}

// Look collects the values of one row. listed holds the values of the list. A date is past if it is before today.
func (w Watches) Look(rec sheet.Record, listed *apiclient.Phone, today time.Time) {
	for _, one := range w {
		one.look(rec, listed, today)
	}
}

// Held returns a *HeldError if rows may not be wanted, and nil otherwise. It must be called after Look has seen all
// rows; total is their number.
func (w Watches) Held(total int) error {
	var list []Held
	for _, one := range w {
		if h, is := one.finding(total); is {
			list = append(list, h)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &HeldError{list}
}

// foreignWords reports of values of other telephone systems that the field cannot mean them.
var foreignWords = map[apiclient.Field]func(v string) bool{
	apiclient.VoicemailID: func(v string) bool {
		return values.Flags[v] != "" && values.Digits(v) == 0 || strings.ContainsAny(v, "@*#") || slices.Contains([]string{"novm", "default", "enabled", "disabled", "none", "vmx", "voicemail"}, v)
	},
	apiclient.PhoneContext: func(v string) bool {
		for _, prefix := range []string{"from-", "ext-", "dlpn_", "app-", "cos-", "numberplan"} {
			if strings.HasPrefix(v, prefix) {
				return true
			}
		}
		return false
	},
}

// look collects the value of one row.
func (w *watch) look(rec sheet.Record, p *apiclient.Phone, today time.Time) {
	if w.kind == noStanding {
		if v := strings.ToLower(strings.TrimSpace(p.Value(w.field))); v != "" && foreignWords[w.field](v) {
			w.held.add(rec.Line, v)
		}
		return
	}
	v := strings.TrimSpace(rec.Cells[cellName(w.column)])
	switch {
	case v == "" || values.Nothing.Has(v) && values.Flags[v] == "":
		w.empty.add(rec.Line, "")
		count(w.blank, v)
	case w.kind.holdsBack(v, today):
		w.held.add(rec.Line, v)
		w.unsure = w.unsure || !w.kind.saysNo(v, today)
		count(w.unwanted, v)
	default:
		count(w.wanted, v)
	}
}

// mostValues is the number of different values of a column that a watch keeps.
const mostValues = 20

// count counts a value, unless mostValues other values are counted already.
func count(seen map[string]int, v string) {
	if _, known := seen[v]; known || len(seen) < mostValues {
		seen[strings.Clone(v)]++
	}
}

// finding returns the rows that the column holds back. If empty values mean no and other values are present, rows with
// empty values are held back too.
func (w *watch) finding(total int) (h Held, is bool) {
	held := w.held
	if w.kind != noStanding && len(w.wanted)+len(w.unwanted) > 0 && w.empty.rows > 0 && w.kind.holdsBack("", time.Time{}) {
		if held.rows += w.empty.rows; held.line == 0 || w.empty.line < held.line {
			held.line, held.value = w.empty.line, ""
		}
	}
	if held.rows == 0 {
		return h, false
	}
	h = Held{Column: w.column, Value: held.value, Rows: held.rows, Line: held.line, Total: total, Take: w.take(), unsure: w.unsure}
	if w.kind == noStanding {
		h.Field = w.field.String()
	} else if key := normal(held.value); !unwantedWords[key] && !wantedWords[key] && values.Flags[strings.ToLower(held.value)] == "" && !dated(held.value) {
		h.Value = "" // the value is no known word, so it may be anything
	}
	return h, true
}

// dated reports whether a value is a date.
func dated(v string) bool { _, known := isPast(v, time.Now()); return known }

// take returns the --where that takes the wanted rows, or "" if that is not certain.
func (w *watch) take() string {
	name := shown(w.column)
	switch {
	// In --where a comma separates values.
	case slices.ContainsFunc(sortedKeys(w.wanted), func(v string) bool { return strings.Contains(v, ",") }):
	case len(w.wanted) > 0 && len(w.wanted) <= 5:
		return name + "=" + strings.Join(w.frequent(w.wanted), ",")
	case (w.kind == until || w.kind == unwanted) && len(w.wanted) == 0 && (w.empty.rows > 0 || !w.unsure):
		return name + "=" + strings.Join(sortedKeys(w.blank), ",")
	case w.kind == unwanted && len(w.unwanted) <= 5 && !w.unsure:
		return name + "!=" + strings.Join(w.frequent(w.unwanted), ",")
	}
	return ""
}

// frequent lists values, the most frequent first. Of values that --where does not tell apart, it lists one.
func (w *watch) frequent(counts map[string]int) []string {
	list := sortedKeys(counts)
	slices.SortStableFunc(list, func(a, b string) int { return counts[b] - counts[a] })
	seen := make(map[string]bool)
	list = slices.DeleteFunc(list, func(v string) bool {
		duplicate := seen[foldValue(v)]
		seen[foldValue(v)] = true
		return duplicate
	})
	if w.kind == until || w.kind == unwanted {
		list = append(list, sortedKeys(w.blank)...)
	}
	return list
}
