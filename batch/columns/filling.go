package columns

import (
	"strings"

	"phonebatch/apiclient"
)

// A Filling fills the empty cells of a list. If one field needs another, the other one is filled first. The zero
// Filling fills nothing. A Filling is a plain value that several goroutines may use if the Chooser allows it.
type Filling struct {
	list    []fill // a fill follows the fills that it needs
	zone    string // the dialer's local_gmt, for UsualDefaults
	chooser Chooser
}

// FillOptions hold the values of the flags that fill empty cells.
type FillOptions struct {
	Defaults []string // field=value; the value may name other columns of the row in braces
	Usual    bool     // fill what VICIdial's own bulk page fills
	Spread   []string // field=value,value: the Chooser chooses one of the values
	Number   []string // field=from-to: the Chooser chooses a free number
	Generate []string // fields that the Chooser makes a password for
}

// A Chooser chooses the values that a list leaves to the program. Choose is called from the goroutine of
// preflight.Read, once for each empty cell of --spread, --number and --generate: row by row in the list's order, and
// within a row in the order in which the fields need each other.
type Chooser interface {
	// Choose returns a value for the empty field f of a row, or "" for no value. p holds the values that the row has so
	// far.
	Choose(r *Leaving, f apiclient.Field, p *apiclient.Phone) string
}

// A Leaving is a row that leaves some values to the program.
type Leaving struct {
	Line   int
	listed apiclient.Phone
	cells  map[string]string
	missed []Miss // defaults without a value in this row
}

// A Miss is a default that names a column which is empty in this row.
type Miss struct {
	Field  apiclient.Field
	Text   string // the default
	Column string // as the default names it
	Listed bool   // the column holds a required field, so the empty cell has a problem of its own
}

// miss notes a default that has no value in this row. An optional field that copies one column is not noted: if the
// column is empty, the field stays empty and nothing is lost.
func (r *Leaving) miss(f *fill, p part) {
	if len(f.parts) == 1 && !f.field.Required() {
		return
	}
	r.missed = append(r.missed, missOf(f, p))
}

// missOf returns the Miss of a default whose part p has no value.
func missOf(f *fill, p part) Miss {
	return Miss{f.field, f.text, strings.TrimPrefix(p.column, cellName("")), p.known && p.field.Required()}
}

// usualFills are the defaults that VICIdial's own bulk page fills in. local_gmt is missing here: its value is the
// dialer's.
var usualFills = []string{
	"dialplan_number={extension}", "voicemail_id={extension}", "phone_login={extension}", "protocol=SIP",
	"outbound_cid=0000000000",
	"phone_full_name=ext {extension}",
}

// ParseFilling reads the flags that fill empty cells. It refuses an unknown field, a field that is filled in two ways,
// fields that need each other in a circle, and a password that would be the same for all phones and stand in the
// process list. The error is a *FillError.
func ParseFilling(o FillOptions) (Filling, error) {
	fills := make(map[apiclient.Field]fill)
	var order []apiclient.Field
	for w, texts := range [...][]string{ByDefault: o.Defaults, bySpread: o.Spread, byNumber: o.Number, byGenerate: o.Generate} {
		for _, text := range texts {
			f, err := parseFill(Way(w), text)
			if err != nil {
				return Filling{}, err
			}
			if other, twice := fills[f.field]; twice {
				return Filling{}, f.fail("something else fills this column: " + wayFlags[other.way])
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

// addUsual adds the usual defaults of fields that nothing else fills. It returns the fields that it adds.
func addUsual(fills map[apiclient.Field]fill) (order []apiclient.Field) {
	add := func(f fill) {
		if _, said := fills[f.field]; !said {
			f.way = byUsualDefaults
			fills[f.field] = f
			order = append(order, f.field)
		}
	}
	for _, text := range usualFills {
		f, err := parseFill(ByDefault, text)
		if err != nil {
			panic(err) // usualFills is a constant of this package
		}
		add(f)
	}
	add(fill{field: apiclient.LocalGMT, text: apiclient.LocalGMT.String()})
	return order
}

// inOrder sorts fills so that each one follows the fills that it needs. The error is a *FillError for a circle.
func inOrder(fills map[apiclient.Field]fill, order []apiclient.Field) (Filling, error) {
	var filling Filling
	state := make(map[apiclient.Field]int) // 1: being visited, 2: done
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

// With returns the filling with the dialer's local_gmt, or "" if it is not known, and with a Chooser.
func (d Filling) With(zone string, c Chooser) Filling {
	d.zone, d.chooser = zone, c
	return d
}

// NeedsZone reports whether the filling needs the dialer's local_gmt.
func (d Filling) NeedsZone() bool {
	for _, f := range d.list {
		if f.way == byUsualDefaults && f.field == apiclient.LocalGMT {
			return true
		}
	}
	return false
}

// Chooses reports whether the filling needs a Chooser.
func (d Filling) Chooses() bool {
	for _, f := range d.list {
		if f.way >= bySpread {
			return true
		}
	}
	return false
}

// Servers returns the servers of --spread, or nil.
func (d Filling) Servers() []string {
	for _, f := range d.list {
		if f.way == bySpread {
			return f.servers
		}
	}
	return nil
}

// Numbers returns the first and the last number of --number, or zeros.
func (d Filling) Numbers() (from, to Number) {
	for _, f := range d.list {
		if f.way == byNumber {
			return f.from, f.to
		}
	}
	return from, to
}

// FromList reports whether a --default makes the values of a field from columns of the list that hold no field, such as
// a full name from two columns.
func (d Filling) FromList(field apiclient.Field) bool {
	for _, f := range d.list {
		if f.field == field && f.way == ByDefault {
			return f.namesUnknown()
		}
	}
	return false
}

// FlagFor returns the flag that fills a field, or "".
func (d Filling) FlagFor(field apiclient.Field) string {
	for _, f := range d.list {
		if f.field == field {
			return wayFlags[f.way]
		}
	}
	return ""
}

// apply fills the empty values of one phone, and calls filled for each value that it sets.
func (d Filling) apply(r *Leaving, p *apiclient.Phone, filled func(apiclient.Field, Way)) {
	for i := range d.list {
		f := &d.list[i]
		if p.Value(f.field) != "" {
			continue
		}
		if f.way == ByDefault {
			if column, empty := f.emptyColumn(p, r.cells); empty {
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

// value returns the value of one fill for a row, or "" if there is none.
func (d Filling) value(f *fill, r *Leaving, p *apiclient.Phone) string {
	switch {
	case f.way >= bySpread && d.chooser == nil:
		return ""
	case f.way >= bySpread:
		return d.chooser.Choose(r, f.field, p)
	case f.way == byUsualDefaults && f.field == apiclient.LocalGMT:
		return d.zone
	}
	return f.value(p, r.cells)
}
