package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// findRun finds the run that a word names: latest, the run's id, or its results file. A results file names its run itself,
// wherever the file lies. The path and then the name of the file say which run is meant where the file is gone or cannot be
// read. The error is a *batch.NoRunError where no run fits.
func findRun(reg *register.Register, word string) (register.Run, error) {
	if word == "latest" {
		list, err := reg.Runs(0)
		for _, r := range list {
			if r.Damaged { // which may be the newest import
				break
			}
			if r.Command == register.CommandImport {
				return r, nil
			}
		}
		return register.Run{}, cmp.Or[error](err, &batch.NoRunError{Named: word})
	}
	if r, found, err := reg.Run(word); err != nil || found {
		return r, err
	}
	if results, err := readResults(word); err == nil && len(results) > 0 && results[0].Run != "" {
		r, found, err := reg.Run(results[0].Run)
		if err == nil && !found { // another run may have had a file of that name before
			err = &batch.NoRunError{Named: word}
		}
		return r, err
	}
	path, err := filepath.Abs(word)
	if err != nil {
		return register.Run{}, err
	}
	if r, found, err := reg.RunOfResults(path); err != nil || found {
		return r, err
	}
	if r, found, err := reg.RunOfResultsName(filepath.Base(path)); err != nil || found {
		return r, err
	}
	return register.Run{}, &batch.NoRunError{Named: word}
}

// worseOf returns the error of a word that names neither a run nor a file of results: that there is no such file says less
// than that there is no such run.
func noRunOrFileError(unreadable, noRun error) error {
	if errors.Is(unreadable, fs.ErrNotExist) {
		return noRun
	}
	return unreadable
}

// readResults reads the results file of an earlier run.
func readResults(path string) ([]object.Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	results, err := report.ReadResults(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return results, nil
}
