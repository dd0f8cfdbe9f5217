package preflight

import (
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/columns"
)

// A judge applies the rules for one dialect to rows, one row at a time. It is not safe for concurrent use.
type judge struct {
	dialect apiclient.Dialect
	specs   []*apiclient.Spec // by field; nil if the dialer's build ignores the field
	changes []*apiclient.Spec // by field: the limits of update_phone; nil if there are none
	older   [][]olderSpec     // by field: what older builds store; nil if the dialer's build is known, or will be asked
	cols    *columns.Columns
	options *Options
	zones   *zones
	remarks *remarks // nil: warnings that are said once are left out

	line    int
	index   uint32           // of the row, from 0
	listed  *apiclient.Phone // the values of the list, filled
	alias   Alias            // of the row; set before the rules are applied
	filled  Fields           // the fields whose values do not come from the list; set before the rules are applied
	damaged fieldSet         // fields that no further rule looks at
	found   []Problem
}

// newJudge returns a judge for the rows of a list.
func newJudge(o *Options, cols *columns.Columns, z *zones) *judge {
	j := &judge{
		dialect: o.Dialect, cols: cols, options: o, zones: z,
		specs: make([]*apiclient.Spec, numFields), changes: changeSpecs(o.Dialect), older: make([][]olderSpec, numFields),
	}
	for _, f := range apiclient.Fields() {
		if spec, known := o.Dialect.Spec(apiclient.AddPhone, f.String()); known {
			j.specs[f] = &spec
		}
		if o.Dialect.Build == 0 && !o.Asked {
			j.older[f] = olderSpecs(o.Dialect, f)
		}
	}
	return j
}

// begin starts a new row. index is the row's index from 0. listed holds the values as listed or filled, before anything
// is tidied or mended.
func (j *judge) begin(index uint32, line int, listed *apiclient.Phone) {
	j.index, j.line, j.listed, j.alias, j.filled, j.damaged, j.found = index, line, listed, Alias{}, 0, 0, nil
}

// stored returns what the dialer stores of a value. Every build must know the field.
func (j *judge) stored(f apiclient.Field, v string) string { return j.specs[f].Stored(v) }

// report adds a problem with one value, unless its code is ignored. The severity is the table's. If hint is "", the
// hint is the table's remedy.
func (j *judge) report(f apiclient.Field, code apiclient.Code, message, hint string) {
	j.reportAs(codes.Of(code).Severity, f, code, message, hint)
}

// reportAs is report for a code whose severity depends on the field.
func (j *judge) reportAs(s codes.Severity, f apiclient.Field, code apiclient.Code, message, hint string) {
	if hint == "" {
		hint = codes.Remedy(code)
	}
	j.enter(Problem{Column: j.cols.Name(f), Value: j.shown(f), Severity: s, Code: code, Message: message, Hint: hint})
}

// reportRow adds a problem with the row as a whole, unless its code is ignored.
func (j *judge) reportRow(s codes.Severity, code apiclient.Code, message, hint string) {
	j.enter(Problem{Severity: s, Code: code, Message: message, Hint: hint})
}

// problem returns a problem with the severity and the remedy of the table.
func (j *judge) problem(column, value string, code apiclient.Code, message string) *Problem {
	return &Problem{Column: column, Value: value, Severity: codes.Of(code).Severity, Code: code, Message: message, Hint: codes.Remedy(code)}
}

// enter adds a problem of the row, unless its code is ignored.
func (j *judge) enter(p Problem) {
	if j.options.Ignore[p.Code] {
		return
	}
	if p.Severity == codes.Warning && j.options.Strict {
		p.Severity = codes.Error
	}
	p.Line = j.line
	j.found = append(j.found, p)
}

// shown returns a value as it may be shown.
func (j *judge) shown(f apiclient.Field) string {
	if value := j.listed.Value(f); value == "" || !j.hides(f) {
		return strings.Clone(value)
	}
	return "***"
}

// hides reports whether the row's value is a password, or may be a password in the wrong column.
func (j *judge) hides(f apiclient.Field) bool {
	return f.Secret() || hides(j.zones, j.listed, f, j.listed.Value(f))
}

// once reports a warning that is said once for all rows that have it: one line for each code. message returns the text
// for a number of rows; it is called at the end of the list. Under Options.Strict, every row has the problem, because
// none of them may be sent.
func (j *judge) once(f apiclient.Field, code apiclient.Code, message func(rows int) string) {
	j.onceOf(onceKey{code: code}, f, message)
}

// onceOf is once for warnings that are said once for each field. A value that has a problem already gets no warning.
func (j *judge) onceOf(key onceKey, f apiclient.Field, message func(rows int) string) {
	column := j.cols.Name(f)
	switch {
	case slices.ContainsFunc(j.found, func(p Problem) bool { return p.Column == column }):
	case j.options.Strict:
		j.report(f, key.code, message(1), "")
	case j.remarks != nil && !j.options.Ignore[key.code]:
		if first := j.remarks.count(key, j.index, j.line); first != nil {
			first.message = message
			first.Problem = Problem{
				Line: j.line, Column: column, Value: j.shown(f), Severity: codes.Warning, Code: key.code,
				Hint: codes.Remedy(key.code),
			}
		}
	}
}
