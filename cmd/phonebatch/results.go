package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/assign"
	"phonebatch/batch/files"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
	"phonebatch/report"
)

// utcNow returns the time in UTC, for file names, ids and summaries.
func utcNow() time.Time { return time.Now().UTC() }

// newRunID returns the id of a new run: the time in UTC and six random hex digits.
func newRunID() string {
	random := make([]byte, 3)
	_, _ = rand.Read(random) // never fails
	return utcNow().Format("20060102-150405") + "-" + hex.EncodeToString(random)
}

// resultsFlags hold the place of the results.
type resultsFlags struct {
	path, dir string
	overwrite bool
}

func (r *resultsFlags) addTo(f *pflag.FlagSet) {
	f.StringVar(&r.path, "results", "", env("results", "write the results to this file in any case; a workbook if the name ends in .xlsx"))
	f.StringVar(&r.dir, "results-dir", "", env("results-dir", "write the results into this folder, under an automatic name (default: beside the list)"))
	f.BoolVar(&r.overwrite, "overwrite", false, "replace an existing results file")
}

// asked reports whether the user has chosen a place for the results.
func (r *resultsFlags) asked() bool { return r.path != "" || r.dir != "" }

// finalize checks the flags. It opens no file. The error is a usageError.
func (r *resultsFlags) finalize() error {
	switch {
	case r.path == "-":
		return usage("--results must name a file", "--json prints one document on standard output")
	case !report.CanHoldResults(r.path):
		return usage(fmt.Sprintf("--results: results cannot be written as %s", filepath.Ext(r.path)), "the name must end in .csv, or in .xlsx for a workbook; --json prints one document on standard output")
	}
	return nil
}

// resultFiles are the files of results and of failed rows. They are reserved before the first request and written at
// the end.
type resultFiles struct {
	list            string // the file name of the list
	results, failed *files.File
	warnings        bool // write a column of warnings into the results
}

// reserve checks that the results can be written and reserves their names. sessions are those of the runs that are
// recorded: several if a list is for several dialers, all with one path for their results. The results never replace a
// file that the command reads, or a results file of a resumed run that somebody has changed. The error is a usageError
// or that of files.Create. The caller calls write or discard.
func (r *resultsFlags) reserve(list string, d *dialerFlags, sessions ...*batch.Session) (*resultFiles, error) {
	switch {
	case len(sessions) > 0:
		resumes := slices.ContainsFunc(sessions, func(s *batch.Session) bool { return s.Earlier != nil })
		return r.reserveFor(list, d, shortPath(sessions[0].Results), resumes, recorders(sessions))
	case r.path == "":
		return r.reserveFor(list, d, files.ResultsPath(list, r.dir, utcNow()), false, nil)
	}
	return r.reserveFor(list, d, r.path, false, nil)
}

// A recordedRun is a run in the register that remembers the files that it writes.
type recordedRun interface {
	Writes(path, sum string)
	Ours(path, sum string) bool
}

// recorders are the sessions of runs that write their files together.
type recorders []*batch.Session

// Writes implements recordedRun.
func (r recorders) Writes(path, sum string) {
	for _, s := range r {
		s.Writes(path, sum)
	}
}

// Ours implements recordedRun: one of the runs wrote the file.
func (r recorders) Ours(path, sum string) bool {
	return slices.ContainsFunc(r, func(s *batch.Session) bool { return s.Ours(path, sum) })
}

// reserveFor is reserve for a path. continues says that run, which may be nil, continues an earlier one.
func (r *resultsFlags) reserveFor(list string, d *dialerFlags, path string, continues bool, run recordedRun) (*resultFiles, error) {
	if err := checkResultsPaths(path, list, d); err != nil {
		return nil, err
	}
	taken, takenFailed := files.Refuse, files.Refuse
	switch {
	case r.overwrite:
		taken, takenFailed = files.Replace, files.Replace
	case continues: // the file with that name is from the resumed run
		taken, takenFailed = files.GiveWay, files.Number
	}
	results, err := files.Create(path, taken)
	if err != nil {
		return nil, err
	}
	failed, err := files.Create(files.FailedPath(path), takenFailed)
	if err != nil {
		results.Discard()
		return nil, err
	}
	if run != nil {
		results.Appearing, failed.Appearing = run.Writes, run.Writes
	}
	if continues {
		results.Ours, failed.Ours = run.Ours, run.Ours
	}
	return &resultFiles{list: filepath.Base(list), results: results, failed: failed}, nil
}

// checkResultsPaths returns a usageError if the results would replace a file that the command reads, or a file of
// generated passwords. It follows links.
func checkResultsPaths(results, list string, d *dialerFlags) error {
	inputs := []struct{ path, what string }{
		{list, "the list"}, {d.passwordFile, "the password file"}, {d.entryFile(), "the password file"}, {d.tls.CAFile, "the certificates of --ca-file"},
	}
	for _, ours := range files.OfRun(results) {
		for _, input := range inputs {
			if input.path != "" && sameFile(ours, input.path) {
				return usage("the results would replace "+input.what, "choose another name for --results")
			}
		}
		if assign.AreCredentials(ours) {
			return usage(fmt.Sprintf("the results would replace passwords that were made: %s", ours), "choose another name for --results")
		}
	}
	return nil
}

// discard removes what reserve left. After write, discard does nothing.
func (f *resultFiles) discard() {
	f.results.Discard()
	f.failed.Discard()
}

// writtenFiles holds the paths of the files that were written; a path is empty if the file was not written. renamed is
// the new path of an older results file that somebody has changed.
type writtenFiles struct{ results, failed, renamed string }

// write writes the files. The file of failed rows appears only if there are failed rows. The error is a
// *files.WriteError or that of Commit.
func (f *resultFiles) write(out *batch.Outcome, skipExisting bool) (w writtenFiles, err error) {
	var checked []*preflight.Row
	if f.warnings {
		checked = out.List.Rows
	}
	if err := f.results.Fill(func(to io.Writer) error { return report.WriteResultsTo(to, f.results.Path, out.Results, checked) }); err != nil {
		return w, err
	}
	w.results, w.renamed = f.results.Path, f.results.Aside
	f.failed.Rename(failedPath(w.results, out.List.Header)) // Fill may have changed the name of the results
	n, err := report.WriteFailed(f.failed, f.list, out.List.Header, out.List.Rows, out.OfRows(), skipExisting)
	if err != nil {
		return w, &files.WriteError{Path: f.failed.Path, Err: err}
	}
	if n == 0 {
		return w, f.failed.Vanish()
	}
	if err = f.failed.Commit(); err == nil {
		w.failed = f.failed.Path
	}
	return w, err
}

// failedPath returns the path of the file of failed rows: a workbook if the list is a workbook.
func failedPath(results string, h sheet.Header) string {
	if h.Workbook {
		return files.FailedWorkbookPath(results)
	}
	return files.FailedPath(results)
}
