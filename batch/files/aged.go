package files

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stamp returns the time stamp in the name of a file that belongs to a run. ok is false if the name has none: such a
// name may be one that --results has chosen.
func (n Name) stamp() (at time.Time, ok bool) {
	text, found := strings.CutPrefix(n.Results, n.Stem+".results.")
	if !found || len(text) < len(stampLayout) {
		return time.Time{}, false
	}
	at, err := time.Parse(stampLayout, text[:len(stampLayout)])
	return at, err == nil
}

// Aged returns the paths in a folder that have the name of results, of failed rows or of the results of an undo, by
// runs of the list with the stem, and that are older than a time. A file is older if the time stamp in its name and the
// time of its last change are both before that time. Names without a time stamp, links and folders are not among them,
// nor are credentials and the values that an undo puts back: no other file may have those.
// Aged reads no content. The error is that of the system.
func Aged(dir, stem string, before time.Time) (paths []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		n := Parse(e.Name())
		at, stamped := n.stamp()
		if kept := n.Kind == Credentials || n.Kind == Before; kept || !stamped || n.Stem != stem || !n.table() || !at.Before(before) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && info.ModTime().Before(before) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths, nil
}
