package main

import (
	"errors"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"phonebatch/batch/preflight"
	"phonebatch/report"
)

// print prints the JSON document of a command that ends with err, and returns what it ends with then.
func (a *app) print(d *report.Document, err error) error {
	a.documented = true
	d.Exit, d.Error, d.Hints = told(err)
	d.Codes = preflight.ErrorCodes(err)
	return worse(err, d.Write(a.out))
}

// told is what a document says of the end of its command: that rows are not done can be seen in it, and is no error.
func told(err error) (status int, text string, hints []string) {
	status, hints = meaning(err)
	if err == nil || errors.Is(err, errNotAll) {
		return status, "", nil
	}
	return status, words(err), hints
}

// document prints a document for a command that had none to print yet: whoever asks for JSON gets it, whatever ends the
// command once its flags are read.
func (a *app) document(c *cobra.Command, err error) error {
	if err == nil || a.documented || !wantsJSON(c) {
		return err
	}
	if c.Name() == "doctor" {
		return a.printCheckup(&report.Checkup{}, err)
	}
	d := &report.Document{Command: c.Name()}
	if args := c.Flags().Args(); len(args) == 1 {
		d.List = args[0]
	}
	return a.print(d, err)
}

// printCheckup prints the document of a doctor that ends with err.
func (a *app) printCheckup(d *report.Checkup, err error) error {
	a.documented = true
	d.Command = "doctor"
	d.Exit, d.Error, d.Hints = told(err)
	return worse(err, d.Write(a.out))
}

// wantsJSON says whether a command was called with --json, or has that from its variable.
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
