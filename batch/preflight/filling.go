package preflight

import (
	"strings"

	"phonebatch/apiclient"
)

// A Filling fills the empty cells of a list, in the order in which the fields need each other. The zero Filling fills
// nothing. It is a plain value and may be used by several readings at once.
type Filling struct {
	list    []fill // in that order
	zone    string // the dialer's local_gmt, for UsualDefaults
	chooser Chooser
}

// FillOptions say what empty cells are filled with.
type FillOptions struct {
	Defaults []string // field=value; the value may name other columns of the row in braces
	Usual    bool     // what VICIdial's own bulk page fills in
	Spread   []string // field=value,value: fields that the program chooses one of the values for
	Number   []string // field=from-to: fields that the program chooses a free number for
	Generate []string // fields that the program makes a password for
}

// A Chooser chooses what a list leaves to the program. It is called from the goroutine of Read, for each empty cell that
// it is to fill, in the list's order and within a row in the order in which the fields need each other.
type Chooser interface {
	// Choose gives a value for the empty field f of a row, or none. What the row has so far is in p.
	Choose(r *Leaving, f apiclient.Field, p *apiclient.Phone) string
}

// A Leaving is a row that leaves something to the program.
type Leaving struct {
	Line   int
	listed apiclient.Phone
	cells  map[string]string
	missed []miss // defaults that could not be made
}

// A miss is a default of which a column is empty in this row.
type miss struct {
	field  apiclient.Field
	text   string // the default
	column string // as the default names it
	listed bool   // the column is one of a phone's, which is required: it has a problem of its own
}

// miss notes a default that cannot be made, unless nothing is lost by it: a field that a phone can do without is empty where
// the one column that it is copied from is.
func (r *Leaving) miss(f *fill, p part) {
	if len(f.parts) == 1 && !f.field.Required() {
		return
	}
	r.missed = append(r.missed, miss{f.field, f.text, strings.TrimPrefix(p.column, cellName("")), p.known && p.field.Required()})
}

// A way is how an empty cell is filled.
type way uint8

const (
	byDefault way = iota
	usually
	spreading
	numbering
	generating
)

// wayFlags are what each way is asked for by.
var wayFlags = [...]string{"--default", "--usual-defaults", "--spread", "--number", "--generate"}

// wayWords are how a Mend tells of each way.
var wayWords = [...]string{"filled by --default", "filled by --usual-defaults", "spread by --spread", "numbered by --number", "given a password by --generate"}

// usualFills are what VICIdial's own bulk page fills in; local_gmt is the dialer's.
var usualFills = []string{
	"dialplan_number={extension}", "voicemail_id={extension}", "phone_login={extension}", "protocol=SIP", "outbound_cid=0000000000",
	"phone_full_name=ext {extension}",
}

// ParseFilling reads what empty cells are to be filled with. It refuses an unknown field, one that is filled in two ways, a
// circle, and a password that is the same for all and would stand in the process list. Its errors are *FillError.
func ParseFilling(o FillOptions) (Filling, error) {
	fills := make(map[apiclient.Field]fill)
	var order []apiclient.Field
	for w, texts := range [...][]string{byDefault: o.Defaults, spreading: o.Spread, numbering: o.Number, generating: o.Generate} {
		for _, text := range texts {
			f, err := parseFill(way(w), text)
			if err != nil {
				return Filling{}, err
			}
			if other, twice := fills[f.field]; twice {
				return Filling{}, f.fail("there are two for this column, the other by " + wayFlags[other.way])
			}
			fills[f.field] = f
			order = append(order, f.field)
		}
	}
	if o.Usual {
		order = append(order, addUsual(fills)...)
	}
	return inOrder(fills, order)
}

// addUsual adds the usual defaults of fields that are not filled otherwise.
func addUsual(fills map[apiclient.Field]fill) (order []apiclient.Field) {
	add := func(f fill) {
		if _, said := fills[f.field]; !said {
			f.way = usually
			fills[f.field] = f
			order = append(order, f.field)
		}
	}
	for _, text := range usualFills {
		f, err := parseFill(byDefault, text)
		if err != nil {
			panic(err) // they are ours
		}
		add(f)
	}
	add(fill{field: apiclient.LocalGMT, text: apiclient.LocalGMT.String()})
	return order
}

// inOrder puts fills behind those that they need.
func inOrder(fills map[apiclient.Field]fill, order []apiclient.Field) (Filling, error) {
	var filling Filling
	state := make(map[apiclient.Field]int) // 1: being looked at, 2: done
	var visit func(f apiclient.Field) error
	visit = func(f apiclient.Field) error {
		fill, ok := fills[f]
		if !ok || state[f] == 2 {
			return nil
		}
		if state[f] == 1 {
			return fill.fail("it needs itself, by way of the columns that it names")
		}
		state[f] = 1
		for _, needed := range fill.needs() {
			if err := visit(needed); err != nil {
				return err
			}
		}
		state[f] = 2
		filling.list = append(filling.list, fill)
		return nil
	}
	for _, f := range order {
		if err := visit(f); err != nil {
			return Filling{}, err
		}
	}
	return filling, nil
}

// With gives the filling the dialer's local_gmt, empty where it is not known, and what chooses.
func (d Filling) With(zone string, c Chooser) Filling {
	d.zone, d.chooser = zone, c
	return d
}

// NeedsZone says that the dialer's local_gmt is wanted.
func (d Filling) NeedsZone() bool {
	for _, f := range d.list {
		if f.way == usually && f.field == apiclient.LocalGMT {
			return true
		}
	}
	return false
}

// Chooses says that something is left to a Chooser.
func (d Filling) Chooses() bool {
	for _, f := range d.list {
		if f.way >= spreading {
			return true
		}
	}
	return false
}

// Servers are those that rows are spread over.
func (d Filling) Servers() []string {
	for _, f := range d.list {
		if f.way == spreading {
			return f.servers
		}
	}
	return nil
}

// Numbers are the first and the last of those to choose from; 0 where there are none.
func (d Filling) Numbers() (from, to Number) {
	for _, f := range d.list {
		if f.way == numbering {
			return f.from, f.to
		}
	}
	return from, to
}

// fields are those that are filled. Of the usual defaults they are those of columns that none of the list could mean, whose
// names are not clear.
func (d Filling) fields() filled {
	m := make(filled)
	for _, f := range d.list {
		switch {
		case f.way != usually:
			m[f.field] = surely
		case f.field != apiclient.LocalGMT || d.zone != "":
			m[f.field] = atNeed
		}
	}
	return m
}

// filled says how sure it is that a field is filled; 0 is not at all.
type filled map[apiclient.Field]uint8

const (
	atNeed uint8 = iota + 1 // if no column of the list could mean it
	surely
)

// apply fills the empty values of one phone, and calls filled for each.
func (d Filling) apply(r *Leaving, p *apiclient.Phone, filled func(apiclient.Field, way)) {
	for i := range d.list {
		f := &d.list[i]
		if p.Value(f.field) != "" {
			continue
		}
		if f.way == byDefault {
			if column, empty := f.misses(p, r.cells); empty {
				r.miss(f, column)
				continue
			}
		}
		if v := strings.TrimSpace(d.value(f, r, p)); v != "" {
			p.Set(f.field, v)
			filled(f.field, f.way)
		}
	}
}

func (d Filling) value(f *fill, r *Leaving, p *apiclient.Phone) string {
	switch {
	case f.way >= spreading && d.chooser == nil:
		return ""
	case f.way >= spreading:
		return d.chooser.Choose(r, f.field, p)
	case f.way == usually && f.field == apiclient.LocalGMT:
		return d.zone
	}
	return f.made(p, r.cells)
}
