package preflight

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
)

// suggest finds for each missing column the stray one whose name looks most like one of its names. A column is
// suggested for one field only.
func suggest(missing, stray []string) map[string]string {
	type pair struct {
		field, column string
		distance      int
	}
	var pairs []pair
	for _, s := range stray {
		name := normal(s)
		for _, m := range missing {
			if d, ok := likeness(known[normal(m)], name); ok {
				pairs = append(pairs, pair{m, s, d})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.distance, b.distance) })
	found := make(map[string]string)
	used := make(map[string]bool)
	for _, p := range pairs {
		if found[p.field] == "" && !used[p.column] {
			found[p.field], used[p.column] = p.column, true
		}
	}
	return found
}

// likeness is how far a normal name is from the nearest name of the field, and whether that is near. A synonym must be
// nearer than the field's own name, and short ones are like too much.
func likeness(f apiclient.Field, name string) (nearest int, near bool) {
	try := func(other string, most int) {
		if near {
			most = min(most, nearest-1)
		}
		if max(len(other)-len(name), len(name)-len(other)) > most { // at least so many letters are too many
			return
		}
		if d := Distance(other, name); d <= most {
			nearest, near = d, true
		}
	}
	for i, n := range normalNames[f] {
		switch {
		case i == 0:
			try(n, len(n)/3)
		case len(n) >= 6:
			try(n, len(n)/4)
		}
	}
	return nearest, near
}

// normalNames are the normal names of each field, its own first.
var normalNames = func() map[apiclient.Field][]string {
	m := make(map[apiclient.Field][]string)
	for _, f := range apiclient.Fields() {
		m[f] = append(m[f], normal(f.String()))
		for _, s := range synonyms[f] {
			m[f] = append(m[f], normal(s))
		}
	}
	return m
}()
