package main

import (
	"errors"
	"slices"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// afterCheck returns the import of the same list if the check found no error.
func (o *checkOptions) afterCheck(e *endedJob) report.Step {
	if e.err != nil {
		return report.Step{}
	}
	return report.Step{Command: "phonebatch import " + o.typedOptions() + listWord(e.path)}
}

// afterImport returns the command to run after an import.
func (o *checkOptions) afterImport(e *endedJob) report.Step {
	all, w := e.out.Results, e.written
	switch {
	case e.session.Open(all):
		return resumption(o.typedOptions(), e.path, w.results, all)
	case o.dialer.sandbox && errors.Is(e.err, errNotAll) && onlyBeyondFirst(all, o.skipExisting()):
		return report.Step{Command: "phonebatch import " + o.typedOptions() + listWord(e.path), Why: "the whole list, once the pilot is good", Resumes: true}
	case w.failed != "" && (errors.Is(e.err, errNotAll) || errors.Is(e.err, batch.ErrListHasErrors)):
		return o.failedRowsStep(w.failed, all)
	case e.err == nil && o.dialer.sandbox:
		return report.Step{Command: "phonebatch import " + o.typedOptions(rehearsalFlags) + listWord(e.path), Why: "once it is to be real: with --url and --user, or PHONEBATCH_URL and PHONEBATCH_USER"}
	case e.err == nil && report.Counts(all)[object.Added] > 0:
		return report.Step{Command: "phonebatch verify " + typedDialer(o.list.flags) + fileWord(w.results), Why: "to check whether the phones are still there"}
	}
	return report.Step{}
}

// resumption returns the command that finishes a run. with holds the flags of that command, results the path of the
// results of the run.
func resumption(with, path, results string, all []object.Result) report.Step {
	has := func(is func(object.Result) bool) bool { return slices.ContainsFunc(all, is) }
	why := "asks about the rows that were not verified"
	switch {
	case has(func(r object.Result) bool { return r.Status == object.Unconfirmed }):
		why = "finds out about the rows in doubt, and sends what is missing"
	case has(func(r object.Result) bool { return r.Code == codes.BeyondFirst }):
		why = "the rest, once the pilot is good"
	case has(func(r object.Result) bool { return r.Status == object.NotSent }):
		why = "sends the rows that were not sent"
	}
	if path == "-" {
		with += "--results " + fileWord(results) + " "
	}
	return report.Step{Command: "phonebatch import --resume " + with + listWord(path), Why: why, Resumes: true}
}

// onlyBeyondFirst reports whether all rows that are not done are rows that --first left out.
func onlyBeyondFirst(all []object.Result, skipExisting bool) bool {
	return !slices.ContainsFunc(all, func(r object.Result) bool { return r.Undone(skipExisting) && r.Code != codes.BeyondFirst })
}

// failedRowsStep returns the import of the file of failed rows. It returns the zero Step if all these rows failed for
// reasons that another import cannot change, such as a phone that exists already.
func (o *checkOptions) failedRowsStep(failed string, results []object.Result) report.Step {
	for _, g := range report.Groups(results, o.skipExisting()) {
		if g.Code != apiclient.CodePhoneExists && g.Code != codes.Edited && g.Code != codes.DiffersFromSent {
			return report.Step{Command: "phonebatch import " + o.typedOptions(wholeListFlags) + fileWord(failed), Why: "once it is mended"}
		}
	}
	return report.Step{}
}

// resumptionOf returns the command that finishes a run of the register.
func resumptionOf(r register.Run, all []object.Result) report.Step {
	list := r.ListPath
	if list != "-" {
		list = shortPath(list)
	}
	return resumption(optionWords(r.Options), list, r.Results, all)
}
