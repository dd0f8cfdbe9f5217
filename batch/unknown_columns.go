package batch

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
)

// columnsUnknownToSome returns the columns that a list uses and that the oldest builds and their forks ignore without
// an error (contract/API.md, "Other builds").
func columnsUnknownToSome(l *preflight.List) (columns []string) {
	for _, f := range apiclient.UnknownTo(apiclient.FirstBuild) {
		if slices.ContainsFunc(l.Rows, func(r *preflight.Row) bool { return !r.Invalid && r.Phone.Value(f) != "" }) {
			columns = append(columns, f.String())
		}
	}
	return columns
}
