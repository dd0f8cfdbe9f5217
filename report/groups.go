package report

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A Group describes the rows that are not done for one reason.
type Group struct {
	Kind    object.Kind    `json:"kind"`
	Code    apiclient.Code `json:"code"`
	Status  object.Status  `json:"status"`
	Rows    int            `json:"rows"`
	Line    int            `json:"first_line"`
	Message string         `json:"message"` // of the first row
	Hint    string         `json:"hint"`
}

// Groups groups the results that are not done by kind, status and code, the largest group first. skipExisting says that
// rows with status exists are done.
func Groups(results []object.Result, skipExisting bool) []Group {
	type key struct {
		object.Kind
		object.Status
		apiclient.Code
	}
	found := make(map[key]*Group)
	for i := range results {
		r := &results[i]
		if !r.Undone(skipExisting) {
			continue
		}
		k := key{r.Kind, r.Status, r.Code}
		if found[k] == nil {
			found[k] = &Group{r.Kind, r.Code, r.Status, 0, r.Line, r.Message, r.Hint}
		}
		found[k].Rows++
	}
	groups := make([]Group, 0, len(found))
	for _, g := range found {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b Group) int { return cmp.Or(b.Rows-a.Rows, a.Line-b.Line, cmp.Compare(a.Code, b.Code)) })
	return groups
}

// Counts counts the results of each status.
func Counts(results []object.Result) map[object.Status]int {
	counts := make(map[object.Status]int)
	for i := range results {
		counts[results[i].Status]++
	}
	return counts
}
