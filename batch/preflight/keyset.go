package preflight

import "hash/maphash"

// A keyset remembers for each key the first row that had it, by the key's 64-bit hash alone: among a million keys
// two differ in hash all but once in thirty million lists. It is a hash table with open addressing, because a
// Go map costs two look-ups a key and twice the memory, and this is where a long list spends its time.
type keyset struct {
	seed   maphash.Seed
	hashes []uint64 // 0 is a free slot; the length is a power of two
	rows   []uint32
	used   int
}

func newKeyset() keyset {
	return keyset{seed: maphash.MakeSeed(), hashes: make([]uint64, 1<<10), rows: make([]uint32, 1<<10)}
}

// hash reduces a key of two parts. It is never 0.
func (k *keyset) hash(a, b string) uint64 {
	var h maphash.Hash
	h.SetSeed(k.seed)
	_, _ = h.WriteString(a)
	_ = h.WriteByte(0)
	_, _ = h.WriteString(b)
	return h.Sum64() | 1
}

// enter adds a row under a hash, unless there is one: then it returns that, and true.
func (k *keyset) enter(hash uint64, row uint32) (first uint32, seen bool) {
	i := k.slot(hash)
	if k.hashes[i] == hash {
		return k.rows[i], true
	}
	k.hashes[i], k.rows[i] = hash, row
	if k.used++; k.used > len(k.hashes)/2 {
		k.grow()
	}
	return row, false
}

// slot finds the hash's slot, or the free one where it belongs.
func (k *keyset) slot(hash uint64) int {
	mask := len(k.hashes) - 1
	i := int(hash>>1) & mask
	for k.hashes[i] != 0 && k.hashes[i] != hash {
		i = (i + 1) & mask
	}
	return i
}

func (k *keyset) grow() {
	hashes, rows := k.hashes, k.rows
	k.hashes, k.rows = make([]uint64, 2*len(hashes)), make([]uint32, 2*len(rows))
	for i, h := range hashes {
		if h != 0 {
			j := k.slot(h)
			k.hashes[j], k.rows[j] = h, rows[i]
		}
	}
}
