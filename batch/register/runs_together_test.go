package register

import (
	"slices"
	"testing"
)

// The parts of one import are those that wrote the same results. A night on which a dialer had nothing to do does not
// reach for the run that this dialer had on another night.
func TestPartsOfOneImport(t *testing.T) {
	r := own(t)
	part := func(id, dialer, sum string) {
		t.Helper()
		rec, err := r.Begin(Run{ID: id, Command: CommandImport, ListSHA256: "ab", Dialer: dialer, Results: "/srv/res.csv"})
		check(t, err)
		if sum != "" { // the failed rows are the same every night
			check(t, rec.End(Ending{Files: []Wrote{{"res.csv", sum}, {"res.failed.csv", "same"}}}))
		}
		check(t, rec.Close())
	}
	part("sales-1", "sales", "one")
	part("hosted-1", "hosted", "one")
	part("sales-2", "sales", "two")
	part("sales-3", "sales", "three")
	part("hosted-3", "hosted", "three")
	part("hosted-4", "hosted", "four")
	part("sales-5", "sales", "")
	part("hosted-5", "hosted", "")
	for _, parts := range [][]string{
		{"hosted-1", "sales-1"}, {"sales-2"}, {"hosted-3", "sales-3"}, {"hosted-4"}, {"hosted-5", "sales-5"},
	} {
		for _, id := range parts {
			this, _, err := r.Run(id)
			check(t, err)
			found, err := r.Beside(this)
			check(t, err)
			var got []string
			for _, one := range found {
				got = append(got, one.ID)
			}
			if !slices.Equal(got, parts) {
				t.Errorf("%s began together with %v, want %v", id, got, parts)
			}
		}
	}
}
