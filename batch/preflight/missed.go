package preflight

import (
	"fmt"

	"phonebatch/batch/codes"
)

// missed reports the defaults that could not be made in this row. Other rules do not look at the fields that they were
// for. Where the column that is empty has a problem of its own, that one is enough.
func (j *judge) missed(list []miss) {
	for _, m := range list {
		if !m.listed {
			j.report(m.field, codes.EmptyDefault, fmt.Sprintf("--default %s: %q is empty in this row", m.text, m.column), "")
		}
		j.damaged.add(m.field)
	}
}
