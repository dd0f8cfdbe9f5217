package report

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
)

// How a file is called as long as it is not whole: whose it is to be, and something that no other has, in between.
const (
	unfinishedBegin = ".phonebatch-"
	unfinishedEnd   = ".tmp"
)

// unfinished makes a file in a directory that is to become another of that name, and locks it until unlock is called, or
// its process is gone. A Sweep between the making and the locking may take it for a dead one: then another is made.
func unfinished(dir, name string) (f *os.File, unlock func(), err error) {
	for {
		if f, err = os.CreateTemp(dir, unfinishedBegin+name+"-*"+unfinishedEnd); err != nil {
			return nil, nil, err
		}
		unlock, got, wrong := lock(f.Name())
		if wrong != nil { // a file system without locks, on which nothing is swept
			return f, unlock, nil
		}
		made, err := f.Stat()
		there, gone := os.Lstat(f.Name())
		if got && (err != nil || gone == nil && os.SameFile(made, there)) {
			return f, unlock, nil
		}
		unlock()
		_ = f.Close()
	}
}

// lock takes hold of a file that is there. Windows keeps whoever has not opened a file from removing it as long as anybody
// has, and lets nobody write what is locked: no lock is needed there.
func lock(path string) (unlock func(), got bool, err error) {
	if runtime.GOOS == "windows" {
		return func() {}, true, nil
	}
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	got, err = l.TryLock()
	if errors.Is(err, fs.ErrNotExist) { // it was swept
		err = nil
	}
	return func() { _ = l.Close() }, got, err
}

// Sweep removes what runs that were killed while they wrote a file have left of it in a directory: it may hold passwords.
// What other processes are writing is left alone.
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

// move gives a file a name that no other has, and takes the old one away: a link makes sure that nothing is replaced. A
// file system without links has to make do with a look beforehand.
func move(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		_ = os.Remove(from)
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to)
}
