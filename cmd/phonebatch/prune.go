package main

import (
	"os"
	"path/filepath"
	"strings"

	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// prune removes the results and the failed rows of earlier runs of a list that are older than --keep-results, from the
// folder of this run's results. list is the path of the list, results that of this run's results. What cannot be
// removed is a warning: the run itself is over.
func (o *importOptions) prune(list, results string, reg *register.Register) {
	if o.night.keep.age == 0 {
		return
	}
	dir := filepath.Dir(results)
	aged, err := files.Aged(dir, files.ListStem(list), utcNow().Add(-o.night.keep.age))
	if err != nil || len(aged) == 0 {
		return
	}
	runs, err := reg.Runs(0)
	if err != nil { // a run that cannot be read may be unfinished
		o.warn("--keep-results removes nothing: %s", report.Plain(errorText(err)))
		return
	}
	p := pruning{reg, runs}
	var old []string // all are judged before the first is removed, as failed rows are judged by their results
	for _, path := range aged {
		if p.removable(path) {
			old = append(old, path)
		}
	}
	removed := 0
	for _, path := range old {
		if err := os.Remove(path); err != nil {
			o.warn("--keep-results: %s", report.Plain(err.Error()))
			continue
		}
		removed++
	}
	if removed > 0 {
		o.say("files of earlier runs that were older than %s, and are removed: %d", o.night.keep.text, removed)
	}
}

// A pruning decides which files of earlier runs may be removed.
type pruning struct {
	register *register.Register
	runs     []register.Run
}

// removable reports whether a file is one that this program has written, that nobody has changed since, and that
// belongs to a run which is finished and has no row in doubt.
func (p *pruning) removable(path string) bool {
	n, known := files.Parse(path), false
	for i := range p.runs {
		r := &p.runs[i]
		if base := filepath.Base(r.Results); strings.TrimSuffix(base, filepath.Ext(base)) != n.Results {
			continue
		}
		if known = true; r.Resumable() || r.Undoing {
			return false
		}
	}
	if known {
		return p.wrote(path)
	}
	return finishedResults(filepath.Join(filepath.Dir(path), n.Results)) && isOurs(path, n.Kind)
}

// wrote reports whether a run has written the file, and nobody has changed the file since.
func (p *pruning) wrote(path string) bool {
	sum, err := files.Sum(path)
	if err != nil {
		return false
	}
	keyed := p.register.SumOf(sum)
	for i := range p.runs {
		if p.runs[i].Has(filepath.Base(path), keyed) {
			return true
		}
	}
	return false
}

// finishedResults reports whether there are results at a path without its ending, and no row of them is in doubt or not
// sent. They stand for a run that the register does not know, such as one that it has forgotten.
func finishedResults(path string) bool {
	for _, ext := range []string{".csv", ".xlsx"} {
		results, err := readResults(path + ext)
		if err != nil {
			continue
		}
		for i := range results {
			if s := results[i].Status; s == object.Unconfirmed || s == object.NotSent {
				return false
			}
		}
		return true
	}
	return false
}

// isOurs reports whether the content of a file is what its name says.
func isOurs(path string, kind files.Kind) bool {
	if kind != files.Failed {
		_, err := readResults(path)
		return err == nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return report.HoldsFailedRows(f)
}
