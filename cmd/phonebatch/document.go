package main

import (
	"errors"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"phonebatch/batch/codes"
	"phonebatch/report"
)

// end tells what a command has to tell when it ends with err, as its flags ask for it, and returns the error that the
// command then ends with.
func (a *app) end(e *report.Ending, asJSON bool, err error) error {
	switch {
	case asJSON:
		return a.print(e, err)
	case a.streams.quiet:
		if errors.Is(err, errNotAll) { // somebody must hear of it
			a.screen.Say("phonebatch: error: %s", e.Line())
		}
		return err
	}
	return combineErrors(err, e.Text(a.screen))
}

// print prints the JSON document of a command that ends with err, and returns the error that the command then ends with.
func (a *app) print(e *report.Ending, err error) error {
	a.documented = true
	return combineErrors(err, e.JSON(a.out, exitOf(err)))
}

// exitOf is what a document says of the end of its command. It has no error where only some rows are not done: the document
// shows which.
func exitOf(err error) report.Exit {
	status, hints := meaning(err)
	if err == nil || errors.Is(err, errNotAll) {
		return report.Exit{Status: status}
	}
	return report.Exit{Status: status, Error: errorText(err), Codes: codes.OfError(err), Hints: hints}
}

// subject is the annotation of a command whose document tells of something else than rows: of checks, or of runs.
const (
	subject       = "subject"
	checksSubject = "checks"
	runsSubject   = "runs"
)

// document prints a document for a command that had none to print yet: whoever asks for JSON gets it, whatever ends the
// command once its flags are read.
func (a *app) document(c *cobra.Command, err error) error {
	if err == nil || a.documented || !wantsJSON(c) {
		return err
	}
	e := &report.Ending{Command: c.Name()}
	switch c.Annotations[subject] {
	case checksSubject:
		e.Subject = report.Checking
	case runsSubject:
		e.Subject = report.Listing
	}
	if args := c.Flags().Args(); len(args) == 1 {
		e.List = args[0]
	}
	return a.print(e, err)
}

// wantsJSON reports whether a command was called with --json, or has that from its variable.
func wantsJSON(c *cobra.Command) bool {
	f := c.Flags().Lookup("json")
	if f == nil {
		return false
	}
	text := f.Value.String()
	if !f.Changed {
		text = os.Getenv(variable(f.Name))
	}
	wanted, _ := strconv.ParseBool(text)
	return wanted
}
