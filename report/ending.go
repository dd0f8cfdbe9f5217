package report

import (
	"io"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/preflight"
	"phonebatch/batch/register"
)

// An Ending holds everything that a command reports when it ends. Every command fills in one Ending. Text writes it
// for a person, JSON for a script. A command leaves the fields empty that do not concern it.
type Ending struct {
	Command string
	List    string // the list or the results file, as named on the command line
	Dialer  string
	Subject Subject

	Summary                   // results of the rows, names of the files, and the next command
	Preflight *preflight.List // what pre-flight found; nil if no list was read
	Open      *bool           // whether import --resume would continue the run; nil if the command does not say
	Checks    []Check         // the findings of doctor
	Runs      []register.Run  // the runs that the command runs lists

	Configuration *Configuration // what config check says; nil for other commands

	Comparison *batch.Comparison // the differences that compare found; nil for other commands
	Exported   *batch.Exported   // the phones that export wrote; nil for other commands
	ListPath   string            // the list that export wrote
}

// A Subject says what the text of an Ending is about.
type Subject uint8

const (
	Rows        Subject = iota // the results of all rows, then the files and the next command
	Files                      // only the files and the next command
	Verifying                  // which phones of a run are on the dialer
	Checking                   // nothing: doctor reports each check at once
	Listing                    // the runs of the register
	Configuring                // a configuration file
)

// An Exit says how a command ended: the exit status, and the error if there was one. Rows that are not done are no
// error.
type Exit struct {
	Status int
	Error  string
	Codes  []apiclient.Code // the codes for a list that cannot be read at all
	Hints  []string         // what the user can do about the error
}

// Text writes an Ending for a person. If w is a terminal, the lines fit its width. The error is that of w.
func (e *Ending) Text(w io.Writer) error {
	switch e.Subject {
	case Files:
		return e.Trailer(w)
	case Verifying:
		return Verified(w, e.Results)
	case Checking:
		return nil
	case Listing:
		return writeRuns(w, e.Runs)
	case Configuring:
		return e.Configuration.text(w)
	}
	return e.Summary.Write(w)
}

// Line says in one line which rows are not done, for a person who asked for nothing else. The line is safe for a
// terminal (Plain).
func (e *Ending) Line() string {
	if e.Subject == Verifying {
		return VerifiedShort(e.Results)
	}
	return Plain(e.Short())
}

// JSON writes an Ending as one JSON document. The error is that of w.
func (e *Ending) JSON(w io.Writer, exit Exit) error {
	switch e.Subject {
	case Checking:
		return (&checkup{
			Command: e.Command, Dialer: e.Dialer, Exit: exit.Status, Error: exit.Error, Hints: exit.Hints, Checks: e.Checks,
		}).write(w)
	case Listing:
		return writeJSON(w, &runList{Command: e.Command, Exit: exit.Status, Error: exit.Error, Hints: exit.Hints, Runs: runLines(e.Runs)})
	}
	if e.Subject == Configuring {
		return writeJSON(w, e.configured(exit))
	}
	d := &document{
		Command: e.Command, List: e.List, Dialer: e.Dialer,
		Exit: exit.Status, Error: exit.Error, Codes: exit.Codes, Hints: exit.Hints,
		Results: e.ResultsPath, Failed: e.FailedPath, Made: e.Credentials, Open: e.Open,
	}
	if e.Preflight != nil {
		d.addList(e.Preflight)
	}
	if e.Comparison != nil {
		d.Compared = comparedOf(e.Comparison)
	}
	if e.Exported != nil {
		d.Rows, d.Exported = len(e.Exported.Phones), exportedOf(e.Exported, e.ListPath)
	}
	if e.Results != nil {
		d.addResults(e.Results, e.SkipExisting)
	}
	return d.write(w)
}

// configured returns the document of a configuration. The file is unknown if the command failed before.
func (e *Ending) configured(exit Exit) *configured {
	d := &configured{
		Command: e.Command, Exit: exit.Status, Error: exit.Error, Hints: exit.Hints, Dialers: []ConfiguredDialer{}, Profiles: []ConfiguredProfile{}, Mistakes: []ConfigMistake{},
	}
	if c := e.Configuration; c != nil {
		d.File, d.Dialers, d.Profiles, d.Mistakes = c.File, append(d.Dialers, c.Dialers...), append(d.Profiles, c.Profiles...), append(d.Mistakes, c.Mistakes...)
	}
	return d
}
