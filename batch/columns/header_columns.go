package columns

import (
	"slices"

	"phonebatch/apiclient"
)

// A Mapped is a column that was taken for a field although its name is not the field's own name.
type Mapped struct {
	Column string `json:"column"` // as the list names it
	Field  string `json:"field"`
}

// assigned says which column of a list holds which field.
type assigned struct {
	names    map[apiclient.Field]string // as the list names them
	unknown  []string                   // columns that mean nothing to a dialer, or that were set aside
	mapped   []Mapped
	setAside []string          // the unknown columns that were set aside
	own      map[string]string // the list's names of the own columns
	origin   *Origin           // the program that wrote the list; nil if it is not known
	// nameless are the columns without a name, by the names of their cells.
	nameless []string
	unsure   []Unsure
	// mayBeEmpty says for each column, by its index, whether a row may end before the column.
	mayBeEmpty []bool
	// doubtful is the error of a header without a single known name, where nothing required is missing. Such a record
	// is a header only if a default names one of its columns; otherwise resolve returns the error.
	doubtful *HeaderError
}

// noteOptional fills mayBeEmpty: a row may end before the columns of fields that are optional or filled, and before
// columns that are not used.
func (c *assigned) noteOptional(names []string, fills certainties) {
	c.mayBeEmpty = make([]bool, len(names))
	for i, name := range names {
		c.mayBeEmpty[i] = normal(name) != ProblemColumn // the program itself adds the column problem to each row
	}
	for f, name := range c.names {
		if f.Required() && fills[f] == 0 {
			c.mayBeEmpty[slices.Index(names, name)] = false
		}
	}
}

// name returns the list's own name for a field or, if the list has no column for it, the field's name.
func (c *assigned) name(f apiclient.Field) string {
	if n, ok := c.names[f]; ok {
		return n
	}
	return f.String()
}

// take makes a column the field's. A column taken by a synonym is reported in mapped. So is a column Email, in whatever
// spelling, because lists use that name for other things too.
func (c *assigned) take(name string, r reading) {
	c.names[r.field] = name
	if r.how == bySynonym || r.how == byName && r.field == apiclient.Email && name != r.field.String() {
		c.mapped = append(c.mapped, Mapped{name, r.field.String()})
	}
}

// addUnclear returns the fields that an unclear column could mean. If one of them has no column, the column is entered
// in unsure.
func (c *assigned) addUnclear(name string, could []apiclient.Field) Unsure {
	u := Unsure{Column: name}
	for _, f := range could {
		u.Could = append(u.Could, f.String())
		if c.names[f] == "" {
			u.Open = append(u.Open, f.String())
		}
	}
	if len(u.Open) > 0 {
		c.unsure = append(c.unsure, u)
	}
	return u
}

// resolve replaces column names in defaults by fields. If a default names a column that a synonym or --map makes a
// field's, the default then names the field, and the rules for passwords and circles apply. If the column holds the
// very field that the default fills, the reference is dropped: its cell is empty whenever the default is used. The
// error is a *FillError or a *HeaderError.
func (c *assigned) resolve(d Filling) (Filling, error) {
	fills := make(map[apiclient.Field]fill)
	var order []apiclient.Field
	for _, f := range d.list {
		if err := c.resolveParts(&f); err != nil {
			return Filling{}, err
		}
		fills[f.field] = f
		order = append(order, f.field)
	}
	if c.doubtful != nil {
		return Filling{}, c.doubtful
	}
	resolved, err := inOrder(fills, order)
	return resolved.With(d.zone, d.chooser), err
}

// resolveParts does the work of resolve for one default or template. The error is a *FillError.
func (c *assigned) resolveParts(f *fill) error {
	var parts []part
	for _, p := range f.parts {
		field, taken := c.fieldOf(p.column)
		switch {
		case p.column == "" || p.known:
		case !taken || slices.Contains(c.unknown, p.column):
			c.markNamed(p.column)
		case field == f.field && !f.isTemplate():
			continue
		default:
			p.field, p.known = field, true
		}
		parts = append(parts, p)
	}
	f.parts = parts
	return f.fit()
}

// fieldOf returns the field that a column holds, by a name that reads like the column's, and whether it holds one.
func (c *assigned) fieldOf(column string) (apiclient.Field, bool) {
	for f, name := range c.names {
		if normal(name) == normal(column) {
			return f, true
		}
	}
	return 0, false
}

// markNamed notes that a default names a column: the column is no longer unsure, and its header is a header.
func (c *assigned) markNamed(column string) {
	if slices.ContainsFunc(c.unknown, func(name string) bool { return normal(name) == normal(column) }) {
		c.doubtful = nil
	}
	c.unsure = slices.DeleteFunc(c.unsure, func(u Unsure) bool { return normal(u.Column) == normal(column) })
}
