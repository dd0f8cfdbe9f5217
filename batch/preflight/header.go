package preflight

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// ProblemColumn is the column that we add to a file of failed rows, and ignore when it comes back.
const ProblemColumn = "problem"

// cellName is the name under which the cells of an unknown column are handed out: never that of a field.
func cellName(column string) string { return "column " + column }

// mapColumns finds the field of each column, and returns the columns' names for the reader. fills are the fields that
// something else will fill. What --map says goes before what a column is called, and a column that is called as a
// field or by a synonym for it has no rival: two columns for one field are an error. But a synonym gives way to
// --map, whose column nobody had to guess.
//
// A name that could mean more than one thing is never taken. It is an error where a required field, which it could
// mean, is to be had from nowhere else, or would be made up by --usual-defaults: somebody must say what it means. Else the column is left aside as unknown ones
// are, and remembered in columns.unsure. A header without one known name is strange (columns). Errors are a
// *HeaderError or a *MappingError.
func mapColumns(h sheet.Header, fills filled, m Mapping, from *Origin) (*columns, []string, error) {
	e := &HeaderError{Line: h.Line, Found: h.Names}
	if e.Results = hasAll(h.Names, "kind", "status", "code", "verified", "run"); e.Results {
		return nil, nil, e
	}
	meant, absent, err := m.bind(h.Names)
	if err != nil {
		return nil, nil, err
	}
	if from == nil {
		from = originOf(h.Names)
	}
	read := readNames(h.Names, meant, from)
	cols, renamed := assign(h.Names, read, e)
	cols.origin = from
	for _, f := range apiclient.Fields() {
		if f.Required() && cols.names[f] == "" && fills[f] == 0 {
			e.Missing = append(e.Missing, f.String())
		}
	}
	certainly, strange := headless(h.Names, read)
	if e.Headless = certainly || strange; certainly || strange && len(e.Missing)+len(absent) > 0 {
		return nil, nil, e
	}
	if strange {
		cols.strange = e
		return cols, renamed, nil
	}
	var stray []string // columns that a missing one may be hidden in
	for i, name := range h.Names {
		switch r := read[i]; r.how {
		case unclear:
			e.ask(cols.doubt(name, r.could), fills)
		case unknown:
			stray = append(stray, name)
		}
	}
	if e.Absent = absent; e.wrong() {
		e.Suggestion = suggest(e.Missing, stray)
		return nil, nil, e
	}
	return cols, renamed, nil
}

// readNames finds what each column means by its name and by --map.
func readNames(names []string, meant map[int]mapped, from *Origin) []reading {
	read := make([]reading, len(names))
	said := make(map[apiclient.Field]bool)
	for i, name := range names {
		switch want, ok := meant[i]; {
		case !ok && from != nil:
			read[i] = from.read(name)
		case !ok:
			read[i] = readName(name)
		case want.aside:
			read[i] = reading{how: aside}
		default:
			read[i] = reading{how: byMapping, field: want.field}
			said[want.field] = true
		}
	}
	for i, r := range read {
		if r.how == bySynonym && said[r.field] {
			read[i] = reading{}
		}
	}
	return read
}

// assign gives each field its column, and enters fields with more than one into e.
func assign(names []string, read []reading, e *HeaderError) (*columns, []string) {
	cols := &columns{names: make(map[apiclient.Field]string)}
	renamed := make([]string, len(names))
	best := make(map[apiclient.Field]how)
	all := make(map[apiclient.Field][]string)
	for i, name := range names {
		r := read[i]
		if r.how < bySynonym {
			renamed[i] = cellName(name)
			if name == "" {
				renamed[i] = cellName(fmt.Sprintf("%d, without a name", i+1))
				cols.nameless = append(cols.nameless, renamed[i])
			}
			if r.how == aside {
				cols.aside = append(cols.aside, name)
			}
			if r.how != ignored {
				cols.unknown = append(cols.unknown, name)
			}
			continue
		}
		renamed[i] = r.field.String()
		all[r.field] = append(all[r.field], name)
		if r.how > best[r.field] {
			best[r.field] = r.how
			cols.take(name, r)
		}
	}
	for f, names := range all {
		if len(names) > 1 {
			e.double(f, names, cols.names[f])
		}
	}
	return cols, renamed
}

func hasAll(names []string, wanted ...string) bool {
	for _, w := range wanted {
		if !slices.Contains(names, w) {
			return false
		}
	}
	return true
}
