package preflight

import (
	"slices"

	"phonebatch/apiclient"
)

// A Mapped is a column that was taken for a field by another name than the field's own.
type Mapped struct {
	Column string `json:"column"` // as the list names it
	Field  string `json:"field"`
}

// An Unsure is a column whose name could mean more than one thing, and is not taken for any.
type Unsure struct {
	Column string   `json:"column"` // as the list names it
	Could  []string `json:"could"`  // the fields that it could mean; if one only, the other thing is none of a phone's
	Open   []string `json:"open"`   // those that no other column has: what to offer with --map
}

// columns says which column of a list holds which field.
type columns struct {
	names   map[apiclient.Field]string // as the list names them
	unknown []string                   // columns that mean nothing to a dialer, or that were set aside
	mapped  []Mapped
	aside   []string // those of them that were set aside
	origin  *Origin  // the program whose list it is; nil if it is none that is known
	// nameless are the columns without a name, as their cells are handed out.
	nameless []string
	unsure   []Unsure
	// mayBeEmpty says of each column, by its number, that a row may end before it.
	mayBeEmpty []bool
	// strange is the error of a header of which not one name is known, though nothing is missing. It may be none at all:
	// a default that names one of its columns is the only proof that it is (resolve).
	strange *HeaderError
}

// note remembers which columns may be empty: those of fields that a phone can do without or that are filled, and those that
// nothing is taken from.
func (c *columns) note(names []string, fills filled) {
	c.mayBeEmpty = make([]bool, len(names))
	for i, name := range names {
		c.mayBeEmpty[i] = normal(name) != ProblemColumn // which we have put behind each row ourselves
	}
	for f, name := range c.names {
		if f.Required() && fills[f] == 0 {
			c.mayBeEmpty[slices.Index(names, name)] = false
		}
	}
}

// name is what a person calls the field: the list's own name for it where it has one.
func (c *columns) name(f apiclient.Field) string {
	if n, ok := c.names[f]; ok {
		return n
	}
	return f.String()
}

// take makes a column the field's. That it was is said where the name is a synonym, and where it is an Email: people
// mean more than one thing by that.
func (c *columns) take(name string, r reading) {
	c.names[r.field] = name
	if r.how == bySynonym || r.how == byName && r.field == apiclient.Email && name != r.field.String() {
		c.mapped = append(c.mapped, Mapped{name, r.field.String()})
	}
}

// doubt looks at what an unclear column could mean, and remembers it where that is more than what others have.
func (c *columns) doubt(name string, could []apiclient.Field) Unsure {
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

// resolve makes defaults that name a column by a header which a synonym or --map makes a field's, name the field: its
// rules for passwords and circles then hold. A default for that very field loses the reference, as the cell is empty
// where it is asked for. Errors are a *FillError or a *HeaderError.
func (c *columns) resolve(d Filling) (Filling, error) {
	byHeader := make(map[string]apiclient.Field)
	for f, name := range c.names {
		byHeader[normal(name)] = f
	}
	fills := make(map[apiclient.Field]fill)
	var order []apiclient.Field
	for _, f := range d.list {
		var parts []part
		for _, p := range f.parts {
			field, taken := byHeader[normal(p.column)]
			switch {
			case p.column == "" || p.known:
			case !taken || slices.Contains(c.unknown, p.column):
				c.settle(p.column)
			case field == f.field:
				continue
			default:
				p.field, p.known = field, true
			}
			parts = append(parts, p)
		}
		f.parts = parts
		if err := f.fit(); err != nil {
			return Filling{}, err
		}
		fills[f.field] = f
		order = append(order, f.field)
	}
	if c.strange != nil {
		return Filling{}, c.strange
	}
	resolved, err := inOrder(fills, order)
	return resolved.With(d.zone, d.chooser), err
}

// settle takes a column that a default names out of those about which nobody has said anything.
func (c *columns) settle(column string) {
	if slices.ContainsFunc(c.unknown, func(name string) bool { return normal(name) == normal(column) }) {
		c.strange = nil
	}
	c.unsure = slices.DeleteFunc(c.unsure, func(u Unsure) bool { return normal(u.Column) == normal(column) })
}
