package main

import (
	"errors"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/report"
)

// A step is the command that a person would run now, as it can be typed into a shell, and why. The zero step is none.
type step struct {
	command, why string
	resumes      bool // it brings in the rows that are not done
}

// Flags that the next command does not have from this one. --yes is said again for the same list on the same dialer alone;
// failed rows are on a sheet of their own, under a header in its first line.
var (
	once = flagSet("quiet", "json", "first", "resume", "start-over", "undoable", "dry-run", "online", "results", "overwrite", "log-format", "log-level")
	// forReal are left out where a rehearsal becomes real: nobody was there to be spared, or to be asked.
	forReal = flagSet("sandbox", "yes", "rate", "workers", "retries", "timeout", "give-up", "pace", "max-failures")
	mending = flagSet("skip-invalid", "sheet", "header-row")
)

// next names the command that a person would run now.
func (o *checkOptions) next(path string, out *batch.Outcome, w writtenFiles, s *batch.Session, err error) step {
	all := out.Results
	switch {
	case o.command == "check" && err == nil:
		return step{command: "phonebatch import " + o.typed() + listWord(path)}
	case o.command == "check":
		return step{}
	case s.Open(all):
		return resumption(o.typed(), path, w.results, all)
	case o.dialer.sandbox && errors.Is(err, errNotAll) && onlyBeyondFirst(all, o.skipExisting()):
		return step{command: "phonebatch import " + o.typed() + listWord(path), why: "the whole list, once the pilot is good", resumes: true}
	case w.failed != "" && (errors.Is(err, errNotAll) || errors.Is(err, batch.ErrListHasErrors)):
		return o.again(w.failed, all)
	case err == nil && o.dialer.sandbox:
		return step{command: "phonebatch import " + o.typed(forReal) + listWord(path), why: "once it is to be real: with --url and --user, or PHONEBATCH_URL and PHONEBATCH_USER"}
	case err == nil && report.Counts(all)[object.Added] > 0:
		return step{command: "phonebatch verify " + typedDialer(o.list.flags) + fileWord(w.results), why: "whenever you want to know whether it still holds"}
	}
	return step{}
}

// resumption names the command that finishes a run. with are its flags.
func resumption(with, path, results string, all []object.Result) step {
	has := func(is func(object.Result) bool) bool { return slices.ContainsFunc(all, is) }
	why := "asks about those that were not verified"
	switch {
	case has(func(r object.Result) bool { return r.Status == object.Unconfirmed }):
		why = "finds out about the rows in doubt, and sends what is missing"
	case has(func(r object.Result) bool { return r.Code == codes.BeyondFirst }):
		why = "the rest, once the pilot is good"
	case has(func(r object.Result) bool { return r.Status == object.NotSent }):
		why = "sends the rows whose turn did not come"
	}
	if path == "-" {
		with += "--results " + fileWord(results) + " "
	}
	return step{command: "phonebatch import --resume " + with + listWord(path), why: why, resumes: true}
}

// onlyBeyondFirst says that all that is not done is what a pilot leaves out.
func onlyBeyondFirst(all []object.Result, skipExisting bool) bool {
	return !slices.ContainsFunc(all, func(r object.Result) bool { return r.Undone(skipExisting) && r.Code != codes.BeyondFirst })
}

// again names the command that brings the rest of the list in: it depends on why the rows are not done.
func (o *checkOptions) again(failed string, results []object.Result) step {
	for _, g := range report.Groups(results, o.skipExisting()) {
		if g.Code != apiclient.CodePhoneExists && g.Code != codes.Edited {
			return step{command: "phonebatch import " + o.typed(mending) + fileWord(failed), why: "once it is mended"}
		}
	}
	return step{}
}

// recalled names the command that goes on with a run that its journal tells of.
func recalled(h *ledger.History, results string, all []object.Result) step {
	return resumption(optionWords(h.Options), near(h.List), results, all)
}
