package main

import (
	"cmp"
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"syscall"

	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
	"phonebatch/report"
)

// An ending is what one kind of error means for the command that it ends.
type ending struct {
	name  string // of the error's type or variable, such as batch.ErrNoRows
	means func(error) (status int, hints []string, is bool)
}

// endings are all of them. The first that fits an error decides; what fits none is unexpected.
var endings = []ending{
	ofType(func(e *signalError) (int, []string) { return e.status(), nil }), // it has been told what happens
	ofType(func(e *usageError) (int, []string) {
		return exitUsage, some(cmp.Or(e.hint, "`phonebatch COMMAND --help` says what a command takes"))
	}),
	ofType(func(e *preflight.FillError) (int, []string) {
		return exitUsage, some("`phonebatch import --help` says how " + e.Flag + " is written")
	}),
	ofType(func(e *preflight.WhereError) (int, []string) { return exitUsage, some(e.Remedy) }),
	ofType(func(e *preflight.MappingError) (int, []string) { return exitUsage, some(e.Remedy) }),
	ofType(func(*ledger.HeldError) (int, []string) {
		return exitHeld, some("wait for it to end; a lock is free as soon as its process is gone, however it went")
	}),
	ofType(func(*batch.OpenRunError) (int, []string) {
		return exitUsage, some("--resume finds out about the rows in doubt and finishes that run; --start-over sets its journal aside and begins anew")
	}),
	ofType(func(e *batch.UndoingError) (int, []string) {
		return exitUsage, some("finish it first: phonebatch undo " + fileWord(e.Results) + "; import --start-over begins anew all the same")
	}),
	ofType(func(e *batch.NoJournalError) (int, []string) { return exitUsage, noJournal(e) }),
	ofType(func(e *batch.OtherRunError) (int, []string) { return exitUsage, some(otherRun[e.What]) }),
	ofType(func(*run.LedgerError) (int, []string) {
		return exitUnexpected, some("make room, or mend the folder, then run it again with --resume: what was sent is in the journal")
	}),
	ofType(func(*report.WriteError) (int, []string) {
		return exitUnexpected, some("make room, or mend the folder; phonebatch report shows what the run's journal knows")
	}),
	ofType(func(*ledger.StateError) (int, []string) {
		return exitUnexpected, some("set XDG_STATE_HOME to a folder of your own")
	}),
	ofType(func(e *ledger.KeyError) (int, []string) { return exitUnexpected, some(e.Remedy) }),
	is("ledger.ErrNewer", ledger.ErrNewer, exitUnexpected, "use the phonebatch that wrote it, or a newer one"),
	ofType(func(e *batch.TrialError) (int, []string) { return exitRefused, trialRemedies(e) }),
	ofType(func(*run.FailuresError) (int, []string) {
		return exitNotAll, some("see why they failed, then run it again with --resume")
	}),
	is("main.errNotAll", errNotAll, exitNotAll), // the summary has told all
	is("batch.ErrDeclined", batch.ErrDeclined, exitUsage, "answer y to go on, or pass --yes where nobody is there to ask"),
	is("batch.ErrListHasErrors", batch.ErrListHasErrors, exitListErrors,
		"mend the rows named above; import --skip-invalid sends the others without them, --ignore CODE accepts a kind of problem",
		"--results FILE.csv writes the rows with their problems into FILE.failed.csv, to be mended there"),
	is("batch.ErrBuildRefuses", batch.ErrBuildRefuses, exitListErrors, "mend the rows named above, or pass --skip-invalid to send the others without them"),
	is("batch.ErrNoneTaken", batch.ErrNoneTaken, exitListErrors, "see what the column holds; COLUMN=VALUE must be all of the cell, COLUMN~WORD a part of it"),
	is("batch.ErrNoRows", batch.ErrNoRows, exitListErrors, "phonebatch sample writes a list to start from"),
	ofType(func(e *ledger.CredentialsError) (int, []string) { return exitUsage, some(e.Remedy) }),
	ofType(func(*batch.NumbersError) (int, []string) {
		return exitListErrors, some("give more numbers to choose from with --number, or fill the cells")
	}),
	is("batch.ErrForgotten", batch.ErrForgotten, exitUsage, "put journal.key back into the state folder; or --start-over, which gives everybody in the list a new number"),
	is("batch.ErrNoZone", batch.ErrNoZone, exitListErrors, "say it: --default local_gmt=-5.00"),
	ofType(func(e *preflight.HeaderError) (int, []string) { return exitListErrors, e.Hints() }),
	ofType(func(e *preflight.HeldError) (int, []string) { return exitListErrors, e.Hints() }),
	ofType(func(e *sheet.FormatError) (int, []string) { return exitListErrors, some(e.Remedy) }),
	ofType(func(e *run.StopError) (int, []string) { return exitRefused, remedies(e) }),
	is("main.errUnfit", errUnfit, exitRefused, "what to do stands with each check that has failed"),
	is("report.ErrNotResults", report.ErrNotResults, exitUsage, "name the file that import wrote: …results….csv"),
	is("report.ErrNoFile", report.ErrNoFile, exitUsage, "choose another name"),
	is("report.ErrExists", report.ErrExists, exitUsage, "choose another name, or pass --overwrite"),
	is("fs.ErrNotExist", fs.ErrNotExist, exitUsage, "check the path"),
	is("syscall.ENOTDIR", syscall.ENOTDIR, exitUsage, "check the path"),
	is("fs.ErrPermission", fs.ErrPermission, exitUnexpected, "see who owns the file and its folder, and who may read and write there"),
	is("syscall.ENOSPC", syscall.ENOSPC, exitUnexpected, "make room on the disk, and run it again"),
}

// meaning maps an error to an exit status and to what can be done about it.
func meaning(err error) (status int, hints []string) {
	if err == nil {
		return exitDone, nil
	}
	for _, e := range endings {
		if status, hints, fits := e.means(err); fits {
			return status, hints
		}
	}
	return exitUnexpected, some("run it again with --log-level debug, which tells more")
}

// ofType is the ending of errors of a type.
func ofType[E error](means func(E) (int, []string)) ending {
	return ending{strings.TrimPrefix(reflect.TypeFor[E]().String(), "*"), func(err error) (int, []string, bool) {
		var found E
		if !errors.As(err, &found) {
			return 0, nil, false
		}
		status, hints := means(found)
		return status, hints, true
	}}
}

// is is the ending of the errors that are, or wrap, a known one.
func is(name string, known error, status int, hints ...string) ending {
	return ending{name, func(err error) (int, []string, bool) { return status, hints, errors.Is(err, known) }}
}

// noJournal says what to do where an undo has nothing to go by.
func noJournal(e *batch.NoJournalError) []string {
	if e.Aside != "" {
		return []string{"its journal was set aside as " + e.Aside + ": give it its name back, once the run that came after is of no interest"}
	}
	return []string{"name the results file that import wrote, with its journal beside it: what a run added is read from the journal alone"}
}

// otherRun says what to do where an open run was something else's.
var otherRun = map[string]string{
	"dialer":  "pass that one as --url; import --start-over begins anew on this one",
	"list":    "name that list, or choose other --results",
	"results": "leave --results out, and they go where they went",
}

func some(hint string) []string {
	if hint == "" {
		return nil
	}
	return []string{hint}
}
