package register

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
)

// newest returns the run that began last among those for which matches returns true. found is false if there is none.
// If a damaged run is newer, or runs are missing, the error is a *DamagedError: the wanted run may be one of those.
func (r *Register) newest(matches func(*Run) bool) (run Run, found bool, err error) {
	list, err := r.runs()
	for _, w := range list {
		if w.Damaged {
			break
		}
		if matches(&w.Run) {
			return w.Run, true, unlessDamaged(err)
		}
	}
	return Run{}, false, err
}

// unlessDamaged drops a *DamagedError about runs that do not matter.
func unlessDamaged(err error) error {
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		return nil
	}
	return err
}

// newestImport is newestOf for imports.
func (r *Register) newestImport(dialer string, matches func(*Run) bool) (run Run, found bool, err error) {
	return r.newestOf(CommandImport, dialer, matches)
}

// newestOf is newest for the runs of a command on a dialer, under any spelling; an empty dialer means all dialers.
func (r *Register) newestOf(command, dialer string, matches func(*Run) bool) (run Run, found bool, err error) {
	var on family
	if dialer != "" {
		if on, err = r.readFamily(dialer); err != nil {
			return Run{}, false, err
		}
	}
	return r.newest(func(run *Run) bool {
		return run.Command == command && matches(run) && (dialer == "" || slices.Contains(on.names, run.Dialer))
	})
}

// Run returns the run with an id. found is false if the register does not know the id. If found is false and some runs
// are damaged or missing, the error is a *DamagedError. Otherwise the error is nil or a *StateError.
func (r *Register) Run(id string) (run Run, found bool, err error) {
	list, err := r.runs()
	for _, w := range list {
		if !w.Damaged && w.ID == id {
			return w.Run, true, unlessDamaged(err)
		}
	}
	return Run{}, false, err
}

// RunOfResults returns the newest run whose results are at an absolute path. If a damaged run is newer, or runs are
// missing, the error is a *DamagedError. Otherwise the error is nil or a *StateError.
func (r *Register) RunOfResults(path string) (run Run, found bool, err error) {
	return r.newest(func(run *Run) bool { return run.Results == path && path != "" })
}

// RunOfResultsName returns the newest run whose results have a base name, in any folder. The results are those of
// RunOfResults.
func (r *Register) RunOfResultsName(base string) (run Run, found bool, err error) {
	return r.newest(func(run *Run) bool { return run.Results != "" && filepath.Base(run.Results) == base })
}

// Newest returns the newest run that an undo can take back, an import or a retirement, of any list on any dialer. The
// results are those of RunOfResults.
func (r *Register) Newest() (run Run, found bool, err error) {
	return r.newest(func(run *Run) bool { return run.Command != CommandUndo })
}

// NewestRun returns the newest import of a list on a dialer, or on any dialer if dialer is empty. A run fits if its
// list had the absolute path or the content. The path - of standard input and an empty path or sum fit no run. The
// results are those of RunOfResults.
func (r *Register) NewestRun(dialer, path, sha256 string) (run Run, found bool, err error) {
	return r.newestImport(dialer, ofList(path, sha256))
}

// NewestRetirement is NewestRun for retirements.
func (r *Register) NewestRetirement(dialer, path, sha256 string) (run Run, found bool, err error) {
	return r.newestOf(CommandRetire, dialer, ofList(path, sha256))
}

// ofList returns the match of NewestRun.
func ofList(path, sha256 string) func(*Run) bool {
	return func(run *Run) bool {
		return isFile(path) && run.ListPath == path || sha256 != "" && run.ListSHA256 == sha256
	}
}

// LastRun is NewestRun without a content.
func (r *Register) LastRun(dialer, listPath string) (run Run, found bool, err error) {
	return r.NewestRun(dialer, listPath, "")
}

// LastRunLike is LastRun without runs that an undo has taken back. If there is no run, LastRunLike returns the newest
// import of a list in the same folder whose name differs only in digits: agents-2026-12-02.csv follows
// agents-2026-12-01.csv. The results are those of RunOfResults.
func (r *Register) LastRunLike(dialer, listPath string) (run Run, found bool, err error) {
	return r.RunLikeBut(dialer, listPath, "")
}

// RunLikeBut is LastRunLike without the run that has an id: the run before it, if it is the last one. A run that an
// undo has taken back does not count, because the dialer is as it was before the run.
func (r *Register) RunLikeBut(dialer, listPath, id string) (run Run, found bool, err error) {
	same := ofList(listPath, "")
	counts := func(run *Run) bool { return run.ID != id && !run.Undone }
	run, found, err = r.newestImport(dialer, func(run *Run) bool { return counts(run) && same(run) })
	if found || err != nil || !isFile(listPath) {
		return run, found, err
	}
	return r.newestImport(dialer, func(run *Run) bool {
		return counts(run) && withoutDigits(run.ListPath) == withoutDigits(listPath)
	})
}

// isFile reports whether the path of a list is that of a file, and not that of standard input.
func isFile(path string) bool { return path != "" && path != "-" }

// withoutDigits returns a path without the digits of its base name.
func withoutDigits(path string) string {
	dir, base := filepath.Split(path)
	return dir + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, base)
}

// UndoOf returns the newest undo of the run with an id. The results are those of RunOfResults.
func (r *Register) UndoOf(id string) (run Run, found bool, err error) {
	return r.newest(func(run *Run) bool { return run.Command == CommandUndo && run.Of == id })
}

// CredentialsFiles returns the paths of the files in which runs on a dialer kept the passwords that they made, the
// newest first. If some runs are damaged or missing, the error is a *DamagedError and paths are those of the other
// runs.
func (r *Register) CredentialsFiles(dialer string) (paths []string, err error) {
	on, err := r.readFamily(dialer)
	if err != nil {
		return nil, err
	}
	list, err := r.runs()
	for _, w := range list {
		if !w.Damaged && w.Credentials != "" && slices.Contains(on.names, w.Dialer) && !slices.Contains(paths, w.Credentials) {
			paths = append(paths, w.Credentials)
		}
	}
	return paths, err
}
