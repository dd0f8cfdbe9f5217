package files

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

	"phonebatch/batch/exit"
)

// A File is a file that appears under its name only when it is complete. Only its user may read it, unless Mode says
// otherwise. Call Create before the first request to the dialer: Create fails if the folder cannot be written to. A
// File is for one goroutine.
type File struct {
	// Path is the name of the file. Commit changes Path if the name is taken.
	Path string
	// Mode is the mode of the file; 0 means 0600.
	Mode fs.FileMode
	// Aside is the new name of the file that had the name before (GiveWay), or empty if there was no such file.
	Aside string
	// Ours reports whether this program has written the file at path and nobody has changed that file since; sum is the
	// SHA-256 of its content, in hex. Commit replaces such a file. If Ours is nil, Commit takes no file for our own.
	Ours func(path, sum string) bool
	// Appearing is called before the file appears at path with a content of that SHA-256: what Ours goes by must be
	// known before a kill can leave the file behind. Appearing may be nil.
	Appearing func(path, sum string)

	wanted  string // the name without an added number
	taken   Taken
	content *unfinished // nil while nothing is written
	sum     hash.Hash
}

// Taken says what happens to another file that has the name of a File.
type Taken uint8

const (
	Refuse  Taken = iota // Create fails
	Replace              // Commit replaces the other file
	Number               // the File takes the next free name
	GiveWay              // the other file takes the next free name
)

// ErrExists is wrapped by the error of Create for a name that another file has.
var ErrExists = exit.New(exit.Usage, "exists already", "choose another name, or pass --overwrite")

// ErrNoFile is wrapped by the error of Create for the name of a folder, a link or a device: a File never replaces one.
var ErrNoFile = exit.New(exit.Usage, "is no regular file, and is not replaced", "choose another name")

// A WriteError says that a reserved file could not be written. The work that the file reports on is done by then.
type WriteError struct {
	Path string
	Err  error
}

func (e *WriteError) Error() string { return fmt.Sprintf("writing %s: %v", e.Path, e.Err) }
func (e *WriteError) Unwrap() error { return e.Err }

// Status implements exit.Error.
func (e *WriteError) Status() int { return exit.Unexpected }

// Hints implements exit.Hinter.
func (e *WriteError) Hints() []string {
	return []string{"make room, or mend the folder; phonebatch report shows what the register knows about the run"}
}

// Create reserves a file: it checks that the folder can be written to, and that taken allows the name. It removes the
// temporary files of killed processes from the folder, and leaves no file there itself. The error wraps ErrExists or
// ErrNoFile if the name is taken, fs.ErrNotExist if the folder is missing, or else is the error of the system. Call
// Commit or Discard at the end.
func Create(path string, taken Taken) (*File, error) {
	if err := permitted(path, taken); err != nil {
		return nil, err
	}
	f := &File{Path: path, wanted: path, taken: taken}
	Sweep(filepath.Dir(path))
	if err := f.open(); err != nil {
		return nil, err
	}
	f.Discard() // so a process that is killed before the first Write leaves no file
	return f, nil
}

// open makes the temporary file, in the folder of the file.
func (f *File) open() (err error) {
	dir := filepath.Dir(f.Path)
	if _, missing := os.Stat(dir); errors.Is(missing, fs.ErrNotExist) {
		return fmt.Errorf("writing %s: there is no folder %s: %w", f.Path, dir, fs.ErrNotExist)
	}
	if f.content, err = newUnfinished(dir, filepath.Base(f.Path)); err != nil {
		return fmt.Errorf("writing %s: %w", f.Path, cause(err))
	}
	f.sum = sha256.New()
	return nil
}

// permitted returns an error if taken forbids the use of the path.
func permitted(path string, taken Taken) error {
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

// Write implements io.Writer. The first Write makes the temporary file.
func (f *File) Write(p []byte) (int, error) {
	if f.content == nil {
		if err := f.open(); err != nil {
			return 0, err
		}
	}
	f.sum.Write(p) // never fails
	return f.content.Write(p)
}

// Sum returns the SHA-256 of the content that was written, in hex.
func (f *File) Sum() string { return hex.EncodeToString(f.sum.Sum(nil)) }

// Fill writes the content with the function write, then commits the file. If write fails, Fill discards the file and
// the error is a *WriteError. Otherwise the error is the one of Commit.
func (f *File) Fill(write func(io.Writer) error) error {
	if err := write(f); err != nil {
		f.Discard()
		return &WriteError{f.Path, cause(err)}
	}
	return f.Commit()
}

// Commit gives the file its name, durably. If another file has taken the name since Create, Commit does what Taken
// says; for Refuse and Number the file takes the next free name and Path holds that name. So neither the results of a
// run nor the file of a person is lost. The error is a *WriteError, or says that the folder could not be synced.
func (f *File) Commit() error {
	if _, err := f.Write(nil); err != nil { // makes an empty file if nothing was written
		return &WriteError{f.Path, cause(err)}
	}
	defer f.Discard()
	if f.Mode != 0 {
		if err := f.content.Chmod(f.Mode); err != nil {
			return &WriteError{f.Path, cause(err)}
		}
	}
	if err := f.content.Sync(); err != nil {
		return &WriteError{f.Path, cause(err)}
	}
	for n := 2; ; n++ {
		if f.Appearing != nil {
			f.Appearing(f.Path, f.Sum())
		}
		err := f.appear()
		if err == nil {
			return syncDir(filepath.Dir(f.Path))
		}
		if !errors.Is(err, fs.ErrExist) {
			return &WriteError{f.Path, cause(err)}
		}
		f.Path = numbered(f.wanted, n)
	}
}

// appear gives the temporary file its name. The error is fs.ErrExist if another file has the name.
func (f *File) appear() error {
	switch {
	case f.taken == Replace, f.ours(f.Path):
		return os.Rename(f.content.Name(), f.Path)
	case f.taken == GiveWay:
		if err := f.setAside(); err != nil {
			return err
		}
	}
	return move(f.content.Name(), f.Path)
}

// setAside moves the file that has the name, if there is one, to the next free name.
func (f *File) setAside() error {
	if !Exists(f.Path) {
		return nil
	}
	for n := 2; ; n++ {
		aside := numbered(f.wanted, n)
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

// ours reports whether this program has written the file at path and nobody has changed it since.
func (f *File) ours(path string) bool {
	if f.Ours == nil {
		return false
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	sum, err := Sum(path)
	return err == nil && f.Ours(path, sum)
}

// Sum returns the SHA-256 of the content of a file, in hex. The error is that of the system.
func Sum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Discard removes the temporary file. Discard does nothing after Commit.
func (f *File) Discard() {
	if f.content != nil {
		f.content.remove()
		f.content = nil
	}
}

// Rename sets another name for a file that is not committed yet.
func (f *File) Rename(path string) { f.Path, f.wanted = path, path }

// Vanish discards the file, and removes earlier files with this name, or this name and a number, that are ours or may
// be replaced: a reader would take them for files of this run. The error is the one of the system.
func (f *File) Vanish() error {
	f.Discard()
	path := f.Path
	for n := 2; ; n++ {
		if f.taken == Replace || f.ours(path) {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
		if path = numbered(f.wanted, n); f.Ours == nil || !Exists(path) {
			return nil
		}
	}
}
