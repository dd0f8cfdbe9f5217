package batch

import (
	"slices"
	"strings"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// Whole returns the outcomes of one list on several dialers as one outcome. Each of them has a List. Its results are in
// the order of the list; those of missing people follow.
func Whole(parts []*Outcome) *Outcome {
	whole := new(Outcome)
	var lists []*preflight.List
	var names []string
	var missing []object.Result
	for _, p := range parts {
		lists, names = append(lists, p.List), append(names, p.Dialer)
		whole.Results, missing = append(whole.Results, p.Results[:p.listed]...), append(missing, p.Results[p.listed:]...)
		whole.Sent, whole.Claimed = whole.Sent || p.Sent, whole.Claimed || p.Claimed
		whole.Done += p.Done
		if p.Before != "" {
			whole.Before = p.Before // all parts have one file
		}
		if p.Credentials != "" {
			whole.Credentials = p.Credentials
		}
	}
	slices.SortStableFunc(whole.Results, func(a, b object.Result) int { return a.Line - b.Line })
	whole.listed = len(whole.Results)
	whole.Results = append(whole.Results, missing...)
	whole.List, whole.Dialer = preflight.Merge(lists), strings.Join(names, ", ")
	return whole
}
