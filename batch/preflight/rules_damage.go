package preflight

import (
	"fmt"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
	"phonebatch/batch/values"
)

// addFaults puts what a workbook says of the row's cells before the problems that the rules have found. If a fault is
// fatal, the cell's other problems are dropped. Cells of unknown columns may have faults.
func (s *pass) addFaults(rec sheet.Record, found []Problem) []Problem {
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
			j.reportRow(severity, fault.Code, fault.Reason, fault.Remedy)
		case known:
			if fault.Fatal {
				found = slices.DeleteFunc(found, func(p Problem) bool { return p.Column == j.cols.Name(f) })
			}
			j.reportAs(severity, f, fault.Code, fault.Reason, fault.Remedy)
		case j.cols.OwnAt(fault.Column) != "":
			j.enter(Problem{Column: j.cols.OwnAt(fault.Column), Severity: severity, Code: fault.Code, Message: fault.Reason, Hint: fault.Remedy})
		}
	}
	return append(j.found, found...)
}

// damage finds the values that a spreadsheet has changed. The original value cannot be computed from such a value, so
// it is never mended, and no other rule looks at it. damage must be called before anything is mended.
func (j *judge) damage(p *apiclient.Phone) fieldSet {
	for f := range apiclient.Field(numFields) {
		v := p.Value(f)
		if f.Required() && values.SaysNothing(f, v) {
			j.report(f, codes.Nothing, "this is a word for no value", "")
			j.damaged.add(f)
			continue
		}
		if !suspicious(v) {
			continue
		}
		for _, d := range damages {
			if d.is(f, v) && !j.options.Ignore[d.code] {
				j.report(f, d.code, d.message, "")
				j.damaged.add(f)
				break
			}
		}
	}
	return j.damaged
}

// reportMissed reports the defaults that have no value in this row. Other rules do not look at the fields of these
// defaults. If the empty column has a problem of its own, the default is not reported.
func (j *judge) reportMissed(list []columns.Miss) {
	for _, m := range list {
		if !m.Listed {
			j.report(m.Field, codes.EmptyDefault, fmt.Sprintf("--default %s: %q is empty in this row", m.Text, m.Column), "")
		}
		j.damaged.add(m.Field)
	}
}
