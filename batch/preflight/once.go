package preflight

import (
	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// remarks collect the warnings that are said once, by the rules for single rows. They are not safe for concurrent use.
type remarks struct {
	list  map[onceKey]*rowRemark
	order []*rowRemark
	*groups
}

// An onceKey says what is said once: a code, or a code and a field.
type onceKey struct {
	code  apiclient.Code
	field apiclient.Field
}

// A rowRemark is one such warning: the first row's problem, and how many rows it is about.
type rowRemark struct {
	Problem
	first, last uint32
	rows        int
	message     func(rows int) string
}

func newRemarks() *remarks {
	return &remarks{list: make(map[onceKey]*rowRemark), groups: newGroups()}
}

// add enters the row that the judge is at. A row counts once, whichever of its values it is about.
func (r *remarks) add(j *judge, key onceKey, f apiclient.Field, message func(rows int) string) {
	known := r.list[key]
	if known == nil {
		known = &rowRemark{first: j.index, message: message, Problem: Problem{
			Line: j.line, Column: j.cols.name(f), Value: j.shown(f), Severity: codes.Warning, Code: key.code, Hint: codes.Remedy(key.code),
		}}
		r.list[key] = known
		r.order = append(r.order, known)
	} else if known.last == j.index {
		return
	}
	known.last = j.index
	known.rows++
}

// findings are the remarks as problems of the rows at which they are said.
func (r *remarks) findings() (found []finding) {
	for _, remark := range r.order {
		found = append(found, finding{remark.first, func(uint32) Problem {
			remark.Message = remark.message(remark.rows)
			return remark.Problem
		}})
	}
	return found
}
