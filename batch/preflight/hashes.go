package preflight

import (
	"hash/maphash"

	"phonebatch/apiclient"
)

// A hasher hashes values. Hashes of one hasher can be compared with each other. It is not safe for concurrent use.
type hasher struct {
	judge *judge
	seed  maphash.Seed
}

// folded hashes what the dialer compares of a value (domain rule R-04).
func (h *hasher) folded(f apiclient.Field, v string) uint64 {
	return h.sum(h.judge.dialect.Fold(h.judge.stored(f, v)))
}

// sum hashes a value; only the empty value has the hash 0.
func (h *hasher) sum(v string) uint64 {
	if v == "" {
		return 0
	}
	return maphash.String(h.seed, v) | 1
}

// pairOf makes one hash of two. If either hash is 0, the result is 0.
func pairOf(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return 0
	}
	return (a*0x9e3779b97f4a7c15 + b) | 1
}
