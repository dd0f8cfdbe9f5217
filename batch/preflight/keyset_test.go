package preflight

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestKeysetRemembersTheFirstRowLikeAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Hashes that differ in their high bits alone share a slot, whatever the table's size.
		shift := rapid.SampledFrom([]uint{1, 8, 32, 52}).Draw(t, "shift")
		numbers := rapid.SliceOfN(rapid.Uint64Range(0, 4000), 0, 3000).Draw(t, "keys")
		k, model := newKeyset(len(numbers)), make(map[uint64]uint32)
		for i, n := range numbers {
			hash, row := n<<shift|1, uint32(i)
			first, seen := k.enter(hash, row)
			want, known := model[hash]
			if !known {
				want, model[hash] = row, row
			}
			if first != want || seen != known {
				t.Fatalf("row %d, hash %x: got %d, %v, want %d, %v", row, hash, first, seen, want, known)
			}
		}
		if len(k.hashes) < 2*len(numbers) {
			t.Fatalf("%d slots for %d keys", len(k.hashes), len(numbers))
		}
	})
}

func TestGroupsAreTheRowsWithOneKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hashes := rapid.SliceOfN(rapid.Uint64Range(0, 50), 0, 120).Draw(t, "hashes")
		want, first := make(map[uint64][]uint32), []uint64{}
		for row, h := range hashes {
			if h != 0 && want[h] == nil {
				first = append(first, h)
			}
			want[h] = append(want[h], uint32(row))
		}
		var groups [][]uint32
		for _, h := range first {
			if len(want[h]) > 1 {
				groups = append(groups, want[h])
			}
		}
		k := newKeyset(len(hashes))
		for range 2 { // a keyset is used again
			got := k.groups(len(hashes), func(row uint32) uint64 { return hashes[row] })
			if d := cmp.Diff(groups, got); d != "" {
				t.Fatal(d)
			}
		}
	})
}

func TestAKeyOfTwoPartsIsNoneWithoutBoth(t *testing.T) {
	j := newJudge(&Options{}, &columns{}, newZones(2026))
	s := newTraces(j)
	sums := []uint64{s.sum("a"), s.sum("b"), s.sum("ab"), pairOf(s.sum("a"), s.sum("b")), pairOf(s.sum("b"), s.sum("a")), pairOf(s.sum("ab"), s.sum("a"))}
	slices.Sort(sums)
	if slices.Contains(sums, 0) || len(slices.Compact(sums)) != 6 {
		t.Errorf("hashes %x", sums)
	}
	if s.sum("") != 0 || pairOf(0, 7) != 0 || pairOf(7, 0) != 0 {
		t.Error("the empty key has a hash")
	}
}
