package preflight

import (
	"phonebatch/apiclient"
)

// remarks collects the warnings that the rules for single rows say once for several rows. It is not safe for concurrent
// use.
type remarks struct {
	list   map[onceKey]*rowRemark
	order  []*rowRemark
	groups *userGroups
}

// A onceKey identifies what is said once: a code, or a code and a field.
type onceKey struct {
	code  apiclient.Code
	field apiclient.Field
}

// A rowRemark is one such warning: the problem of the first row, and the number of records with the same problem.
type rowRemark struct {
	Problem
	first   uint32
	last    int // line of the last row
	rows    int // records
	message func(rows int) string
}

func newRemarks() *remarks {
	return &remarks{list: make(map[onceKey]*rowRemark), groups: newUserGroups()}
}

// count counts a row for a remark. A record with several such values counts once. If the row is the first one, count
// returns the new remark, which the caller fills in, and otherwise nil.
func (r *remarks) count(key onceKey, row uint32, line int) *rowRemark {
	known := r.list[key]
	if known == nil {
		known = &rowRemark{first: row, last: line, rows: 1}
		r.list[key] = known
		r.order = append(r.order, known)
		return known
	}
	if known.last != line {
		known.last = line
		known.rows++
	}
	return nil
}

// findings returns each remark as a problem of its first row.
func (r *remarks) findings() (found []finding) {
	for _, remark := range r.order {
		found = append(found, finding{remark.first, func(uint32) Problem {
			remark.Message = remark.message(remark.rows)
			return remark.Problem
		}})
	}
	return found
}
