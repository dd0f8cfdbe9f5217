package columns

import (
	"slices"

	"phonebatch/batch/sheet"
)

// Recognizer returns the functions that tell a header from titles and rows, by known column names and by the names that
// the flags give.
func (o Options) Recognizer() sheet.Recognizer {
	said := o.saidColumns()
	return func(cells []string) (named int, all bool) {
		all = true
		for _, cell := range cells {
			key := normal(cell)
			switch {
			case key == "" || key == ProblemColumn:
			case said[key] || familiar[plainName(cell)] || standingOf(cell) != noStanding || readName(cell).how >= unclear:
				named++
			default:
				all = false
			}
		}
		return named, all
	}
}

// saidColumns returns the normal names of the columns that --map, defaults and --alias name.
func (o Options) saidColumns() map[string]bool {
	said := make(map[string]bool)
	for _, m := range o.Mapping.list {
		said[normal(m.header)] = true
	}
	for _, f := range append(slices.Clone(o.Filling.list), o.Alias.id, o.Alias.name) {
		for _, p := range f.parts {
			if p.column != "" {
				said[normal(p.column)] = true
			}
		}
	}
	for _, c := range o.Where.list {
		said[normal(c.column)] = true
	}
	return said
}

// Alike reports whether a row names the same columns as the header, in the same order, perhaps by other names.
func Alike(header, cells []string) bool {
	return slices.EqualFunc(header, cells, func(a, b string) bool {
		if normal(a) == normal(b) {
			return true
		}
		one, other := readName(a), readName(b)
		return one.how >= bySynonym && other.how >= bySynonym && one.field == other.field
	})
}
