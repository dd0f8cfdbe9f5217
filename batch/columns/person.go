package columns

import (
	"slices"

	"phonebatch/apiclient"
)

// NameColumns returns the columns of a header that make up a person's full name: the columns that a --default for
// phone_full_name names, in its order, or else the column of phone_full_name itself. m holds the fields that --map
// gives to columns. The result is empty if the list has none of these columns.
func NameColumns(d Filling, m Mapping, header []string) (columns []string) {
	for _, f := range d.list {
		if f.field != apiclient.PhoneFullName || f.way != ByDefault {
			continue
		}
		for _, p := range f.parts {
			name := columnOf(p, m, header)
			if name != "" && !slices.Contains(columns, name) {
				columns = append(columns, name)
			}
		}
	}
	if len(columns) > 0 {
		return columns
	}
	if name := columnOf(part{field: apiclient.PhoneFullName, known: true}, m, header); name != "" {
		columns = append(columns, name)
	}
	return columns
}

// columnOf returns the column that a part of a default names, by its field or by its name. It returns "" for plain
// text, and for a column that the header does not have.
func columnOf(p part, m Mapping, header []string) string {
	if !p.known {
		return oneColumn(p.column, header)
	}
	best, name := unknown, ""
	meant, _, _ := m.bind(header) // mapColumns reports errors of --map
	for i, r := range readNames(header, meant, originOf(header)) {
		if r.how >= bySynonym && r.how > best && r.field == p.field {
			best, name = r.how, header[i]
		}
	}
	return name
}

// oneColumn returns the column of a header that a name means: the column with exactly this name, or else the first
// column that reads alike. It returns "" if there is none.
func oneColumn(name string, header []string) string {
	if name == "" || slices.Contains(header, name) {
		return name
	}
	if found := sameColumns(name, header); len(found) > 0 {
		return found[0]
	}
	return ""
}
