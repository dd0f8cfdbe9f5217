package preflight

import (
	"testing"

	"pgregory.net/rapid"
)

func TestKeysetRemembersTheFirstRowLikeAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, model := newKeyset(), make(map[uint64]uint32)
		// Hashes that differ in their high bits alone share a slot, whatever the table's size.
		shift := rapid.SampledFrom([]uint{1, 8, 32, 52}).Draw(t, "shift")
		row := uint32(0)
		for _, n := range rapid.SliceOfN(rapid.Uint64Range(0, 4000), 0, 3000).Draw(t, "keys") {
			hash := n<<shift | 1
			first, seen := k.enter(hash, row)
			want, known := model[hash]
			if !known {
				want, model[hash] = row, row
			}
			if first != want || seen != known {
				t.Fatalf("row %d, hash %x: got %d, %v, want %d, %v", row, hash, first, seen, want, known)
			}
			row++
		}
		if k.used != len(model) || k.used > len(k.hashes)/2 {
			t.Fatalf("%d keys in %d slots, want %d", k.used, len(k.hashes), len(model))
		}
	})
}

func TestKeysetByKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, model := newKeyset(), make(map[[2]string]uint32)
		part := rapid.StringMatching(`[ab]{0,4}`)
		for row := range uint32(rapid.IntRange(0, 200).Draw(t, "rows")) {
			key := [2]string{part.Draw(t, "first"), part.Draw(t, "second")}
			hash := k.hash(key[0], key[1])
			if hash == 0 {
				t.Fatal("a hash of 0 is a free slot")
			}
			want, known := model[key]
			if !known {
				want, model[key] = row, row
			}
			if first, seen := k.enter(hash, row); first != want || seen != known {
				t.Fatalf("row %d, key %q: got %d, %v, want %d, %v", row, key, first, seen, want, known)
			}
		}
	})
}

func TestKeysetGrows(t *testing.T) {
	k := newKeyset()
	const keys = 100_000
	for i := range uint32(keys) {
		if _, seen := k.enter(uint64(i)<<40|uint64(i)<<1|1, i); seen {
			t.Fatalf("%d is seen at once", i)
		}
	}
	for i := range uint32(keys) {
		if first, seen := k.enter(uint64(i)<<40|uint64(i)<<1|1, 0); !seen || first != i {
			t.Fatalf("%d: got %d, %v", i, first, seen)
		}
	}
}
