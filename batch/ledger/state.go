package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// A State is the user's own folder for what must outlive a run: locks, and the key of the journals. Any number of
// goroutines and processes may use the same folder at once. The zero State is of no use.
type State struct{ dir string }

// A StateError says that the state folder cannot be used. XDG_STATE_HOME names another.
type StateError struct {
	Dir string // empty where the system names no place for it
	Err error
}

func (e *StateError) Error() string {
	if e.Dir == "" {
		return fmt.Sprintf("there is no place for the state folder: %v", e.Err)
	}
	return fmt.Sprintf("the state folder %s cannot be used: %v", e.Dir, e.Err)
}

func (e *StateError) Unwrap() error { return e.Err }

// OpenState gives the user's state folder: phonebatch in $XDG_STATE_HOME where that is set, else in the system's usual
// place. It is made where it is missing, for the user alone. Every error is a *StateError.
func OpenState() (State, error) {
	dir, err := place(runtime.GOOS, os.Getenv)
	if err != nil {
		return State{}, &StateError{Err: err}
	}
	return StateIn(dir)
}

// StateIn gives the state folder dir, an absolute path, and otherwise is as OpenState.
func StateIn(dir string) (State, error) {
	if err := prepare(dir); err != nil {
		return State{}, &StateError{Dir: dir, Err: err}
	}
	sweep(dir)
	return State{dir: filepath.Clean(dir)}, nil
}

// unfinished are the names of files of the state folder that become others at once, and how old one of them may be before
// it is what a killed process has left.
var unfinished = []string{".newest-*", ".journal.key-*", ".probe-*"}

const maxUnfinished = time.Hour

// sweep removes what killed processes have left in the state folder.
func sweep(dir string) {
	for _, pattern := range unfinished {
		paths, _ := filepath.Glob(filepath.Join(Quoted(dir), pattern)) // the pattern is a good one
		for _, path := range paths {
			if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > maxUnfinished {
				_ = os.Remove(path)
			}
		}
	}
}

// place is where a system keeps a program's state. A variable that is set and wrong is not passed over: locks in
// another place than the last run's would lock nothing.
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

// prepare makes what is missing of a state folder, and tries whether files can be made in it.
func prepare(dir string) error {
	if !filepath.IsAbs(dir) {
		return errors.New("it is not an absolute path")
	}
	if err := os.MkdirAll(filepath.Join(dir, "locks"), 0o700); err != nil {
		return err
	}
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// fail wraps what went wrong in the folder after it was opened.
func (s State) fail(err error) error { return &StateError{Dir: s.dir, Err: err} }
