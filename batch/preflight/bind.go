package preflight

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
)

// bind finds the columns that the defaults name among those of the list. needCells says whether any of them is a
// column that a phone has no field for.
func (d Filling) bind(unknown []string) (bound Filling, needCells bool, err error) {
	bound.zone, bound.chooser = d.zone, d.chooser
	for _, f := range d.list {
		needCells = needCells || f.way >= spreading // they tell rows apart
		parts := make([]part, len(f.parts))
		for i, p := range f.parts {
			if p.column != "" && !p.known {
				if p.column, err = findColumn(f, p.column, unknown); err != nil {
					return Filling{}, false, err
				}
				needCells = true
			}
			parts[i] = p
		}
		f.parts = parts
		bound.list = append(bound.list, f)
	}
	return bound, needCells, nil
}

// unused are the columns of those that no default names. It is called once the defaults are bound.
func (d Filling) unused(columns []string) (list []string) {
	used := make(map[string]bool)
	for _, f := range d.list {
		for _, p := range f.parts {
			used[p.column] = true
		}
	}
	for _, column := range columns {
		if !used[cellName(column)] {
			list = append(list, column)
		}
	}
	return list
}

func findColumn(f fill, column string, unknown []string) (string, error) {
	found := sameColumns(column, unknown)
	switch len(found) {
	case 0:
		return "", f.fail(noColumn(column, unknown))
	case 1:
		return cellName(found[0]), nil
	}
	return "", f.fail(fmt.Sprintf("the list has more than one column %q", column))
}

// sameColumns finds the columns that a name means: those that read alike, or if there are none, alike but for notes.
func sameColumns(name string, columns []string) (found []string) {
	for _, match := range []func(string) string{normal, plainName} {
		for _, column := range columns {
			if match(column) == match(name) {
				found = append(found, column)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	return found
}

func noColumn(column string, unknown []string) string {
	if len(unknown) == 0 {
		return fmt.Sprintf("the list has no column %q, and none but those of a phone", column)
	}
	return fmt.Sprintf("the list has no column %q; besides those of a phone it has %s", column, quoted(unknown))
}

// Cells are the row's cells that are not empty, as column, value, column, value, columns in the order of their names: they
// tell the row apart from others, wherever it stands. The problem that failed rows come with is none of them.
func (r *Leaving) Cells() []string {
	var parts []string
	for _, f := range apiclient.Fields() {
		if v := strings.TrimSpace(r.listed.Value(f)); v != "" {
			parts = append(parts, f.String(), v)
		}
	}
	for _, column := range sortedKeys(r.cells) {
		if v := strings.TrimSpace(r.cells[column]); v != "" && normal(column) != normal(cellName(ProblemColumn)) {
			parts = append(parts, column, v)
		}
	}
	return parts
}
