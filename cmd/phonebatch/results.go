package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/report"
)

// now is the time of day, for names and summaries.
func now() time.Time { return time.Now().UTC() }

// newRunID names a run: when it began, and something that no other run has.
func newRunID() string {
	random := make([]byte, 3)
	_, _ = rand.Read(random) // never fails
	return now().Format("20060102-150405") + "-" + hex.EncodeToString(random)
}

// resultsFlags say where results go.
type resultsFlags struct {
	path, dir string
	overwrite bool
	alone     bool // nobody else writes these results
}

func (r *resultsFlags) addTo(f *pflag.FlagSet) {
	f.StringVar(&r.path, "results", "", env("results", "write the results to this file"))
	f.StringVar(&r.dir, "results-dir", "", env("results-dir", "write the results into this folder, under a name of their own (default: beside the list)"))
	f.BoolVar(&r.overwrite, "overwrite", false, "replace an existing results file")
}

func (r *resultsFlags) asked() bool { return r.path != "" || r.dir != "" }

// resultFiles are reserved before anything is sent, and filled at the end. A nil *resultFiles writes nothing.
type resultFiles struct {
	list            string // what the list is called
	results, failed *report.File
}

// reserve makes sure that the results can be written. The list itself is never replaced.
func (r *resultsFlags) reserve(list string) (*resultFiles, error) {
	path := r.path
	if path == "" {
		path = report.ResultsPath(list, r.dir, now())
	}
	for _, ours := range []string{path, report.FailedPath(path, false), report.FailedPath(path, true), path + ledger.Suffix} {
		if same(ours, list) {
			return nil, usage("the results would replace the list", "choose another name for --results")
		}
		if r.alone {
			report.Sweep(ours)
		}
	}
	results, err := report.Create(path, r.overwrite)
	if err != nil {
		return nil, err
	}
	failed, err := report.Create(report.FailedPath(path, false), r.overwrite)
	if err != nil {
		results.Discard()
		return nil, err
	}
	return &resultFiles{filepath.Base(list), results, failed}, nil
}

// same says whether two paths lead to one file, be it through a link.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func (f *resultFiles) discard() {
	f.results.Discard()
	f.failed.Discard()
}

// writtenFiles are the paths of the files that were written; empty where one was not.
type writtenFiles struct{ results, failed string }

// write fills the files. That of failed rows appears only if there are any.
func (f *resultFiles) write(out *batch.Outcome, skipExisting bool) (w writtenFiles, err error) {
	if f == nil || out.Results == nil {
		return w, nil
	}
	if err := f.results.Fill(func(to io.Writer) error { return report.WriteResults(to, out.Results) }); err != nil {
		return w, err
	}
	w.results = f.results.Path
	f.failed.Rename(report.FailedPath(w.results, out.List.Header.Workbook)) // of one stem, whatever name the results have found
	n, err := report.WriteFailed(f.failed, f.list, out.List.Header, out.List.Rows, out.Results, skipExisting)
	if err != nil {
		return w, fmt.Errorf("writing %s: %w", f.failed.Path, err)
	}
	if n == 0 {
		return w, f.failed.Vanish()
	}
	err = f.failed.Commit()
	w.failed = f.failed.Path
	return w, err
}
