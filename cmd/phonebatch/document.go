package main

import (
	"errors"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"phonebatch/batch/codes"
	"phonebatch/report"
)

// end prints the ending of a command that ends with err: as JSON if asJSON, as text otherwise. With --quiet, it prints
// only the line about rows that are not done. It returns the error that the command ends with: err, or also the error
// of printing.
func (a *app) end(e *report.Ending, asJSON bool, err error) error {
	if a.ended != nil {
		*a.ended = *e
	}
	switch {
	case asJSON && a.ended != nil:
		return err
	case asJSON:
		return a.print(e, err)
	case a.streams.quiet:
		if errors.Is(err, errNotAll) { // even with --quiet, a person must learn that rows are not done
			a.screen.Say("phonebatch: error: %s", e.Line())
		}
		return err
	}
	return combineErrors(err, e.Text(a.screen))
}

// print prints the JSON document of a command that ends with err. It returns the error that the command ends with: err,
// or also the error of printing.
func (a *app) print(e *report.Ending, err error) error {
	a.documented = true
	return combineErrors(err, e.JSON(a.out, exitOf(err)))
}

// exitOf returns the part of a document that says how the command ended. If some rows are not done, that part has no
// error text, because the document shows these rows.
func exitOf(err error) report.Exit {
	status, hints := meaning(err)
	if err == nil || errors.Is(err, errNotAll) {
		return report.Exit{Status: status}
	}
	return report.Exit{Status: status, Error: errorText(err), Codes: codes.OfError(err), Hints: hints}
}

// subject is the annotation of a command whose document holds checks or runs and not rows.
const (
	subject       = "subject"
	checksSubject = "checks"
	runsSubject   = "runs"
	configSubject = "config"
)

// document prints a document for a command that was called with --json and failed before it printed one. So there is a
// document after every error, except for errors of the flags themselves. It returns the error that the command ends
// with.
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
	case configSubject:
		e.Command, e.Subject = "config check", report.Configuring
	}
	if args := c.Flags().Args(); len(args) == 1 {
		e.List = args[0]
	}
	return a.print(e, err)
}

// wantsJSON reports whether --json or its environment variable is set for a command.
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
