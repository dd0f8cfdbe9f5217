package columns

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/exit"
)

// A Mapping says which field a column holds, whatever the column's name (--map "Their header=field"). The zero Mapping
// sets nothing.
type Mapping struct {
	list    []mapped
	dialers bool // the column DialerColumn is one of the own columns
}

// WithDialers returns a Mapping that reads the column DialerColumn, too.
func (m Mapping) WithDialers() Mapping {
	m.dialers = true
	return m
}

// mapped is one --map: a header, and the field or the own column that it means or, if setAside is true, neither.
type mapped struct {
	header   string
	field    apiclient.Field
	own      string // the name in ownColumns; "" for a field
	setAside bool
}

func (m mapped) String() string { return m.header + "=" + m.meaning() }

// meaning returns the name of the field or of the own column, or "".
func (m mapped) meaning() string {
	switch {
	case m.setAside:
		return ""
	case m.own != "":
		return m.own
	}
	return m.field.String()
}

// A MappingError says why a --map cannot be used.
type MappingError struct{ Text, Reason, Remedy string }

func (e *MappingError) Error() string { return fmt.Sprintf("--map %s: %s", e.Text, e.Reason) }

// Status implements exit.Error.
func (e *MappingError) Status() int { return exit.Usage }

// Hints implements exit.Error.
func (e *MappingError) Hints() []string { return exit.Hint(e.Remedy) }

// ParseMapping reads the values of --map. The last equals sign ends the header, because no field has one in its name.
// It refuses an unknown field, and a header or a field that is given twice. The error is a *MappingError.
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
			case earlier.meaning() == next.meaning() && !next.setAside:
				return Mapping{}, &MappingError{text, fmt.Sprintf("%q is to be %s already", earlier.header, next.meaning()), "leave one of them out"}
			}
		}
		m.list = append(m.list, next)
	}
	return m, nil
}

// parseMapped reads one value of --map. The error is a *MappingError.
func parseMapped(text string) (mapped, error) {
	at := strings.LastIndexByte(text, '=')
	if at < 0 {
		return mapped{}, &MappingError{text, "it must be header=field", fmt.Sprintf("such as %s, or %s to set the column aside", mapFlag("Phone", "extension"), mapFlag("Phone", ""))}
	}
	m := mapped{header: strings.TrimSpace(text[:at])}
	name := normal(text[at+1:])
	field, ok := known[name]
	m.field, m.own, m.setAside = field, ownColumns[name], name == ""
	switch {
	case normal(m.header) == "":
		return mapped{}, &MappingError{text, "it names no header", "put the column's name as the list has it before the ="}
	case !ok && m.own == "" && !m.setAside:
		return mapped{}, &MappingError{text, fmt.Sprintf("there is no field %q", strings.TrimSpace(text[at+1:])), mappingRemedy(m.header, name)}
	}
	return m, nil
}

// mappingRemedy returns the hint for a --map with an unknown field: the field that was most likely meant. name is the
// normal name that was given.
func mappingRemedy(header, name string) string {
	if f, ok := synonymOf[name]; ok {
		return "did you mean " + mapFlag(header, f.String())
	}
	none := apiclient.Field(len(apiclient.Fields()))
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

// bind finds the columns that --map names, by index. A header that is in the list exactly as given means only that
// column, so that two headers with the same normal name can be told apart. Any other header means all columns with the
// same normal name. absent are the headers that the list does not have. The error is a *MappingError.
func (m Mapping) bind(names []string) (meant map[int]mapped, absent []string, err error) {
	meant = make(map[int]mapped)
	for i, name := range names {
		if m.dialers && normal(name) == DialerColumn {
			meant[i] = mapped{header: name, own: DialerColumn}
		}
	}
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
