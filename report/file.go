package report

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"phonebatch/batch/ledger"
)

// A File appears under its name only when it is whole, and belongs to its user alone (0600). Create tries its folder
// before the first request is sent, so that one that cannot be written to is found out in time.
type File struct {
	Path string
	// Aside is where the file went that had the name before, where it was to give way.
	Aside string
	// Ours says of another file that has the name, by the SHA-256 of its content, that this program has written it and
	// nobody has changed it since: that one is replaced. May be nil, for never.
	Ours func(path, sum string) bool

	stem, ext string
	taken     Taken
	tmp       *os.File
	sum       hash.Hash
	unlock    func()
}

// Taken says what becomes of another file that has the name of ours.
type Taken uint8

const (
	Refuse  Taken = iota // Create fails
	Replace              // it is replaced
	Number               // ours takes the next name that is free
	GiveWay              // it takes the next name that is free
)

// ErrExists is wrapped by the error for a file that would have to be overwritten.
var ErrExists = errors.New("exists already")

// ErrNoFile is wrapped by the error for what is never overwritten, whatever is said: a folder, a link, a device.
var ErrNoFile = errors.New("is no regular file, and is not replaced")

// A WriteError says that a file could not be written that was reserved: what it was to tell has happened by now.
type WriteError struct {
	Path string
	Err  error
}

func (e *WriteError) Error() string { return fmt.Sprintf("writing %s: %v", e.Path, e.Err) }
func (e *WriteError) Unwrap() error { return e.Err }

// Create reserves a file. It fails where the directory cannot be written to, and where the file exists and is not to be
// touched. What killed runs have left of files in that directory is removed. End with Commit or Discard.
func Create(path string, taken Taken) (*File, error) {
	if err := free(path, taken); err != nil {
		return nil, err
	}
	f := &File{taken: taken}
	f.Rename(path)
	Sweep(filepath.Dir(path))
	if err := f.open(); err != nil {
		return nil, err
	}
	f.Discard() // a run that is killed leaves nothing behind
	return f, nil
}

// open makes the file under a name of its own (0600), which is locked as long as this process is at it.
func (f *File) open() (err error) {
	dir := filepath.Dir(f.Path)
	if _, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: there is no folder %s: %w", f.Path, dir, fs.ErrNotExist)
	}
	if f.tmp, f.unlock, err = unfinished(dir, filepath.Base(f.Path)); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, cause(err))
	}
	f.sum = sha256.New()
	return nil
}

// cause is what is wrong, without the name of a file that nobody knows.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func free(path string, taken Taken) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case taken == Replace && !info.Mode().IsRegular():
		return fmt.Errorf("%s %w", path, ErrNoFile)
	case taken == Refuse:
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
	f.sum.Write(p) // never fails
	return f.tmp.Write(p)
}

// Sum is the SHA-256 of what was written, in hex.
func (f *File) Sum() string { return hex.EncodeToString(f.sum.Sum(nil)) }

// Commit makes the file appear, durably. Where another file has the name, it takes the next free one and says so in Path,
// or does what Create was told: what a run has found out is never thrown away, and what a person has written neither.
func (f *File) Commit() error {
	if _, err := f.Write(nil); err != nil { // of an empty file
		return &WriteError{f.Path, cause(err)}
	}
	defer f.Discard()
	if err := f.tmp.Sync(); err != nil {
		return &WriteError{f.Path, cause(err)}
	}
	for n := 2; ; n++ {
		err := f.appear()
		if err == nil {
			return syncDir(filepath.Dir(f.Path))
		}
		if !errors.Is(err, fs.ErrExist) {
			return &WriteError{f.Path, cause(err)}
		}
		f.Path = f.numbered(n)
	}
}

// numbered is the nth name of the file.
func (f *File) numbered(n int) string { return fmt.Sprintf("%s-%d%s", f.stem, n, f.ext) }

// appear gives the file its name. The error is fs.ErrExist where another file has it.
func (f *File) appear() error {
	switch {
	case f.taken == Replace, f.Ours != nil && f.ours(f.Path):
		return os.Rename(f.tmp.Name(), f.Path)
	case f.taken == GiveWay:
		if err := f.setAside(); err != nil {
			return err
		}
	}
	return move(f.tmp.Name(), f.Path)
}

// setAside gives what has the name the next one that is free.
func (f *File) setAside() error {
	if _, err := os.Lstat(f.Path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for n := 2; ; n++ {
		aside := f.numbered(n)
		err := move(f.Path, aside)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			f.Aside = aside
		}
		return err
	}
}

// ours says whether a file is as this program has written it.
func (f *File) ours(path string) bool {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return err == nil && f.Ours(path, hex.EncodeToString(sum.Sum(nil)))
}

// Discard lets go of a file that is not to appear. After Commit it does no harm.
func (f *File) Discard() {
	if f.tmp != nil {
		_ = f.tmp.Close()
		_ = os.Remove(f.tmp.Name())
		f.unlock()
		f.tmp = nil
	}
}

// Rename gives a file that has not appeared yet another name.
func (f *File) Rename(path string) {
	f.Path, f.ext = path, filepath.Ext(path)
	f.stem = path[:len(path)-len(f.ext)]
}

// Vanish removes earlier files of this name that are ours, or may be replaced: they would pass for this run's.
func (f *File) Vanish() error {
	f.Discard()
	path := f.Path
	for n := 2; ; n++ {
		if f.taken == Replace || f.Ours != nil && f.ours(path) {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if path = f.numbered(n); f.Ours == nil || !ledger.Exists(path) {
			return nil
		}
	}
}

// syncDir makes a new name in a directory durable.
func syncDir(dir string) error {
	if err := ledger.SyncDir(dir); err != nil {
		return fmt.Errorf("writing into %s: %w", dir, err)
	}
	return nil
}

// Fill writes a file's content and makes it appear.
func (f *File) Fill(write func(io.Writer) error) error {
	if err := write(f); err != nil {
		f.Discard()
		return &WriteError{f.Path, cause(err)}
	}
	return f.Commit()
}
