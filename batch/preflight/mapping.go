package preflight

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
)

// A Mapping says of columns which field they are, whatever they are called (--map "Their header=field"). The zero
// Mapping says nothing.
type Mapping struct{ list []mapped }

// mapped is one --map: a header, and the field that it means; none where the column is to be set aside.
type mapped struct {
	header string
	field  apiclient.Field
	aside  bool
}

func (m mapped) String() string {
	if m.aside {
		return m.header + "="
	}
	return m.header + "=" + m.field.String()
}

// A MappingError says that a --map cannot be used.
type MappingError struct{ Text, Reason, Remedy string }

func (e *MappingError) Error() string { return fmt.Sprintf("--map %s: %s", e.Text, e.Reason) }

// ParseMapping reads the values of --map. The last equals sign ends the header, as no field has one in its name. It
// refuses a header or a field that is given twice and a field that there is not. Its errors are *MappingError.
func ParseMapping(texts []string) (Mapping, error) {
	var m Mapping
	for _, text := range texts {
		next, err := parseMapped(text)
		if err != nil {
			return Mapping{}, err
		}
		for _, earlier := range m.list {
			switch {
			case earlier.header == next.header:
				return Mapping{}, &MappingError{text, "there are two for this header", "leave one of them out"}
			case earlier.field == next.field && !earlier.aside && !next.aside:
				return Mapping{}, &MappingError{text, fmt.Sprintf("%q is to be %s already", earlier.header, next.field), "leave one of them out"}
			}
		}
		m.list = append(m.list, next)
	}
	return m, nil
}

func parseMapped(text string) (mapped, error) {
	at := strings.LastIndexByte(text, '=')
	if at < 0 {
		return mapped{}, &MappingError{text, "it must be header=field", fmt.Sprintf("such as %s, or %s to set the column aside", mapFlag("Phone", "extension"), mapFlag("Phone", ""))}
	}
	m := mapped{header: strings.TrimSpace(text[:at])}
	name := normal(text[at+1:])
	field, ok := known[name]
	m.field, m.aside = field, name == ""
	switch {
	case normal(m.header) == "":
		return mapped{}, &MappingError{text, "it names no header", "put the column's name as the list has it before the ="}
	case !ok && !m.aside:
		return mapped{}, &MappingError{text, fmt.Sprintf("there is no field %q", strings.TrimSpace(text[at+1:])), instead(m.header, name)}
	}
	return m, nil
}

// instead is what may have been meant where there is no field of that normal name.
func instead(header, name string) string {
	if f, ok := synonymOf[name]; ok {
		return "did you mean " + mapFlag(header, f.String())
	}
	none := apiclient.Field(numFields)
	best, closest := 0, none
	for _, f := range apiclient.Fields() {
		if d, ok := likeness(f, name); ok && (closest == none || d < best) {
			best, closest = d, f
		}
	}
	if closest == none {
		return "`phonebatch help columns` lists the fields"
	}
	return "did you mean " + mapFlag(header, closest.String())
}

// bind finds the columns that are meant. A header that stands in the list exactly as it was given means that column
// alone, so that two which differ in signs only can be told apart; else all that read alike are meant. absent are the
// headers that the list does not have.
func (m Mapping) bind(names []string) (meant map[int]mapped, absent []string, err error) {
	if len(m.list) == 0 {
		return nil, nil, nil
	}
	meant = make(map[int]mapped)
	found := make([]bool, len(m.list))
	for k, want := range m.list {
		for i, name := range names {
			if name == want.header {
				meant[i], found[k] = want, true
			}
		}
	}
	alike := make(map[string][]int) // columns by normal name
	for i, name := range names {
		alike[normal(name)] = append(alike[normal(name)], i)
	}
	for k, want := range m.list {
		if found[k] {
			continue
		}
		var taken mapped
		for _, i := range alike[normal(want.header)] {
			if other, ok := meant[i]; ok {
				taken = other
				continue
			}
			meant[i], found[k] = want, true
		}
		switch {
		case !found[k] && taken.header != "":
			return nil, nil, &MappingError{want.String(), fmt.Sprintf("%q means the same column", taken.header), "leave one of them out"}
		case !found[k]:
			absent = append(absent, want.header)
		}
	}
	return meant, absent, nil
}
