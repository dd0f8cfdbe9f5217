package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Remember keeps where the newest journal of a list is, so that it is found wherever its results went. list and journal
// are absolute paths.
func (s State) Remember(list, journal string) error {
	place := s.newestOf(list)
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return s.fail(err)
	}
	temp, err := os.CreateTemp(s.dir, ".newest-*")
	if err != nil {
		return s.fail(err)
	}
	defer os.Remove(temp.Name())
	_, err = temp.WriteString(journal)
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return s.fail(err)
	}
	if err := os.Rename(temp.Name(), place); err != nil {
		return s.fail(err)
	}
	return SyncDir(filepath.Dir(place))
}

func (s State) newestOf(list string) string {
	sum := sha256.Sum256([]byte(list))
	return filepath.Join(s.dir, "newest", hex.EncodeToString(sum[:16]))
}

// Newest finds the journal of a list's newest run: the one that is remembered, and the newest that lies in the folder where
// the list's results go, should that be another one: somebody else's, or of a day when the clock was wrong.
func (s State) Newest(list, dir string) (journals []string) {
	if remembered, err := os.ReadFile(s.newestOf(list)); err == nil {
		path := string(bytes.TrimSpace(remembered))
		if r, err := ReadRun(path); err == nil && r.List == list {
			journals = append(journals, path)
		}
	}
	if path := newestIn(dir, list); path != "" && !slices.Contains(journals, path) {
		journals = append(journals, path)
	}
	return journals
}

// runsIn gives the runs of a list whose journals lie in a folder, with their paths.
func runsIn(dir, list string) iter.Seq2[string, Run] {
	return func(yield func(string, Run) bool) {
		paths, _ := filepath.Glob(filepath.Join(Quoted(dir), "*"+Suffix)) // the pattern is a good one
		for _, path := range paths {
			if r, err := ReadRun(path); err == nil && r.List == list && !yield(path, r) {
				return
			}
		}
	}
}

func newestIn(dir, list string) (newest string) {
	var at time.Time
	for path, r := range runsIn(dir, list) {
		if newest == "" || r.At.After(at) {
			newest, at = path, r.At
		}
	}
	return newest
}

// LastToChoose finds the newest run of a list on a dialer that has chosen something, among the journals in the folder where
// the list's results go and beside the one that is remembered; nil where there is none. Other runs may have come since: on
// other dialers, or rehearsals.
func (s State) LastToChoose(list, dir, dialer string) (last *History) {
	dirs := []string{dir}
	for _, path := range s.Newest(list, dir) {
		if d := filepath.Dir(path); !slices.Contains(dirs, d) {
			dirs = append(dirs, d)
		}
	}
	for _, dir := range dirs {
		for path, r := range runsIn(dir, list) {
			if r.Dialer != dialer || last != nil && !r.At.After(last.At) {
				continue
			}
			if h, err := ReadFile(path); err == nil && h.Chosen() > 0 {
				last = h
			}
		}
	}
	return last
}

// Quoted is a path with nothing in it that Glob would take for a pattern.
func Quoted(dir string) string {
	var b bytes.Buffer
	for _, r := range dir {
		if r == '*' || r == '?' || r == '[' || r == '\\' && filepath.Separator == '/' {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Exists says whether there is a journal of that name.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
