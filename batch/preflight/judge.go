package preflight

import (
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// judge applies the rules for one dialect. It is not safe for concurrent use.
type judge struct {
	dialect apiclient.Dialect
	specs   []*apiclient.Spec // by field; nil where the dialer's build ignores the field
	older   [][]olderSpec     // by field: what builds made of it that may be out there; nil where the build is known, or will be
	cols    *columns
	options *Options
	zones   *zones
	remarks *remarks // nil: warnings that are said once are not said at all

	line    int
	index   uint32           // of the row, from 0
	listed  *apiclient.Phone // the values as the list has them
	damaged fieldSet         // no other rule looks at these
	found   []Problem
}

// newJudge makes a judge of rows.
func newJudge(o *Options, cols *columns, z *zones) *judge {
	j := &judge{
		dialect: o.Dialect, cols: cols, options: o, zones: z,
		specs: make([]*apiclient.Spec, numFields), older: make([][]olderSpec, numFields),
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

// begin turns to another row; listed holds its values before anything was mended.
func (j *judge) begin(index uint32, line int, listed *apiclient.Phone) {
	j.index, j.line, j.listed, j.damaged, j.found = index, line, listed, 0, nil
}

// row applies the rules to the row, mended and filled, and returns all its problems.
func (j *judge) row(p *apiclient.Phone) []Problem {
	for _, rule := range rules {
		rule(j, p)
	}
	return j.found
}

// stored is what the dialer would store of a value of a field that every build knows.
func (j *judge) stored(f apiclient.Field, v string) string { return j.specs[f].Stored(v) }

// report adds a problem with one value, unless its code is ignored. Its severity is the table's; without a hint it has
// the table's remedy.
func (j *judge) report(f apiclient.Field, code apiclient.Code, message, hint string) {
	j.reportAs(codes.Of(code).Severity, f, code, message, hint)
}

// reportAs is report for a code whose severity depends on the field.
func (j *judge) reportAs(s codes.Severity, f apiclient.Field, code apiclient.Code, message, hint string) {
	if hint == "" {
		hint = codes.Remedy(code)
	}
	j.enter(Problem{Column: j.cols.name(f), Value: j.shown(f), Severity: s, Code: code, Message: message, Hint: hint})
}

// reportRow adds a problem with the row as a whole, unless its code is ignored.
func (j *judge) reportRow(s codes.Severity, code apiclient.Code, message, hint string) {
	j.enter(Problem{Severity: s, Code: code, Message: message, Hint: hint})
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

// shown is a value as it may be shown.
func (j *judge) shown(f apiclient.Field) string {
	if value := j.listed.Value(f); value == "" || !j.hides(f) {
		return strings.Clone(value)
	}
	return "***"
}

// hides says whether the row's value is a password, or may be one that stands in the wrong column.
func (j *judge) hides(f apiclient.Field) bool {
	return f.Secret() || hides(j.zones, j.listed, f, j.listed.Value(f))
}

// once reports a warning that is said once for all rows that it is about: a code has one line, not one a row. The
// message says of so many rows what is wrong; it is asked for when the list is at its end. Under Options.Strict every
// row concerned has the problem, as none of them may be sent.
func (j *judge) once(f apiclient.Field, code apiclient.Code, message func(rows int) string) {
	j.onceOf(onceKey{code: code}, f, message)
}

// onceOf is once for warnings that are said once a field. A value that has a problem already is left at that.
func (j *judge) onceOf(key onceKey, f apiclient.Field, message func(rows int) string) {
	column := j.cols.name(f)
	switch {
	case slices.ContainsFunc(j.found, func(p Problem) bool { return p.Column == column }):
	case j.options.Strict:
		j.report(f, key.code, message(1), "")
	case j.remarks != nil && !j.options.Ignore[key.code]:
		j.remarks.add(j, key, f, message)
	}
}

// A fieldSet is a set of fields.
type fieldSet uint32

func (s fieldSet) has(f apiclient.Field) bool { return s&(1<<f) != 0 }

func (s *fieldSet) add(f apiclient.Field) { *s |= 1 << f }
