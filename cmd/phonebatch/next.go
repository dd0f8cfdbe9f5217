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

// afterCheck names the command that follows a check: the import of a list that is ready.
func (o *checkOptions) afterCheck(e *endedJob) report.Step {
	if e.err != nil {
		return report.Step{}
	}
	return report.Step{Command: "phonebatch import " + o.typedOptions() + listWord(e.path)}
}

// afterImport names the command that follows an import.
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
		return report.Step{Command: "phonebatch verify " + typedDialer(o.list.flags) + fileWord(w.results), Why: "whenever you want to know whether it still holds"}
	}
	return report.Step{}
}

// resumption names the command that finishes a run. with are its flags.
func resumption(with, path, results string, all []object.Result) report.Step {
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
	return report.Step{Command: "phonebatch import --resume " + with + listWord(path), Why: why, Resumes: true}
}

// onlyBeyondFirst says that all that is not done is what a pilot leaves out.
func onlyBeyondFirst(all []object.Result, skipExisting bool) bool {
	return !slices.ContainsFunc(all, func(r object.Result) bool { return r.Undone(skipExisting) && r.Code != codes.BeyondFirst })
}

// again names the command that brings the rest of the list in: it depends on why the rows are not done.
func (o *checkOptions) failedRowsStep(failed string, results []object.Result) report.Step {
	for _, g := range report.Groups(results, o.skipExisting()) {
		if g.Code != apiclient.CodePhoneExists && g.Code != codes.Edited && g.Code != codes.DiffersFromSent {
			return report.Step{Command: "phonebatch import " + o.typedOptions(wholeListFlags) + fileWord(failed), Why: "once it is mended"}
		}
	}
	return report.Step{}
}

// recalled names the command that goes on with a run of the register.
func resumptionOf(r register.Run, all []object.Result) report.Step {
	list := r.ListPath
	if list != "-" {
		list = shortPath(list)
	}
	return resumption(optionWords(r.Options), list, r.Results, all)
}
