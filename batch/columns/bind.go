package columns

import (
	"fmt"
	"strings"

	"phonebatch/apiclient"
)

// bind replaces the column names in the defaults by names of the list's columns. unknown are the columns that no field
// of a phone has. The error is a *FillError: the list has no such column, or more than one.
func (d Filling) bind(unknown []string) (bound Filling, err error) {
	bound.zone, bound.chooser = d.zone, d.chooser
	for _, f := range d.list {
		if err := f.bindParts(unknown); err != nil {
			return Filling{}, err
		}
		bound.list = append(bound.list, f)
	}
	return bound, nil
}

// bindParts does the work of bind for one default or template. The error is a *FillError.
func (f *fill) bindParts(unknown []string) (err error) {
	parts := make([]part, len(f.parts))
	for i, p := range f.parts {
		if p.column != "" && !p.known {
			if p.column, err = findColumn(*f, p.column, unknown); err != nil {
				return err
			}
		}
		parts[i] = p
	}
	f.parts = parts
	return nil
}

// needsCells reports whether the filling reads cells of columns that no field of a phone has: a default names such a
// column, or a Chooser needs the cells to tell rows apart.
func (d Filling) needsCells() bool {
	for _, f := range d.list {
		if f.way >= bySpread || f.namesUnknown() {
			return true
		}
	}
	return false
}

// unusedColumns returns the given columns that none of the fills names. The fills must be bound.
func unusedColumns(columns []string, fills []fill) (list []string) {
	used := make(map[string]bool)
	for _, f := range fills {
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

// findColumn finds the one unknown column that a default names. The error is a *FillError.
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

// sameColumns returns the columns that a name can mean: the columns with the same normal name or, if there are none,
// the columns with the same plain name.
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

// noColumn returns the reason for a default that names a column which the list does not have.
func noColumn(column string, unknown []string) string {
	if len(unknown) == 0 {
		return fmt.Sprintf("the list has no column %q; all its columns are fields of a phone", column)
	}
	return fmt.Sprintf("the list has no column %q; besides those of a phone it has %s", column, Quoted(unknown))
}

// Cells returns the cells of the row that are not empty, as column, value, column, value: first the fields in the order
// of a phone's fields, then the unknown columns by name. They tell the row apart from other rows when the list has
// another order. The column problem of failed rows is left out.
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
