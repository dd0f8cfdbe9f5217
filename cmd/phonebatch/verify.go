package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/config"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// verifyOptions are the options of the command verify.
type verifyOptions struct {
	*app
	dialer   dialerFlags
	pace     paceFlags
	readBack readBackFlag
	register registerFlags
	json     bool
	deep     bool
}

func (a *app) verifyCommand() *cobra.Command {
	o := &verifyOptions{app: a}
	c := &cobra.Command{
		Use:   "verify RUN",
		Short: "ask the dialer again whether what a run added is there",
		Long: `Verify asks the dialer about every phone that an import added. The dialer stores nothing. RUN
is the run's id, its results file, or the word latest (phonebatch runs lists the runs). Verify uses the dialer of the
run; give the login as for an import.

If the API user may view the admin pages, Verify reads the list of all phones instead of asking about each. With --deep
it reads the page of each phone, and compares every value with what was sent.

Exit status: 0 all phones are there, 3 some are missing, differ or are unknown, 5 the dialer refused us.`,
		Example:           "  phonebatch verify --user api latest",
		Args:              oneRun(),
		ValidArgsFunction: completeRun,
		RunE:              func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	o.addFlags(c.Flags())
	return c
}

// addFlags adds the flags of verify to f.
func (o *verifyOptions) addFlags(f *pflag.FlagSet) {
	o.register.addTo(f)
	o.dialer.addTo(f, false)
	o.dialer.named.dialer.ofRun = true
	o.pace.addTo(f)
	o.readBack.addTo(f)
	f.BoolVar(&o.deep, "deep", false, env("deep", "read the page of each phone, and compare every value with what was sent, passwords included; no password is shown"))
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
}

// mayBeThere reports whether a run has added or changed the phone of a row, or may have done so.
func mayBeThere(r object.Result) bool {
	return r.Status == object.Added || r.Status == object.Updated || r.Status == object.Unconfirmed
}

// errRehearsed refuses to verify or undo a rehearsal, because its dialer no longer exists.
var errRehearsed = usage("that run was a rehearsal with --sandbox; its dialer no longer exists", "first import on a real dialer, with --url and --user")

// useDialer takes the dialer of an earlier run, a URL or a name, if no flag names a dialer. Errors are those of
// configure: a configuration file that is named in vain is one.
func (d *dialerFlags) useDialer(a *app, earlier string) error {
	if d.url != "" || d.named.entry() != nil || earlier == "" {
		return configUnused(d.flags)
	}
	a.say("the dialer of that run: %s", report.Plain(earlier))
	if !config.IsName(earlier) {
		d.url = earlier
		return configUnused(d.flags)
	}
	file, err := configFile(d.flags)
	if err != nil {
		return err
	}
	return chooseDialer(d.flags, file, earlier)
}

func (o *verifyOptions) run(word string) error {
	if o.deep && o.readBack.value == readBackOff {
		return usage("--deep reads the dialer's pages, and --read-back off reads none", "leave one of them out")
	}
	reg, err := o.register.open(o.app)
	if err != nil {
		return err
	}
	defer reg.Close()
	if all, err := findRuns(reg, word); err == nil {
		if all, err = o.dialer.ofDialer(reg, all); err != nil {
			return err
		}
		if len(all) > 1 {
			return o.each("verify", word, o.json, all, o.dialer.flags, func(a *app) runCommand { return &verifyOptions{app: a} })
		}
		word = all[0].ID
	}
	this, results, err := addedBy(reg, word)
	if err != nil {
		return err
	}
	o.name(this, results)
	if len(results) == 0 {
		o.say("that run added nothing")
		return o.tell(word, nil, nil)
	}
	return o.ask(word, reg, results)
}

// name says which run is verified, and whether an undo has taken it back. A run that the register does not know has no
// name.
func (o *verifyOptions) name(this register.Run, results []object.Result) {
	if this.ID == "" {
		return
	}
	aliases := 0
	for i := range results {
		if results[i].Kind == object.Alias {
			aliases++
		}
	}
	text := fmt.Sprintf("%s: phones that it added or may have added: %d", report.RunName(this), len(results)-aliases)
	if aliases > 0 {
		text += fmt.Sprintf("; aliases: %d", aliases)
	}
	o.say("%s", text)
	switch {
	case this.Undone:
		o.say("an undo has taken this run back: its phones should not be there")
	case this.Undoing:
		o.say("an undo of this run was begun and is not finished: some of its phones should not be there")
	}
}

// addedBy returns the run that word names, and the rows whose phones it has added or may have added. They come from the
// register, or from the results file word if the register does not know the run; the run then has no id. The error is
// errRehearsed, a *batch.NoRunError, or an error of the register or of the file.
func addedBy(reg *register.Register, word string) (this register.Run, results []object.Result, err error) {
	this, err = findRun(reg, word)
	var unknown *batch.NoRunError
	switch {
	case errors.As(err, &unknown):
		results, unreadable := readResults(word)
		if unreadable != nil {
			return register.Run{}, nil, noRunOrFileError(unreadable, err)
		}
		if len(results) > 0 && results[0].Dialer == batch.Rehearsal {
			return register.Run{}, nil, errRehearsed
		}
		return register.Run{}, slices.DeleteFunc(results, func(r object.Result) bool { return !mayBeThere(r) }), nil
	case err != nil:
		return this, nil, err
	}
	results, _, err = batch.Known(reg, this)
	return this, slices.DeleteFunc(results, func(r object.Result) bool { return !mayBeThere(r) }), err
}

// ask asks the dialer of the run about the phones of the run, and returns the error that the command ends with.
func (o *verifyOptions) ask(word string, reg *register.Register, results []object.Result) error {
	if err := o.dialer.useDialer(o.app, results[0].Dialer); err != nil {
		return err
	}
	if err := o.pace.finalize(o.warn); err != nil {
		return err
	}
	dialing, err := o.dial(o.ctx, &o.dialer, &o.pace, false)
	if err != nil {
		return err
	}
	if err := dialing.adopt(reg); err != nil {
		return err
	}
	same, err := reg.SameDialers(dialing.name(), results[0].Dialer)
	if err != nil {
		return err
	}
	if !same {
		return usage(fmt.Sprintf("that run was against %s, not %s", results[0].Dialer, dialing.name()), "pass the dialer of that run as --url or --dialer")
	}
	client, err := dialing.client(nil)
	if err != nil {
		return err
	}
	defer client.Close()
	meter := report.NewMeter(o.screen, o.streams.quiet)
	job := &batch.Job{Run: o.pace.run(results[0].Run, meter.Observe, o.tellRetry)}
	o.readBack.apply(o.app, job)
	checked, err := o.verify(client, reg, word, job, results)
	if err == nil && slices.ContainsFunc(checked, func(r object.Result) bool { return r.Verified != object.VerifiedYes }) {
		err = errNotAll
	}
	return o.tell(word, checked, err)
}

// verify asks whether the phones of a run are there, or with --deep whether all their values are as they were sent. The
// error is a *batch.NoRunError if --deep is to compare a run that the register does not know.
func (o *verifyOptions) verify(client *apiclient.Client, reg *register.Register, word string, job *batch.Job, results []object.Result) ([]object.Result, error) {
	this, err := findRun(reg, word)
	var unknown *batch.NoRunError
	switch {
	case errors.As(err, &unknown) && !o.deep:
		return job.Verify(o.ctx, client, nil, results)
	case err != nil:
		return nil, err
	}
	sent, err := batch.SentBy(reg, this)
	if err != nil {
		return nil, err
	}
	if o.deep {
		return job.VerifyDeep(o.ctx, client, sent, results)
	}
	return job.Verify(o.ctx, client, sent, results)
}

// tell prints the outcome and returns the error that the command ends with.
func (o *verifyOptions) tell(word string, checked []object.Result, err error) error {
	e := &report.Ending{Command: "verify", List: word, Subject: report.Verifying, Summary: report.Summary{Results: checked}}
	if len(checked) > 0 {
		e.Dialer = checked[0].Dialer
	}
	return o.end(e, o.json, err)
}
