package register

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"phonebatch/batch/files"
)

// fileName is the name of the database in the user's state folder.
const fileName = "register.db"

// DefaultPath returns the absolute path of the user's register: phonebatch/register.db in $XDG_STATE_HOME if that is
// set, or else in the usual folder of the system for the state of programs. The error is a *StateError.
func DefaultPath() (string, error) {
	dir, err := place(runtime.GOOS, os.Getenv)
	if err != nil {
		return "", &StateError{Err: err}
	}
	path := filepath.Join(dir, fileName)
	if !filepath.IsAbs(path) {
		return "", &StateError{Path: path, Err: errNotAbsolute}
	}
	return path, nil
}

var errNotAbsolute = errors.New("it is not an absolute path")

// place returns the folder for the state of this program on a system (runtime.GOOS). A wrong value of a variable is an
// error and not ignored: runs that use different folders would not see each other's locks.
func place(system string, getenv func(string) string) (string, error) {
	if home := getenv("XDG_STATE_HOME"); home != "" {
		return filepath.Join(home, "phonebatch"), nil
	}
	variable, under := "HOME", filepath.Join(".local", "state")
	switch system {
	case "darwin":
		under = filepath.Join("Library", "Application Support")
	case "windows":
		variable, under = "LocalAppData", ""
	}
	home := getenv(variable)
	if home == "" {
		return "", errors.New(variable + " is not set")
	}
	return filepath.Join(home, under, "phonebatch"), nil
}

// prepare makes the folder of the register and its parents (0700) if they are missing, and checks that the folder can
// be written to.
func prepare(path string) error {
	if !filepath.IsAbs(path) {
		return errNotAbsolute
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(filepath.Join(dir, "locks"), 0o700); err != nil {
		return err
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// unfinished are the beginnings of the names of temporary files. A process removes or renames such a file within
// seconds.
var unfinished = []string{".probe-", ".register-"}

// maxUnfinished is the age at which a temporary file must be that of a killed process.
const maxUnfinished = time.Hour

// sweep removes the temporary files of killed processes from the folder. It ignores errors.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		for _, begin := range unfinished {
			if !strings.HasPrefix(e.Name(), begin) || !e.Type().IsRegular() {
				continue
			}
			if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > maxUnfinished {
				_ = os.Remove(filepath.Join(dir, e.Name()))
			}
		}
	}
}

// private makes a file (0600) if it is missing, and otherwise removes the rights of other users. The error says if the
// file is no regular file.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no regular file", path)
	}
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = f.Chmod(0o600)
	}
	return err
}

// free returns the name if no file has it, and otherwise the first free one of name-2, name-3, …
func free(name string) string {
	next := name
	for n := 2; files.Exists(next); n++ {
		next = fmt.Sprintf("%s-%d", name, n)
	}
	return next
}
