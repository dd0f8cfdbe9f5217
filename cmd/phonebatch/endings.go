package main

import (
	"errors"
	"io/fs"
	"syscall"

	"phonebatch/batch"
	"phonebatch/batch/exit"
	"phonebatch/batch/run"
)

// A foreignEnding is the exit status and the hint of an error of another package, such as the file system's.
type foreignEnding struct {
	name   string
	err    error
	status int
	hint   string
}

// foreignEndings are those of errors that may end a command and are not ours. Our own are each an exit.Error.
var foreignEndings = []foreignEnding{
	{"fs.ErrNotExist", fs.ErrNotExist, exit.Usage, "check the path"},
	{"syscall.ENOTDIR", syscall.ENOTDIR, exit.Usage, "check the path"},
	{"fs.ErrPermission", fs.ErrPermission, exit.Unexpected, "see who owns the file and its folder, and who may read and write there"},
	{"syscall.ENOSPC", syscall.ENOSPC, exit.Unexpected, "make room on the disk, and run it again"},
}

// meaning gives the exit status that an error means for its command, and what the user can do. A signal decides, whatever
// wraps it; then the error that exit.Of finds; then the first of foreignEndings.
func meaning(err error) (status int, hints []string) {
	if err == nil {
		return exit.Done, nil
	}
	var signal *signalError
	if errors.As(err, &signal) {
		return signal.Status(), nil
	}
	if known := exit.Of(err); known != nil {
		return known.Status(), hintsOf(known)
	}
	for _, e := range foreignEndings {
		if errors.Is(err, e.err) {
			return e.status, []string{e.hint}
		}
	}
	return exit.Unexpected, []string{"run it again with --log-level debug, which tells more"}
}

// hintsOf gives the hints of an error. Those that name a command to type, or that the doctor's checks give as well, are
// written here.
func hintsOf(err exit.Error) []string {
	switch err := err.(type) {
	case *run.StopError:
		return remedies(err)
	case *batch.TrialError:
		return trialRemedies(err)
	case exit.Hinter:
		return err.Hints()
	}
	return nil
}
