package columns

import (
	"cmp"
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// mapColumns finds the field of each column, and returns the columns' names for the reader. fills are the fields that
// something else fills; mapColumns adds server_ip if the list has a column servers. The meaning of a column comes from,
// in this order: --map; the field's own name; a synonym. Two columns for one field are an error. A synonym gives way to
// a column that --map names for the same field.
//
// A name that could mean more than one thing is never taken for a field. It is an error if the field is required and
// nothing else fills it, or only --usual-defaults: the user must say what the column means. Otherwise the column is
// left aside like an unknown column, and entered in assigned.unsure. A header without one known name may not be a
// header (assigned.doubtful). The error is a *HeaderError or a *MappingError.
//
// In a list of people who leave no field is required, and a column that identifies people makes the first record a
// header.
func mapColumns(h sheet.Header, fills certainties, m Mapping, from *Origin, leaving bool) (*assigned, []string, error) {
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
	if cols.own[ServersColumn] != "" {
		fills[apiclient.ServerIP] = certain
	}
	for _, f := range apiclient.Fields() {
		if f.Required() && !leaving && cols.names[f] == "" && fills[f] == 0 {
			e.Missing = append(e.Missing, f.String())
		}
	}
	certainly, strange := headless(h.Names, read)
	strange = strange && !(leaving && len(PersonNumber(h.Names)) > 0)
	if e.Headless = certainly || strange; certainly || strange && len(e.Missing)+len(absent) > 0 {
		return nil, nil, e
	}
	if strange {
		cols.doubtful = e
		return cols, renamed, nil
	}
	var stray []string // columns that may be a missing column, misspelt
	for i, name := range h.Names {
		switch r := read[i]; r.how {
		case unclear:
			e.ask(cols.addUnclear(name, r.could), fills)
		case unknown:
			stray = append(stray, name)
		}
	}
	if e.Absent = absent; e.hasProblem() {
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
		case want.setAside:
			read[i] = reading{how: setAside}
		case want.own != "":
			read[i] = reading{how: own, own: want.own}
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

// assign gives each field its column. Fields with more than one column are entered into e.
func assign(names []string, read []reading, e *HeaderError) (*assigned, []string) {
	cols := &assigned{names: make(map[apiclient.Field]string), own: make(map[string]string)}
	renamed := make([]string, len(names))
	best := make(map[apiclient.Field]meaning)
	all := make(map[string][]string)
	for i, name := range names {
		r := read[i]
		if r.how < bySynonym {
			renamed[i] = cellName(name)
			if name == "" {
				renamed[i] = cellName(fmt.Sprintf("%d, without a name", i+1))
				cols.nameless = append(cols.nameless, renamed[i])
			}
			if r.how == setAside {
				cols.setAside = append(cols.setAside, name)
			}
			switch r.how {
			case own:
				all[r.own] = append(all[r.own], name)
				cols.own[r.own] = name
			case ignored:
			default:
				cols.unknown = append(cols.unknown, name)
			}
			continue
		}
		renamed[i] = r.field.String()
		all[r.field.String()] = append(all[r.field.String()], name)
		if r.how > best[r.field] {
			best[r.field] = r.how
			cols.take(name, r)
		}
	}
	for f, names := range all {
		if len(names) > 1 {
			e.addTwice(f, names, cmp.Or(cols.own[f], cols.names[known[normal(f)]]))
		}
	}
	return cols, renamed
}

// hasAll reports whether all wanted names are among the names.
func hasAll(names []string, wanted ...string) bool {
	for _, w := range wanted {
		if !slices.Contains(names, w) {
			return false
		}
	}
	return true
}
