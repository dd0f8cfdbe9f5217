package main

import (
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/batch/config"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// A runCommand is a command about a run, such as verify.
type runCommand interface {
	addFlags(f *pflag.FlagSet)
	run(word string) error
}

// each carries out a command for each of the runs that one list has had on several dialers, one after the other:
// command makes the command for one of them, which gets the flags of f. What a command prints begins with the name of
// the dialer; with JSON, there is one document. each returns the error that the command ends with.
func (a *app) each(name, word string, asJSON bool, runs []register.Run, f *pflag.FlagSet, command func(*app) runCommand) error {
	var errs []error
	var dialers []string
	whole := &report.Ending{Command: name, List: word, Subject: report.Files}
	for _, this := range runs {
		one := a.within(this.Dialer)
		one.ended = new(report.Ending)
		err := runOn(command(one), this, f)
		one.explainPart(err)
		errs, dialers = append(errs, err), append(dialers, this.Dialer)
		whole.Results = append(whole.Results, one.ended.Results...)
		whole.Subject = one.ended.Subject
	}
	err := oneError(errs)
	if !asJSON {
		return err
	}
	whole.Dialer = strings.Join(dialers, ", ")
	return a.print(whole, err)
}

// runOn carries out a command for a run. The command gets the flags of f.
func runOn(c runCommand, this register.Run, f *pflag.FlagSet) error {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	c.addFlags(own)
	for _, l := range saidLayers(f, "dialer", "profile") {
		if err := l.apply(own); err != nil {
			return err
		}
	}
	return c.run(this.ID)
}

// explainPart prints the error that ends one of several parts of a command.
func (a *app) explainPart(err error) {
	if err != nil {
		a.explain(err)
	}
}

// oneError returns the error with which a command ends whose parts have ended with these errors: that of all parts if
// all have one status, and else errNotAll, as some parts have done their work.
func oneError(errs []error) error {
	first, _ := meaning(errs[0])
	for _, err := range errs[1:] {
		if status, _ := meaning(err); status != first {
			return errNotAll
		}
	}
	return errs[0]
}

// ofDialer returns the runs that were on the dialer that the flags name, or all if they name none. The error is that of
// the register.
func (d *dialerFlags) ofDialer(reg *register.Register, runs []register.Run) (list []register.Run, err error) {
	name := d.url
	if entry := d.named.entry(); entry != nil {
		name = entry.Name
	}
	if name == "" || len(runs) < 2 {
		return runs, nil
	}
	if !config.IsName(name) {
		urls, err := d.endpoints()
		if err != nil {
			return nil, err
		}
		name = urls[0].String()
	}
	for _, this := range runs {
		same, err := reg.SameDialers(this.Dialer, name)
		if err != nil {
			return nil, err
		}
		if same {
			list = append(list, this)
		}
	}
	if len(list) == 0 {
		return runs[:1], nil // the command says that its dialer is another one
	}
	return list, nil
}
