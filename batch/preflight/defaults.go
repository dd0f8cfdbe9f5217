package preflight

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
)

// Defaults fill the empty cells of a list (--default field=value). The value may name other columns of the row in
// braces. The zero Defaults fills nothing.
type Defaults struct {
	list []fill // in the order that they need each other
}

// A fill is one default: text and columns in turn.
type fill struct {
	field apiclient.Field
	text  string // as given
	parts []part
}

// A part of a default is text, or a reference to a column.
type part struct {
	text   string
	column string
	field  apiclient.Field
	known  bool // the column is one of a phone's fields
}

// ParseDefaults reads the values of --default. It refuses an unknown field, one that is given twice, a circle, and a
// password that is the same for all and would stand in the process list. Its errors are *DefaultError.
func ParseDefaults(texts []string) (Defaults, error) {
	fills := make(map[apiclient.Field]fill)
	var order []apiclient.Field
	for _, text := range texts {
		f, err := parseFill(text)
		if err != nil {
			return Defaults{}, err
		}
		if _, twice := fills[f.field]; twice {
			return Defaults{}, &DefaultError{f.text, "there are two for this column"}
		}
		fills[f.field] = f
		order = append(order, f.field)
	}
	var d Defaults
	state := make(map[apiclient.Field]int) // 1: being looked at, 2: done
	var visit func(f apiclient.Field) error
	visit = func(f apiclient.Field) error {
		fill, ok := fills[f]
		if !ok || state[f] == 2 {
			return nil
		}
		if state[f] == 1 {
			return &DefaultError{fill.text, "it needs itself, by way of the columns that it names"}
		}
		state[f] = 1
		for _, p := range fill.parts {
			if p.known {
				if err := visit(p.field); err != nil {
					return err
				}
			}
		}
		state[f] = 2
		d.list = append(d.list, fill)
		return nil
	}
	for _, f := range order {
		if err := visit(f); err != nil {
			return Defaults{}, err
		}
	}
	return d, nil
}

// fieldCharacters are those of a column's name: what follows them may be a password.
const fieldCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- "

// beginning is as much of a text as can be a column's name.
func beginning(text string) string {
	return text[:len(text)-len(strings.TrimLeft(text, fieldCharacters))]
}

func parseFill(text string) (fill, error) {
	name, value, found := strings.Cut(text, "=")
	field, ok := known[normal(name)]
	switch {
	case !found:
		return fill{}, &DefaultError{beginning(name), "it must be column=value"}
	case !ok:
		return fill{}, &DefaultError{beginning(name), "there is no such column; `phonebatch help columns` lists them"}
	}
	f := fill{field: field, text: text}
	if field.Secret() {
		f.text = name + "=…" // errors must not repeat it
	}
	for value != "" {
		text, rest, opened := strings.Cut(value, "{")
		if text != "" {
			f.parts = append(f.parts, part{text: text})
		}
		if !opened {
			break
		}
		column, after, closed := strings.Cut(rest, "}")
		if !closed || strings.TrimSpace(column) == "" {
			return fill{}, &DefaultError{f.text, "a brace is not closed, or has no column in it"}
		}
		p := part{column: strings.TrimSpace(column)}
		p.field, p.known = known[normal(column)]
		f.parts = append(f.parts, p)
		value = after
	}
	for _, p := range f.parts {
		if p.known && p.field.Secret() && !field.Secret() {
			return fill{}, &DefaultError{f.text, "it would put a password where everybody can read it"}
		}
	}
	if field.Secret() && !f.refers() {
		return fill{}, &DefaultError{f.text, "a password for all would stand in the process list and be the same for everybody; name a column in braces, or put it into the list"}
	}
	return f, nil
}

func (f fill) refers() bool {
	for _, p := range f.parts {
		if p.column != "" {
			return true
		}
	}
	return false
}

// fields are those that have a default.
func (d Defaults) fields() map[apiclient.Field]bool {
	m := make(map[apiclient.Field]bool)
	for _, f := range d.list {
		m[f.field] = true
	}
	return m
}

// bind finds the columns that the defaults name among those of the list. needCells says whether any of them is a
// column that a phone has no field for.
func (d Defaults) bind(unknown []string) (bound Defaults, needCells bool, err error) {
	for _, f := range d.list {
		parts := make([]part, len(f.parts))
		for i, p := range f.parts {
			if p.column != "" && !p.known {
				if p.column, err = findColumn(f, p.column, unknown); err != nil {
					return Defaults{}, false, err
				}
				needCells = true
			}
			parts[i] = p
		}
		f.parts = parts
		bound.list = append(bound.list, f)
	}
	return bound, needCells, nil
}

func findColumn(f fill, column string, unknown []string) (string, error) {
	var found []string
	for _, u := range unknown {
		if normal(u) == normal(column) {
			found = append(found, u)
		}
	}
	switch len(found) {
	case 0:
		return "", &DefaultError{f.text, noColumn(column, unknown)}
	case 1:
		return cellName(found[0]), nil
	}
	return "", &DefaultError{f.text, fmt.Sprintf("the list has more than one column %q", column)}
}

func noColumn(column string, unknown []string) string {
	if len(unknown) == 0 {
		return fmt.Sprintf("the list has no column %q, and none but those of a phone", column)
	}
	return fmt.Sprintf("the list has no column %q; besides those of a phone it has %s", column, quoted(unknown))
}

// apply fills the empty values of one phone, and calls filled for each. Cells are those of unknown columns.
func (d Defaults) apply(p *apiclient.Phone, cells map[string]string, filled func(apiclient.Field)) {
	for _, f := range d.list {
		if p.Value(f.field) != "" {
			continue
		}
		var b strings.Builder
		for _, part := range f.parts {
			switch {
			case part.known:
				b.WriteString(p.Value(part.field))
			case part.column != "":
				b.WriteString(strings.TrimSpace(cells[part.column]))
			default:
				b.WriteString(part.text)
			}
		}
		if v := strings.TrimSpace(b.String()); v != "" {
			p.Set(f.field, v)
			filled(f.field)
		}
	}
}
