package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// findRun finds the run that word names: latest for the newest import or retirement, the id of a run, or a results
// file. A results file holds the id of its run, so it may have been moved. If the file is missing or cannot be read,
// findRun looks in the register for its path, then for its name. The error is a *batch.NoRunError if no run fits, or
// that of the register.
func findRun(reg *register.Register, word string) (register.Run, error) {
	if word == "latest" {
		r, found, err := reg.Newest()
		if err == nil && !found {
			err = &batch.NoRunError{Named: word}
		}
		return r, err
	}
	if r, found, err := reg.Run(word); err != nil || found {
		return r, err
	}
	if results, err := readResults(word); err == nil && len(results) > 0 && results[0].Run != "" {
		return runOfRows(reg, word, results)
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

// runOfRows returns the first run of the rows of a results file that the register knows: the rows of a dialer to which
// nothing was sent have a run that it does not know. The error is a *batch.NoRunError if it knows none of them, or that
// of the register. No file of that name is looked for: another run may have had one.
func runOfRows(reg *register.Register, word string, results []object.Result) (register.Run, error) {
	asked := make(map[string]bool)
	for i := range results {
		id := results[i].Run
		if asked[id] {
			continue
		}
		asked[id] = true
		if r, found, err := reg.Run(id); err != nil || found {
			return r, err
		}
	}
	return register.Run{}, &batch.NoRunError{Named: word}
}

// findRuns is findRun for a command about all dialers of a list: a results file, or the newest import, may be that of
// several runs that began together, each on a dialer of its own. The id of a run names that run alone.
func findRuns(reg *register.Register, word string) ([]register.Run, error) {
	this, err := findRun(reg, word)
	if err != nil || this.ID == word {
		return []register.Run{this}, err
	}
	all, err := reg.Beside(this)
	if i := slices.IndexFunc(all, func(r register.Run) bool { return r.ID == this.ID }); i < 0 {
		return []register.Run{this}, err
	}
	return all, nil
}

// noRunOrFileError returns the more useful of two errors about a word: noRun if there is no file of that name, or else
// unreadable, the error of reading that file.
func noRunOrFileError(unreadable, noRun error) error {
	if errors.Is(unreadable, fs.ErrNotExist) {
		return noRun
	}
	return unreadable
}

// readResults reads the results file of an earlier run. Errors of the content begin with the path.
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
