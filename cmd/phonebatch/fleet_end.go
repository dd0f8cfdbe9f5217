package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"phonebatch/batch"
	"phonebatch/batch/exit"
	"phonebatch/batch/object"
	"phonebatch/report"
)

// tell writes the results of all parts into one file, prints one outcome, and returns the error that the command ends
// with. It ends the sessions after the results are on disk. reserved is nil if no results are wanted.
func (fl *fleet) tell(reserved *resultFiles) error {
	for _, p := range fl.parts {
		if p.out == nil {
			return fl.whole.fail(fl.path, p.err)
		}
	}
	whole, err := fl.outcome(), fl.ending()
	var written writtenFiles
	var failed error
	if reserved != nil && fl.worthWriting(err) {
		written, failed = reserved.write(whole, fl.whole.skipExisting())
	}
	var runs []string
	for _, p := range fl.parts {
		if failed == nil {
			failed = p.session.End(p.out.Results)
		}
		if p.run = p.session.Recorded(); p.run != "" {
			runs = append(runs, p.run)
		}
		p.tellOfOthers(writtenFiles{}, p.session)
	}
	err = combineErrors(err, failed)
	fl.whole.ended = &endedJob{fl.path, whole, written, nil, err, strings.Join(runs, ", ")}
	e := &report.Ending{
		Command: fl.whole.purpose.command, List: fl.path, Dialer: whole.Dialer, Preflight: whole.List,
		Summary: report.Summary{
			Results: whole.Results, SkipExisting: fl.whole.skipExisting(), ProblemsTold: true,
			ResultsPath: written.results, FailedPath: written.failed, Credentials: whole.Credentials, Before: shortPath(whole.Before),
			Import: fl.whole.purpose.adds, Registering: registering(whole), Now: utcNow(), Next: fl.next(whole, written, err),
		},
	}
	if !fl.whole.purpose.adds && !whole.Sent {
		e.Subject = report.Files
	}
	return fl.whole.end(e, fl.whole.json, err)
}

// outcome returns the outcomes of all parts as one.
func (fl *fleet) outcome() *batch.Outcome {
	var parts []*batch.Outcome
	for _, p := range fl.parts {
		p.out.Dialer = p.name // an import that never reached its dialer does not know it
		parts = append(parts, p.out)
	}
	return batch.Whole(parts)
}

// ending returns the error with which the command ends. If some dialers refused us or are down and others are not, the
// command has finished with rows that are not done; what is wrong with a dialer is said under its name.
func (fl *fleet) ending() error {
	if err := fl.forAll(); err != nil {
		return err
	}
	var first error
	refused := 0
	for _, p := range fl.parts {
		if p.err == nil {
			continue
		}
		refused++
		if first == nil {
			first = p.err
		}
	}
	switch {
	case refused == len(fl.parts) && refused > 0 && len(fl.parts) == 1:
		return first
	case refused > 0:
		for _, p := range fl.parts {
			if p.err != nil {
				p.explain(p.err)
			}
		}
		if refused == len(fl.parts) {
			return &allDownError{first}
		}
		return errNotAll
	case slices.ContainsFunc(fl.parts, (*part).undone):
		return errNotAll
	}
	return nil
}

// forAll returns the error of a part that concerns all: of this machine, of the list, or of the user. Where the rows of
// one dialer keep the others from being sent, it is the error of that dialer, with its name.
func (fl *fleet) forAll() (err error) {
	for _, p := range fl.parts {
		switch status, _ := meaning(p.err); {
		case p.err == nil || status == exit.Refused:
		case errors.Is(p.err, batch.ErrListHasErrors):
			err = p.err
		case status == exit.ListErrors:
			return fmt.Errorf("%s: %w", p.name, p.err)
		default:
			return p.err
		}
	}
	return err
}

// undone reports whether a row of the part is not done.
func (p *part) undone() bool {
	undone := func(r object.Result) bool { return r.Undone(p.skipExisting()) }
	return p.out != nil && slices.ContainsFunc(p.out.Results, undone)
}

// nights returns what became of each dialer, for monitoring, when the command has ended with an error or nil. An error
// that is not of one dialer alone concerns all.
func (fl *fleet) nights(ended error) (list []report.DialerNight) {
	for _, p := range fl.parts {
		err := p.err
		if status, _ := meaning(ended); err == nil && status != exit.NotAll && status != exit.Refused {
			err = ended
		}
		if err == nil && p.undone() {
			err = errNotAll
		}
		n := report.DialerNight{Dialer: p.name, Run: p.run, Exit: exitOf(err)}
		if p.out != nil {
			n.Results = p.out.Results
		}
		list = append(list, n)
	}
	return list
}

// An allDownError ends a command whose dialers all refused us or are down. Each has been explained.
type allDownError struct{ first error }

func (e *allDownError) Error() string { return "no dialer of the list took its rows" }

// Unwrap returns the error of the first dialer.
func (e *allDownError) Unwrap() error { return e.first }

// Status is the exit status of a command that the error ends.
func (e *allDownError) Status() int { return exit.Refused }

// Hints say what the user can do.
func (e *allDownError) Hints() []string { return []string{"see what is said of each dialer above"} }

// worthWriting reports whether to write the results: if those of a part would be written.
func (fl *fleet) worthWriting(err error) bool {
	return slices.ContainsFunc(fl.parts, func(p *part) bool {
		return p.worthWriting(p.out, p.session, p.err) || errors.Is(err, errNotAll) && p.purpose.adds
	})
}

// next returns the command that a person would run next.
func (fl *fleet) next(whole *batch.Outcome, w writtenFiles, err error) report.Step {
	o := fl.whole
	switch {
	case !o.purpose.adds:
		return o.afterCheck(&endedJob{path: fl.path, err: err})
	case slices.ContainsFunc(fl.parts, func(p *part) bool { return p.session.Open(p.out.Results) }):
		return resumption(o.typedOptions(), fl.path, w.results, whole.Results)
	}
	return o.afterImport(&endedJob{path: fl.path, out: whole, written: w, err: err})
}
