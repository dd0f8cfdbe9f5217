package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"phonebatch/batch/ledger"
)

// A File appears under its name only when it is whole, and belongs to its user alone (0600). Create tries its folder
// before the first request is sent, so that one that cannot be written to is found out in time.
type File struct {
	Path      string
	stem, ext string
	tmp       *os.File
	overwrite bool
}

// ErrExists is wrapped by the error for a file that would have to be overwritten.
var ErrExists = errors.New("exists already")

// Create reserves a file. It fails where the directory cannot be written to, and where the file exists and overwrite
// is not set. End with Commit or Discard.
func Create(path string, overwrite bool) (*File, error) {
	if err := free(path, overwrite); err != nil {
		return nil, err
	}
	f := &File{overwrite: overwrite}
	f.Rename(path)
	if err := f.open(); err != nil {
		return nil, err
	}
	f.Discard() // a run that is killed leaves nothing behind
	return f, nil
}

// open makes the file under a name of its own (0600).
func (f *File) open() (err error) {
	dir := filepath.Dir(f.Path)
	if _, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: there is no folder %s: %w", f.Path, dir, fs.ErrNotExist)
	}
	if f.tmp, err = os.CreateTemp(dir, unfinished(f.Path)+"*"+unfinishedEnd); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, cause(err))
	}
	return nil
}

// unfinished is how the name of a file begins as long as it is not whole, and unfinishedEnd how it ends.
func unfinished(path string) string { return ".phonebatch-" + filepath.Base(path) + "-" }

const unfinishedEnd = ".tmp"

// Sweep removes what a run that was killed while it wrote a file has left of it, which may hold passwords. Call it only
// where nobody else writes that file.
func Sweep(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path))
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, unfinished(path)) && strings.HasSuffix(name, unfinishedEnd) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name()))
		}
	}
}

// cause is what is wrong, without the name of a file that nobody knows.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func free(path string, overwrite bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !overwrite || !info.Mode().IsRegular():
		return fmt.Errorf("%s %w", path, ErrExists)
	}
	return nil
}

// Write implements io.Writer.
func (f *File) Write(p []byte) (int, error) {
	if f.tmp == nil {
		if err := f.open(); err != nil {
			return 0, err
		}
	}
	return f.tmp.Write(p)
}

// Commit makes the file appear, durably. Where another file has taken the name since Create, it takes the next free one
// and says so in Path: what a run has found out is never thrown away.
func (f *File) Commit() error {
	if _, err := f.Write(nil); err != nil { // of an empty file
		return err
	}
	defer f.Discard()
	if err := f.tmp.Sync(); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, err)
	}
	for n := 2; ; n++ {
		err := f.appear()
		if err == nil {
			return syncDir(filepath.Dir(f.Path))
		}
		if !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("writing %s: %w", f.Path, err)
		}
		f.Path = fmt.Sprintf("%s-%d%s", f.stem, n, f.ext)
	}
}

// appear gives the file its name. Where it may not replace another, a link makes sure that it does not; a file system
// without links has to make do with a look beforehand.
func (f *File) appear() error {
	if f.overwrite {
		return os.Rename(f.tmp.Name(), f.Path)
	}
	err := os.Link(f.tmp.Name(), f.Path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(f.Path); err == nil {
		return fs.ErrExist
	}
	return os.Rename(f.tmp.Name(), f.Path)
}

// Discard lets go of a file that is not to appear. After Commit it does no harm.
func (f *File) Discard() {
	if f.tmp != nil {
		_ = f.tmp.Close()
		_ = os.Remove(f.tmp.Name())
		f.tmp = nil
	}
}

// Rename gives a file that has not appeared yet another name.
func (f *File) Rename(path string) {
	f.Path, f.ext = path, filepath.Ext(path)
	f.stem = path[:len(path)-len(f.ext)]
}

// Vanish removes an earlier file of this name, where overwriting it was allowed: it would pass for this run's.
func (f *File) Vanish() error {
	f.Discard()
	if !f.overwrite {
		return nil
	}
	if err := os.Remove(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// syncDir makes a new name in a directory durable.
func syncDir(dir string) error {
	if err := ledger.SyncDir(dir); err != nil {
		return fmt.Errorf("writing into %s: %w", dir, err)
	}
	return nil
}

// ResultsPath is the default name of a results file: STEM.results.YYYYMMDD-HHMMSSZ.csv beside the list or in dir. Of
// names taken within one second, be it by the journal of a run that was cut off, it gives the next free one. list is a path, or - for standard input.
func ResultsPath(list, dir string, now time.Time) string {
	if dir == "" && list != "-" {
		dir = filepath.Dir(list)
	}
	name := filepath.Join(dir, stem(list)+".results."+now.UTC().Format("20060102-150405")+"Z")
	path := name + ".csv"
	for n := 2; ; n++ {
		_, results := os.Lstat(path)
		_, journal := os.Lstat(path + ledger.Suffix)
		if results != nil && journal != nil {
			return path
		}
		path = fmt.Sprintf("%s-%d.csv", name, n)
	}
}

// stem is the name of a list without its endings; list is as of ResultsPath.
func stem(list string) string {
	if list == "-" {
		return "stdin"
	}
	base := strings.TrimSuffix(filepath.Base(list), ".gz")
	return ofList(base[:len(base)-len(filepath.Ext(base))])
}

// CredentialsPath is where passwords that were made for a list are kept: beside the results, one file for all runs of it.
// list is as of ResultsPath.
func CredentialsPath(list, results string) string {
	return filepath.Join(filepath.Dir(results), stem(list)+".credentials.csv")
}

// ofList cuts off a stem what an earlier run has put there: failed rows give their results the name of the first list.
func ofList(stem string) string { return earlierRun().ReplaceAllString(stem, "") }

var earlierRun = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(\.results\.\d{8}-\d{6}Z(-\d+)?)?\.failed(-\d+)?$`) })

// FailedPath is where the rows that are not done go: beside the results, with the same stem, as what the list is.
func FailedPath(results string, workbook bool) string {
	ext := ".csv"
	if workbook {
		ext = ".xlsx"
	}
	return results[:len(results)-len(filepath.Ext(results))] + ".failed" + ext
}

// Fill writes a file's content and makes it appear.
func (f *File) Fill(write func(io.Writer) error) error {
	if err := write(f); err != nil {
		f.Discard()
		return fmt.Errorf("writing %s: %w", f.Path, err)
	}
	return f.Commit()
}
