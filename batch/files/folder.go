package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// move renames a file and never replaces another one. The error is fs.ErrExist if another file has the new name. move
// makes a hard link, which cannot replace a file. On a file system without hard links, move checks the new name before
// it renames; another process may take the name in between.
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

// Exists reports whether there is a file, a folder or a link at path. If the system does not say, Exists returns true.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// SyncDir makes the new names in a folder survive a power failure. On systems that cannot sync a folder, such as
// Windows, SyncDir does nothing.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

// syncDir calls SyncDir and names the folder in the error.
func syncDir(dir string) error {
	if err := SyncDir(dir); err != nil {
		return fmt.Errorf("writing into %s: %w", dir, err)
	}
	return nil
}

// cause returns err without the name of the temporary file, which means nothing to the user.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
