package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
)

// The name of a temporary file is unfinishedBegin, the later name of the file, a dash, random characters,
// unfinishedEnd.
const (
	unfinishedBegin = ".phonebatch-"
	unfinishedEnd   = ".tmp"
)

// An unfinished file holds the content of a File before Commit: a temporary file (0600) that this process has locked.
type unfinished struct {
	*os.File
	unlock func()
}

// newUnfinished makes a temporary file in a folder for a file with the name, and locks it. The lock lasts until remove
// or until the process ends. Another process may sweep the file away before newUnfinished has locked it; then
// newUnfinished makes another file.
func newUnfinished(dir, name string) (*unfinished, error) {
	for {
		f, err := os.CreateTemp(dir, unfinishedBegin+name+"-*"+unfinishedEnd)
		if err != nil {
			return nil, err
		}
		unlock, got, wrong := lock(f.Name())
		if wrong != nil { // a file system without locks: Sweep removes nothing there
			return &unfinished{f, unlock}, nil
		}
		made, err := f.Stat()
		there, gone := os.Lstat(f.Name())
		if got && (err != nil || gone == nil && os.SameFile(made, there)) {
			return &unfinished{f, unlock}, nil
		}
		unlock()
		_ = f.Close()
	}
}

// remove closes the temporary file, removes it if it still has its temporary name, and unlocks it.
func (u *unfinished) remove() {
	_ = u.Close()
	_ = os.Remove(u.Name())
	u.unlock()
}

// lock locks an existing file. got is false if another process has the lock. On Windows lock does nothing: there,
// nobody can remove a file that another process has open.
func lock(path string) (unlock func(), got bool, err error) {
	if runtime.GOOS == "windows" {
		return func() {}, true, nil
	}
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	got, err = l.TryLock()
	if errors.Is(err, fs.ErrNotExist) { // a Sweep has removed the file
		err = nil
	}
	return func() { _ = l.Close() }, got, err
}

// Sweep removes the temporary files of killed processes from a folder: such files may hold passwords. Sweep does not
// touch the temporary files of running processes. Sweep ignores errors.
func Sweep(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if name := e.Name(); !e.Type().IsRegular() || !strings.HasPrefix(name, unfinishedBegin) || !strings.HasSuffix(name, unfinishedEnd) {
			continue
		}
		path := filepath.Join(dir, e.Name())
		unlock, dead, err := lock(path)
		if dead && err == nil {
			_ = os.Remove(path)
		}
		unlock()
	}
}
