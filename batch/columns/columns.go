package columns

import (
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// Options say what the columns of a list mean, what fills empty cells, and which rows are taken. The zero value sets
// nothing.
type Options struct {
	Mapping Mapping // the columns' fields by --map
	Filling Filling
	Where   Where
	From    *Origin // the program that wrote the list; if nil, the header decides
	Leaving bool    // the list names people who leave, or their phones: no field is required
	Servers Servers // the servers of each person whose row names none
	Alias   Aliasing
}

// fields returns the fields that the options can fill.
func (o Options) fields() certainties {
	fills := o.Filling.fields()
	if len(o.Servers) > 0 {
		fills[apiclient.ServerIP] = certain
	}
	if o.Servers.prefixed() {
		fills[apiclient.DialplanNumber] = certain
	}
	return fills
}

// Columns holds what the header of one list means: the fields of the columns, what fills empty cells, and which rows
// are taken. Columns does not change after Bind. Several goroutines may use it if several goroutines may use the
// Chooser.
type Columns struct {
	header   []string
	assigned assigned
	filling  Filling
	where    Where
	fills    certainties // the fields that something other than their columns can fill
	servers  Servers
	aliasing Aliasing
	free     []string // unknown columns that no default names
}

// Bind finds the field of each column of a header, and finds the columns that the options name. It returns the names of
// the columns for sheet.Rename. The error is a *HeaderError, a *MappingError, a *FillError or a *WhereError.
func Bind(h sheet.Header, o Options) (*Columns, []string, error) {
	fills := o.fields()
	a, names, err := mapColumns(h, fills, o.Mapping, o.From, o.Leaving)
	if err != nil {
		return nil, nil, err
	}
	filling, err := a.resolve(o.Filling)
	if err != nil {
		return nil, nil, err
	}
	if err := o.Alias.each(a.resolveParts); err != nil {
		return nil, nil, err
	}
	a.noteOptional(h.Names, fills)
	c := &Columns{header: h.Names, assigned: *a, fills: fills, servers: o.Servers, aliasing: o.Alias}
	if c.filling, err = filling.bind(a.unknown); err != nil {
		return nil, nil, err
	}
	if err := c.aliasing.each(func(f *fill) error { return f.bindParts(a.unknown) }); err != nil {
		return nil, nil, err
	}
	if c.where, err = o.Where.bind(h.Names, a); err != nil {
		return nil, nil, err
	}
	c.free = unusedColumns(a.unknown, append(slices.Clone(c.filling.list), c.aliasing.id, c.aliasing.name))
	return c, names, nil
}

// Name returns the list's own name for a field or, if the list has no column for it, the field's name.
func (c *Columns) Name(f apiclient.Field) string { return c.assigned.name(f) }

// Fields returns the fields that the list has columns for, by the index of the column.
func (c *Columns) Fields() map[int]apiclient.Field {
	fields := make(map[int]apiclient.Field)
	for f, name := range c.assigned.names {
		fields[slices.Index(c.header, name)] = f
	}
	return fields
}

// Named returns the number of columns that have a name and are not the column problem, and the index of the last column
// problem, or -1 if there is none.
func (c *Columns) Named() (named, problem int) {
	problem = -1
	for i, name := range c.header {
		switch normal(name) {
		case "":
		case ProblemColumn:
			problem = i
		default:
			named++
		}
	}
	return named, problem
}

// Mapped returns the columns that were taken for a field by a synonym.
func (c *Columns) Mapped() []Mapped { return c.assigned.mapped }

// Unsure returns the unknown columns that could mean more than one thing.
func (c *Columns) Unsure() []Unsure { return c.assigned.unsure }

// Nameless returns the names under which sheet.Record.Cells has the columns without a name.
func (c *Columns) Nameless() []string { return c.assigned.nameless }

// MayBeEmpty reports whether a row may end before the column with this index.
func (c *Columns) MayBeEmpty(column int) bool { return c.assigned.mayBeEmpty[column] }

// From returns the name of the program that wrote the list, or "" if the program is not known.
func (c *Columns) From() string {
	if c.assigned.origin == nil {
		return ""
	}
	return c.assigned.origin.Name
}

// Unknown returns the columns that mean nothing to a dialer and that no default names, as ShownName shows them. If the
// program that wrote the list is known, columns that are set aside are left out.
func (c *Columns) Unknown() (list []string) {
	for _, name := range c.free {
		if c.assigned.origin == nil || !slices.Contains(c.assigned.setAside, name) {
			list = append(list, ShownName(name))
		}
	}
	return list
}

// Stray returns the unknown columns that neither --map nor --where nor a default names.
func (c *Columns) Stray() (list []string) {
	for _, name := range c.free {
		if !slices.Contains(c.assigned.setAside, name) && !c.where.names(name) {
			list = append(list, name)
		}
	}
	return list
}

// NeedsCells reports whether the cells of columns that hold no field are needed: for a default, for --where, for a
// column that says who is wanted, for an own column, for an alias, or to find values in columns without a name.
func (c *Columns) NeedsCells() bool {
	return len(c.assigned.own) > 0 || c.aliasing.id.namesUnknown() || c.aliasing.name.namesUnknown() || c.filling.needsCells() || len(c.where.list) > 0 || len(c.assigned.nameless) > 0 || c.Watch().needCells()
}

// Takes reports whether --where takes a row. listed holds the values of the list, before anything is filled or mended.
func (c *Columns) Takes(rec sheet.Record, listed *apiclient.Phone) bool {
	return c.where.takes(rec, listed)
}

// Filled reports whether something fills the field if its cell is empty.
func (c *Columns) Filled(f apiclient.Field) bool { return c.fills[f] != 0 }

// Fill fills the empty values of p, the phone of one row, and calls filled for each value that it sets. It returns the
// defaults that have no value in this row. listed holds the values of the list.
func (c *Columns) Fill(rec sheet.Record, listed apiclient.Phone, p *apiclient.Phone, filled func(apiclient.Field, Way)) []Miss {
	if len(c.filling.list) == 0 {
		return nil
	}
	leaving := Leaving{Line: rec.Line, listed: listed, cells: rec.Cells}
	c.filling.apply(&leaving, p, filled)
	return leaving.missed
}

// A Pick finds the texts of some columns in the records of a list. The zero Pick finds nothing.
type Pick []picked

// A picked column holds a field of a phone, or is an unknown column.
type picked struct {
	name  string // the key of its cells; "" if the list does not have the column
	field apiclient.Field
	known bool // true if the column holds a field of a phone
}

// Pick finds columns by the names that the list has for them, or by names that read alike.
func (c *Columns) Pick(names []string) Pick {
	list := make(Pick, len(names))
	for i, name := range names {
		column := oneColumn(name, c.header)
		if column == "" {
			continue
		}
		list[i].name = cellName(column)
		for f, taken := range c.assigned.names {
			if taken == column {
				list[i].field, list[i].known = f, true
			}
		}
	}
	return list
}

// NeedsCells reports whether one of the columns is an unknown column.
func (p Pick) NeedsCells() bool {
	return slices.ContainsFunc(p, func(column picked) bool { return column.name != "" && !column.known })
}

// Texts returns the texts of the columns in one row, without surrounding spaces. listed holds the values of the list.
// The zero Pick returns nil.
func (p Pick) Texts(rec sheet.Record, listed *apiclient.Phone) []string {
	if len(p) == 0 {
		return nil
	}
	list := make([]string, len(p))
	for i, column := range p {
		text := rec.Cells[column.name]
		if column.known {
			text = listed.Value(column.field)
		}
		list[i] = strings.TrimSpace(text)
	}
	return list
}

// Watch returns watches on the columns that may say who is wanted, and on the columns that may hold values of another
// telephone system. Columns that --map, --where or a default names are not watched.
func (c *Columns) Watch() (list Watches) {
	a := &c.assigned
	decided := func(name string) bool {
		return c.where.names(name) || slices.Contains(a.unknown, name) && !slices.Contains(c.free, name)
	}
	for _, name := range c.header {
		if kind := standingOf(name); kind != noStanding && slices.Contains(a.unknown, name) && !slices.Contains(a.setAside, name) && !decided(name) {
			list = append(list, &watch{column: name, kind: kind, wanted: make(map[string]int), unwanted: make(map[string]int), blank: make(map[string]int)})
		}
	}
	for _, m := range a.mapped {
		if f := known[normal(m.Field)]; foreignWords[f] != nil && !decided(m.Column) {
			list = append(list, &watch{column: m.Column, field: f})
		}
	}
	return list
}
