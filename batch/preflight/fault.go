package preflight

import (
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

// faults puts what a workbook says of its cells before what the rules have found. A cell that is damaged has that one
// problem. Columns that mean nothing to a dialer may hold what they like.
func (s *pass) faults(rec sheet.Record, found []Problem) []Problem {
	if len(rec.Faults) == 0 {
		return found
	}
	j := s.judge
	j.found = nil
	for _, fault := range rec.Faults {
		severity := codes.Warning
		if fault.Fatal {
			severity = codes.Error
		}
		f, known := s.fields[fault.Column]
		switch {
		case fault.Column < 0:
			j.reportRow(severity, apiclient.Code(fault.Code), fault.Reason, fault.Remedy)
		case known:
			if fault.Fatal {
				found = slices.DeleteFunc(found, func(p Problem) bool { return p.Column == j.cols.name(f) })
			}
			j.reportAs(severity, f, apiclient.Code(fault.Code), fault.Reason, fault.Remedy)
		}
	}
	return append(j.found, found...)
}
