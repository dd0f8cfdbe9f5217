package preflight

import (
	"fmt"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// updatable is domain rule R-14: add_phone takes the value, and update_phone, which has narrower limits, would refuse
// it. It warns once for each field, and only if the run may change phones. Values that the program fills in are never
// sent to a phone that is there, and neither is the protocol.
func updatable(j *judge, p *apiclient.Phone) {
	if !j.options.Updates {
		return
	}
	for f, spec := range j.changes {
		f, v := apiclient.Field(f), p.Value(apiclient.Field(f))
		if spec == nil || v == "" || j.specs[f] == nil || j.filled.Has(f) || j.damaged.has(f) {
			continue
		}
		if spec.Takes(spec.Clean(j.stored(f, v))) {
			continue
		}
		message := "a phone that is there cannot get this value: the dialer changes it only to " + limitsOf(spec)
		j.onceOf(onceKey{codes.UpdateLimits, f}, f, func(rows int) string { return inRows(rows) + message })
	}
}

// limitsOf says how many characters an update may have in a field.
func limitsOf(spec *apiclient.Spec) string {
	if spec.Max == 0 {
		return fmt.Sprintf("%d characters or more", spec.Min)
	}
	return fmt.Sprintf("%d to %d characters", spec.Min, spec.Max)
}
