package preflight

import (
	"math/bits"
	"slices"
)

// A keyset remembers for each key the first row that had it, by the key's 64-bit hash alone: among a million keys
// two differ in hash all but once in thirty million lists. It is a hash table with open addressing, because a
// Go map costs two look-ups a key and twice the memory, and this is where a long list spends its time.
type keyset struct {
	hashes []uint64 // 0 is a free slot; the length is a power of two, and at least twice the number of keys
	rows   []uint32
}

// newKeyset makes room for so many keys.
func newKeyset(keys int) *keyset {
	slots := 1 << bits.Len(uint(2*keys))
	return &keyset{hashes: make([]uint64, slots), rows: make([]uint32, slots)}
}

// clear forgets all keys.
func (k *keyset) clear() { clear(k.hashes) }

// enter adds a row under a hash, which is not 0, unless there is one: then it returns that, and true.
func (k *keyset) enter(hash uint64, row uint32) (first uint32, seen bool) {
	mask := len(k.hashes) - 1
	i := int(hash>>1) & mask
	for k.hashes[i] != 0 && k.hashes[i] != hash {
		i = (i + 1) & mask
	}
	if k.hashes[i] == hash {
		return k.rows[i], true
	}
	k.hashes[i], k.rows[i] = hash, row
	return row, false
}

// groups finds the rows, of n, that share a hash with others: each group in the order of its rows, the groups in the
// order of their first rows. A row whose hash is 0 has no key.
func (k *keyset) groups(n int, hash func(row uint32) uint64) (groups [][]uint32) {
	k.clear()
	type pair struct{ first, row uint32 }
	var pairs []pair
	for row := range uint32(n) {
		if h := hash(row); h != 0 {
			if first, seen := k.enter(h, row); seen {
				pairs = append(pairs, pair{first, row})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return int(a.first) - int(b.first) })
	rows := make([]uint32, 0, 2*len(pairs)) // one array for all groups: never grown
	for i := 0; i < len(pairs); {
		start := len(rows)
		first := pairs[i].first
		rows = append(rows, first)
		for ; i < len(pairs) && pairs[i].first == first; i++ {
			rows = append(rows, pairs[i].row)
		}
		groups = append(groups, rows[start:len(rows):len(rows)])
	}
	return groups
}
