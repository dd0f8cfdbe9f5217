package batch

import (
	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// A linkage is what a job knows of the aliases of its list.
type linkage struct {
	objects []*object.Object
	rows    map[*object.Object][]int // the indexes of the rows of the members, as preflight.AliasRows has them
	page    run.Members              // nil if the dialer's list of aliases cannot be read
	silent  bool                     // the dialer can show that list, and gave no answer
	before  map[object.Key]former    // the aliases that change, as they were before
	// readable says that the dialer's pages could be read when the job asked about the aliases.
	readable bool
	listed   map[object.Key]int      // the rows of the list, by the folded key of the phone; nil before they are needed
	had      map[string][]object.Key // the phones that ever had a login, by folded login; nil before they are needed
}

// link makes the objects of the aliases of a list.
func link(l *preflight.List) *linkage {
	k := &linkage{rows: make(map[*object.Object][]int), before: make(map[object.Key]former)}
	for _, a := range l.Aliases() {
		alias := &apiclient.Alias{AliasID: a.ID, AliasName: a.Name}
		for _, i := range a.Rows {
			alias.PhoneLogins = append(alias.PhoneLogins, l.Rows[i].Phone.PhoneLogin)
		}
		o := object.ForAlias(l.Rows[a.Rows[0]].Line, alias)
		k.objects = append(k.objects, o)
		k.rows[o] = a.Rows
	}
	return k
}

// inOrder returns the results in the order of the list: the n-th result that is no alias is that of the n-th row, and
// an alias follows the rows of its line. The first results are those of so many rows; those of the aliases follow.
func inOrder(results []object.Result, rows int) []object.Result {
	if len(results) == rows {
		return results
	}
	list, aliases := make([]object.Result, 0, len(results)), results[rows:]
	for i, r := range results[:rows] {
		list = append(list, r)
		for len(aliases) > 0 && (i+1 == rows || results[i+1].Line > aliases[0].Line) {
			list, aliases = append(list, aliases[0]), aliases[1:]
		}
	}
	return list
}
