package sandbox

import (
	"cmp"
	"maps"
	"slices"
)

// aliases is the dialer's table of aliases.
type aliases struct {
	byID  map[string]*alias
	added int
}

type alias struct {
	number int // increases with each insertion
	row    map[string]string
}

func (a *aliases) rows() []map[string]string {
	sorted := slices.SortedFunc(maps.Values(a.byID), func(x, y *alias) int { return cmp.Compare(x.number, y.number) })
	rows := make([]map[string]string, len(sorted))
	for i, al := range sorted {
		rows[i] = maps.Clone(al.row)
	}
	return rows
}

// insert adds a row and takes over the map.
func (a *aliases) insert(key string, row map[string]string) {
	a.byID[key] = &alias{number: a.added, row: row}
	a.added++
}
