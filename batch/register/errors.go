package register

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"phonebatch/batch/exit"
)

// A StateError says that the folder or the file of the register cannot be used: the file cannot be made, read, written
// or locked, or the disk is full. --register or XDG_STATE_HOME can name another folder.
type StateError struct {
	Path string // empty if the system names no place for the register
	Err  error
}

func (e *StateError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("there is no place for the register: %v", e.Err)
	}
	return fmt.Sprintf("the register %s cannot be used: %v", e.Path, e.Err)
}

func (e *StateError) Unwrap() error { return e.Err }

// A NewerError says that a later version of this program has written the register.
type NewerError struct {
	Path    string
	Version int // of the schema
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the register %s was written by a newer phonebatch (schema %d; this one knows %d)", e.Path, e.Version, len(migrations))
}

// An OlderError says that the register has an older schema, and that it cannot be migrated now because processes of an
// older phonebatch have it open.
type OlderError struct {
	Path    string
	Version int // of the schema
}

func (e *OlderError) Error() string {
	return fmt.Sprintf("the register %s is in use by an older phonebatch (schema %d): wait until that has ended", e.Path, e.Version)
}

// A DamagedError says that a part of the register is damaged and must not be believed. Open sets a damaged database
// aside, unless other processes have it open.
type DamagedError struct {
	Path  string
	What  string // the part that is damaged
	InUse bool   // other processes have the register open, so Open did not set it aside
	Err   error  // the error of SQLite; nil if a keyed sum or a count does not fit
}

func (e *DamagedError) Error() string {
	text := fmt.Sprintf("the register %s is damaged: %s", e.Path, e.What)
	if e.Err != nil {
		text += fmt.Sprintf(": %v", e.Err)
	}
	if e.InUse {
		text += "; other processes have it open, so it cannot be set aside now"
	}
	return text
}

func (e *DamagedError) Unwrap() error { return e.Err }

// ErrNoRun is wrapped by the error for a run that the register does not know.
var ErrNoRun = exit.New(exit.Usage, "the register knows no such run", "phonebatch runs lists the runs")

// ErrNotClaimed is wrapped by the error for an outcome of an object that has no claim.
var ErrNotClaimed = errors.New("an outcome needs a claim before it")

// ErrClosed is returned by the methods of a Recording after Close.
var ErrClosed = errors.New("the recording is closed")

// fault returns the error of an operation on the register at a path, with its type. A *DamagedError or a *StateError
// stays as it is. An error of SQLite becomes a *DamagedError or a *StateError if its result code says so. Any other
// error is wrapped with what, the operation.
func fault(path, what string, err error) error {
	if err == nil {
		return nil
	}
	var damaged *DamagedError
	var state *StateError
	var newer *NewerError
	var older *OlderError
	if errors.As(err, &damaged) || errors.As(err, &state) || errors.As(err, &newer) || errors.As(err, &older) {
		return err
	}
	switch code := sqliteCode(err); code {
	// What the program writes keeps all constraints: a broken one means that an index no longer agrees with its table.
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_CONSTRAINT:
		return &DamagedError{Path: path, What: what, Err: err}
	case lib.SQLITE_FULL, lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_IOERR, lib.SQLITE_PERM, lib.SQLITE_AUTH, lib.SQLITE_BUSY:
		return &StateError{Path: path, Err: fmt.Errorf("%s: %w", what, err)}
	}
	return fmt.Errorf("%s in the register %s: %w", what, path, err)
}

// sqliteCode returns the primary result code of an error of SQLite, or 0 for any other error.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// Status implements exit.Error.
func (e *StateError) Status() int { return exit.Unexpected }

// Hints implements exit.Hinter.
func (e *StateError) Hints() []string {
	return []string{"name a file in a folder of your own on a local disk with --register, or set XDG_STATE_HOME to such a folder"}
}

// Status implements exit.Error.
func (e *NewerError) Status() int { return exit.Unexpected }

// Hints implements exit.Hinter.
func (e *NewerError) Hints() []string {
	return []string{"use the phonebatch that wrote the register, or a newer one"}
}

// Status implements exit.Error.
func (e *OlderError) Status() int { return exit.Held }

// Hints implements exit.Hinter.
func (e *OlderError) Hints() []string { return []string{"wait for the other process to end"} }

// Status implements exit.Error.
func (e *DamagedError) Status() int { return exit.Unexpected }

// Hints implements exit.Hinter.
func (e *DamagedError) Hints() []string {
	if e.InUse {
		return []string{"wait until no phonebatch runs, then repeat the command: it sets the register aside and begins with an empty one"}
	}
	return []string{
		"phonebatch uses no row that does not fit its keyed sum; restore the register from a backup",
		"without a backup: rename the file; the next run begins with an empty register, which knows nobody",
	}
}
