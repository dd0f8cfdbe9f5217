package preflight

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"phonebatch/batch/columns"
)

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
		var s sorter
		for range 2 { // the sorter is used for several keys
			got := s.groups(len(hashes), func(row uint32) uint64 { return hashes[row] })
			if d := cmp.Diff(groups, got); d != "" {
				t.Fatal(d)
			}
		}
	})
}

func TestAKeyOfTwoPartsIsNoneWithoutBoth(t *testing.T) {
	j := newJudge(&Options{}, &columns.Columns{}, newZones(2026))
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
