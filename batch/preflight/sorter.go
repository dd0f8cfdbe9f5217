package preflight

import (
	"cmp"
	"slices"
)

// A hashedRow is a row and the hash of its key.
type hashedRow struct {
	hash uint64
	row  uint32
}

// A sorter finds the rows that share a key, by the 64-bit hash of the key alone: of a million different keys, two have
// the same hash in one of thirty million lists. It sorts pairs of hash and row, which need less memory than a map. The
// memory is used again for the next key. A sorter is not safe for concurrent use.
type sorter struct{ pairs []hashedRow }

// groups returns the rows, from 0 to n-1, that share a hash with other rows: each group in the order of its rows, the
// groups in the order of their first rows. A row with the hash 0 has no key.
func (s *sorter) groups(n int, hash func(row uint32) uint64) (groups [][]uint32) {
	s.pairs = slices.Grow(s.pairs[:0], n)
	for row := range uint32(n) {
		if h := hash(row); h != 0 {
			s.pairs = append(s.pairs, hashedRow{h, row})
		}
	}
	slices.SortFunc(s.pairs, func(a, b hashedRow) int {
		if a.hash != b.hash {
			return cmp.Compare(a.hash, b.hash)
		}
		return cmp.Compare(a.row, b.row)
	})
	for start := 0; start < len(s.pairs); {
		end := start + 1
		for end < len(s.pairs) && s.pairs[end].hash == s.pairs[start].hash {
			end++
		}
		if end-start > 1 {
			groups = append(groups, rowsOf(s.pairs[start:end]))
		}
		start = end
	}
	slices.SortFunc(groups, func(a, b []uint32) int { return cmp.Compare(a[0], b[0]) })
	return groups
}

// rowsOf returns the rows of some pairs.
func rowsOf(pairs []hashedRow) []uint32 {
	rows := make([]uint32, len(pairs))
	for i, pair := range pairs {
		rows[i] = pair.row
	}
	return rows
}
