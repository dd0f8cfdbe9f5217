package preflight

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

// A Held is a column by which rows may not be wanted, or whose values its field cannot mean.
type Held struct {
	Column string
	Field  string // that the column was taken for by its name; empty for one that no field is in
	Value  string // of the first such row, if it may be shown
	Rows   int    // that it is about
	Line   int    // the first of them
	Total  int    // rows of the list

	take   string // what --where takes the other rows by; empty if nothing is sure
	unsure bool   // some of these values mean nobody knows what
}

// A HeldError refuses a list that says of rows that they are not wanted, until somebody has said what that means.
type HeldError struct{ Columns []Held }

func (e *HeldError) Error() string {
	parts := make([]string, len(e.Columns))
	for i, h := range e.Columns {
		value := ""
		if h.Value != "" {
			value = fmt.Sprintf(" (%q)", cut(h.Value, longestName))
		}
		what := "may not be wanted"
		if h.Field != "" {
			what = "have a value that " + h.Field + " cannot mean"
		}
		parts[i] = fmt.Sprintf("by column %q %d of %d rows %s, first at line %d%s", cut(h.Column, longestName), h.Rows, h.Total, what, h.Line, value)
	}
	return strings.Join(parts, "; ")
}

// Hints are the ways out, a line a column. All that come first can be followed together.
func (e *HeldError) Hints() []string {
	hints := make([]string, len(e.Columns))
	for i, h := range e.Columns {
		switch aside := mapFlag(h.Column, ""); {
		case h.Field != "":
			hints[i] = fmt.Sprintf("%s sets the column aside; %s takes it as it is", aside, mapFlag(h.Column, h.Field))
		case h.take == "":
			hints[i] = fmt.Sprintf("--where %q takes the rows that are wanted, with a value of theirs; %s sets the column aside and takes all rows", shown(h.Column)+"=…", aside)
		case h.unsure:
			hints[i] = fmt.Sprintf("%s takes the rows that are surely wanted, and more with other values of the column behind a comma; %s sets the column aside and takes all rows", flag("--where", h.take), aside)
		default:
			hints[i] = fmt.Sprintf("%s takes the rows that are wanted; %s sets the column aside and takes all rows", flag("--where", h.take), aside)
		}
	}
	return hints
}

// Codes are those of what is wrong.
func (e *HeldError) Codes() []apiclient.Code { return []apiclient.Code{codes.HeldBack} }

// A watch looks at the values of one column.
type watch struct {
	column string // as the list names it
	kind   standing
	field  apiclient.Field // for a column that was taken for a field by a synonym; kind is noStanding then

	held, empty watched
	unsure      bool           // a value holds a row back that nobody knows the meaning of
	kept        map[string]int // values that keep a row, by how often they were seen
	others      map[string]int // and those that do not
	blank       map[string]int // and words for nothing, among them the empty one
}

// watched counts rows.
type watched struct {
	rows, line int
	value      string
}

func (w *watched) add(line int, v string) {
	if w.rows++; w.rows == 1 {
		w.line, w.value = line, strings.Clone(v)
	}
}

// watches are the columns of a list that must be looked at: nobody has said what they mean.
func (c *columns) watches(names []string, decided func(name string) bool) (list []*watch) {
	for _, name := range names {
		if kind := standingOf(name); kind != noStanding && slices.Contains(c.unknown, name) && !slices.Contains(c.aside, name) && !decided(name) {
			list = append(list, &watch{column: name, kind: kind, kept: make(map[string]int), others: make(map[string]int), blank: make(map[string]int)})
		}
	}
	for _, m := range c.mapped {
		if f := known[normal(m.Field)]; foreignWords[f] != nil && !decided(m.Column) {
			list = append(list, &watch{column: m.Column, field: f})
		}
	}
	return list
}

// foreignWords say of values of other telephone systems that the field cannot mean them.
var foreignWords = map[apiclient.Field]func(v string) bool{
	apiclient.VoicemailID: func(v string) bool {
		return flags[v] != "" && digits(v) == 0 || strings.ContainsAny(v, "@*#") || slices.Contains([]string{"novm", "default", "enabled", "disabled", "none", "vmx", "voicemail"}, v)
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

// look notes a row's value.
func (w *watch) look(rec sheet.Record, p *apiclient.Phone, today time.Time) {
	if w.kind == noStanding {
		if v := strings.ToLower(strings.TrimSpace(p.Value(w.field))); v != "" && foreignWords[w.field](v) {
			w.held.add(rec.Line, v)
		}
		return
	}
	v := strings.TrimSpace(rec.Cells[cellName(w.column)])
	switch {
	case v == "" || nothing.has(v) && flags[v] == "":
		w.empty.add(rec.Line, "")
		count(w.blank, v)
	case w.kind.holdsBack(v, today):
		w.held.add(rec.Line, v)
		w.unsure = w.unsure || !w.kind.saysNo(v, today)
		count(w.others, v)
	default:
		count(w.kept, v)
	}
}

// mostValues is how many different values of a column are remembered.
const mostValues = 20

func count(values map[string]int, v string) {
	if _, seen := values[v]; seen || len(values) < mostValues {
		values[strings.Clone(v)]++
	}
}

// finding says what the column holds back. An empty value does where it would say no, and others say yes.
func (w *watch) finding(total int) (h Held, is bool) {
	held := w.held
	if w.kind != noStanding && len(w.kept)+len(w.others) > 0 && w.empty.rows > 0 && w.kind.holdsBack("", time.Time{}) {
		if held.rows += w.empty.rows; held.line == 0 || w.empty.line < held.line {
			held.line, held.value = w.empty.line, ""
		}
	}
	if held.rows == 0 {
		return h, false
	}
	h = Held{Column: w.column, Value: held.value, Rows: held.rows, Line: held.line, Total: total, take: w.take(), unsure: w.unsure}
	if w.kind == noStanding {
		h.Field = w.field.String()
	} else if key := normal(held.value); !departed[key] && !harmless[key] && flags[strings.ToLower(held.value)] == "" && !dated(held.value) {
		h.Value = "" // nobody knows what it is
	}
	return h, true
}

func dated(v string) bool { _, known := isPast(v, time.Now()); return known }

// take is the --where by which the rows come that are wanted, if that is sure.
func (w *watch) take() string {
	name := shown(w.column)
	switch {
	case slices.ContainsFunc(sortedKeys(w.kept), func(v string) bool { return strings.Contains(v, ",") }): // which separates values
	case len(w.kept) > 0 && len(w.kept) <= 5:
		return name + "=" + strings.Join(w.frequent(w.kept), ",")
	case (w.kind == until || w.kind == unwanted) && len(w.kept) == 0 && (w.empty.rows > 0 || !w.unsure):
		return name + "=" + strings.Join(sortedKeys(w.blank), ",")
	case w.kind == unwanted && len(w.others) <= 5 && !w.unsure:
		return name + "!=" + strings.Join(w.frequent(w.others), ",")
	}
	return ""
}

// frequent lists values, the most frequent first; of those that --where takes for the same, one.
func (w *watch) frequent(values map[string]int) []string {
	list := sortedKeys(values)
	slices.SortStableFunc(list, func(a, b string) int { return values[b] - values[a] })
	seen := make(map[string]bool)
	list = slices.DeleteFunc(list, func(v string) bool {
		again := seen[foldValue(v)]
		seen[foldValue(v)] = true
		return again
	})
	if w.kind == until || w.kind == unwanted {
		list = append(list, sortedKeys(w.blank)...)
	}
	return list
}
