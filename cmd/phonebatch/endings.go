package main

import (
	"errors"
	"io/fs"
	"syscall"

	"phonebatch/batch"
	"phonebatch/batch/exit"
	"phonebatch/batch/run"
)

// A foreignEnding holds the exit status and the hint for an error of the standard library.
type foreignEnding struct {
	name   string
	err    error
	status int
	hint   string
}

// foreignEndings lists the errors of the standard library that have a hint. The errors of this project implement
// exit.Error.
var foreignEndings = []foreignEnding{
	{"fs.ErrNotExist", fs.ErrNotExist, exit.Usage, "check the path"},
	{"syscall.ENOTDIR", syscall.ENOTDIR, exit.Usage, "check the path"},
	{"fs.ErrPermission", fs.ErrPermission, exit.Unexpected, "see who owns the file and its folder, and who may read and write there"},
	{"syscall.ENOSPC", syscall.ENOSPC, exit.Unexpected, "make room on the disk, and run it again"},
}

// meaning returns the exit status of a command that ends with err, and the hints for the user. A signal in the chain of
// err decides first, then the error that exit.Of returns, then the first match in foreignEndings.
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

// hintsOf returns the hints of an error. The hints of two error types come from this package (remedies.go), because
// the doctor's checks use them too.
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
