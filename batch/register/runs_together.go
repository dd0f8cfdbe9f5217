package register

import (
	"path/filepath"
	"slices"
	"strings"
)

// Beside returns the imports that were one import for the user because their list was for several dialers: parts of it,
// each on a dialer of its own. this is among them; they are sorted by their dialers. If runs are damaged or missing,
// the error is a *DamagedError. Otherwise the error is nil or a *StateError.
func (r *Register) Beside(this Run) (found []Run, err error) {
	list, err := r.runs()
	dialers := map[string]bool{this.Dialer: true}
	for _, w := range list { // the newest first
		switch {
		case w.Damaged || w.Command != CommandImport:
		case w.ID == this.ID, !dialers[w.Dialer] && w.partOf(&this):
			dialers[w.Dialer] = true
			found = append(found, w.Run)
		}
	}
	slices.SortFunc(found, func(a, b Run) int { return strings.Compare(a.Dialer, b.Dialer) })
	return found, err
}

// partOf reports whether two imports are parts of one: of one list, they wrote the same results, or both were cut off
// before they ended. A nightly list may have the same content and the path of its results every night, but the content
// of the results differs.
func (r *Run) partOf(other *Run) bool {
	if r.Results != other.Results || r.ListSHA256 != other.ListSHA256 {
		return false
	}
	if r.Ended.IsZero() && other.Ended.IsZero() {
		return true
	}
	name := filepath.Base(r.Results)
	return slices.ContainsFunc(r.Files, func(f Wrote) bool { return f.Name == name && other.Has(f.Name, f.Sum) })
}
