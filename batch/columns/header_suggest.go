package columns

import (
	"cmp"
	"slices"

	"phonebatch/apiclient"
)

// suggest maps each missing column to the unknown column whose name is most similar to a name of the field. Each
// unknown column is suggested for one field only.
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

// likeness returns the distance from a normal name to the nearest name of the field, and whether that name is near. A
// synonym must be nearer than the field's own name, and short synonyms are too similar to other words to count.
func likeness(f apiclient.Field, name string) (nearest int, near bool) {
	try := func(other string, most int) {
		if near {
			most = min(most, nearest-1)
		}
		if max(len(other)-len(name), len(name)-len(other)) > most { // the lengths alone differ by too many letters
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

// normalNames maps each field to its normal names, its own name first.
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
