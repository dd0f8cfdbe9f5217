package columns

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"phonebatch/apiclient"
	"phonebatch/batch/exit"
	"phonebatch/batch/sheet"
)

// A Where says which rows of a list are taken (--where). All of its conditions must hold. The zero Where takes all
// rows.
type Where struct{ list []condition }

// A condition is one --where.
type condition struct {
	text    string
	column  string // as typed or, once bound, as the list names it
	not     bool
	values  []string       // by foldValue
	pattern *regexp.Regexp // in place of values
	field   apiclient.Field
	known   bool // true if the column holds a field of a phone
}

// A WhereError says why a --where cannot be used.
type WhereError struct{ Text, Reason, Remedy string }

func (e *WhereError) Error() string { return fmt.Sprintf("--where %s: %s", e.Text, e.Reason) }

// Status implements exit.Error.
func (e *WhereError) Status() int { return exit.Usage }

// Hints implements exit.Error.
func (e *WhereError) Hints() []string { return exit.Hint(e.Remedy) }

// ParseWhere reads the values of --where: COLUMN=VALUE[,VALUE], COLUMN!=VALUE[,VALUE] or COLUMN~regexp. A value must
// equal the whole cell; case does not matter. COLUMN= takes the rows in which the column is empty. A regexp (Go's
// syntax) may match any part of the cell. The error is a *WhereError.
func ParseWhere(texts []string) (Where, error) {
	var w Where
	for _, text := range texts {
		at := strings.IndexAny(text, "=~")
		c := condition{text: ShownWhere(text)}
		if at < 1 || strings.TrimSpace(strings.TrimSuffix(text[:at], "!")) == "" {
			return Where{}, &WhereError{text, "it must be column=value", `such as --where "Status=Active", --where "Status!=Left,Inactive" or --where "Department~^Sales"`}
		}
		name, value := text[:at], text[at+1:]
		if plain, not := strings.CutSuffix(name, "!"); not {
			name, c.not = plain, true
		}
		c.column = strings.TrimSpace(name)
		if text[at] == '~' {
			pattern, err := regexp.Compile("(?i)" + strings.TrimSpace(value))
			if err != nil {
				return Where{}, &WhereError{c.text, "this is no regular expression", "see the syntax at https://golang.org/s/re2syntax"}
			}
			c.pattern = pattern
		} else {
			for v := range strings.SplitSeq(value, ",") {
				c.values = append(c.values, foldValue(v))
			}
		}
		w.list = append(w.list, c)
	}
	return w, nil
}

// ShownWhere returns a value of --where as it may be shown. If the column may hold passwords, only its name is shown.
func ShownWhere(text string) string {
	at := strings.IndexAny(text, "=!~")
	if at < 0 || !HoldsPasswords(text[:at]) {
		return text
	}
	return text[:at] + "=…"
}

// foldValue makes values equal that differ only in case, width and surrounding spaces.
func foldValue(v string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(v))) }

// names reports whether a condition names a column.
func (w Where) names(column string) bool {
	return slices.ContainsFunc(w.list, func(c condition) bool {
		return normal(c.column) == normal(column) || plainName(c.column) == plainName(column)
	})
}

// bind finds the columns of the conditions in the list. The error is a *WhereError.
func (w Where) bind(header []string, cols *assigned) (Where, error) {
	bound := Where{list: slices.Clone(w.list)}
	for i := range bound.list {
		c := &bound.list[i]
		found := sameColumns(c.column, header)
		switch len(found) {
		case 0:
			return Where{}, &WhereError{c.text, fmt.Sprintf("the list has no column %q", c.column), "columns found: " + Quoted(header)}
		case 1:
		default:
			return Where{}, &WhereError{c.text, fmt.Sprintf("the list has more than one column %q", c.column), "rename one of them"}
		}
		c.column = found[0]
		for f, name := range cols.names {
			if name == c.column {
				c.field, c.known = f, true
			}
		}
	}
	return bound, nil
}

// takes reports whether a row is taken. p holds the values of the list, before anything is filled or mended.
func (w Where) takes(rec sheet.Record, p *apiclient.Phone) bool {
	for i := range w.list {
		c := &w.list[i]
		v := rec.Cells[cellName(c.column)]
		if c.known {
			v = p.Value(c.field)
		}
		if c.holds(v) == c.not {
			return false
		}
	}
	return true
}

// holds reports whether the condition holds for a value, without its negation.
func (c *condition) holds(v string) bool {
	if c.pattern != nil {
		return c.pattern.MatchString(strings.TrimSpace(v))
	}
	return slices.Contains(c.values, foldValue(v))
}
