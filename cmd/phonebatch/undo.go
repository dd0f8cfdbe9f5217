package main

import (
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// undoOptions are the options of the command undo.
type undoOptions struct {
	*app
	dialer   dialerFlags
	pace     paceFlags
	register registerFlags

	yes, noVerify, json bool
}

func (a *app) undoCommand() *cobra.Command {
	o := &undoOptions{app: a}
	c := &cobra.Command{
		Use:   "undo RUN",
		Short: "take back exactly what a run did",
		Long: `Undo deletes the phones that an import added, and no others. RUN is the run's id, its
results file, or the word latest (phonebatch runs lists the runs). Undo takes the phones from the register and not
from the results file, because a spreadsheet may have changed that file. The API user needs the permission to delete
phones. If an undo is cut off, call it again: it continues where it stopped.

Undo uses the dialer of the run; give the login as for an import. If anything was deleted, undo writes what became of
each phone into a file beside the results.

The API does not show whether somebody has changed such a phone since. Undo deletes a changed phone too.

Phones that the import only changed get back the values that their pages showed before, unless somebody has changed
them since. If the pages could not be read then, undo leaves these phones alone and says so.

Phones that a run retired become active again, and come back into their aliases. If the run deleted them, undo adds them
again with the values that their pages showed; if the pages could not be read then, it says so.

Exit status: 0 everything is as before, 3 some of it is not, 5 the dialer refused us, 7 another run holds the dialer.`,
		Example:           "  phonebatch undo --user api latest\n  phonebatch undo --user api agents.results.20261122-204500Z.csv",
		Args:              oneRun(),
		ValidArgsFunction: completeRun,
		RunE:              func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	o.addFlags(c.Flags())
	return c
}

// addFlags adds the flags of undo to f.
func (o *undoOptions) addFlags(f *pflag.FlagSet) {
	f.BoolVarP(&o.yes, "yes", "y", false, "delete without asking")
	f.BoolVar(&o.noVerify, "no-verify", false, env("no-verify", "do not ask about each phone after deleting it"))
	o.register.addTo(f)
	o.dialer.addTo(f, false)
	o.dialer.named.dialer.ofRun = true
	o.pace.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
}

func (o *undoOptions) run(word string) error {
	reg, err := o.register.open(o.app)
	if err != nil {
		return err
	}
	defer reg.Close()
	all, err := findRuns(reg, word)
	if err == nil {
		all, err = o.dialer.ofDialer(reg, all)
	}
	if len(all) > 1 && err == nil {
		return o.each("undo", word, o.json, all, o.dialer.flags, func(a *app) runCommand { return &undoOptions{app: a} })
	}
	var this register.Run
	if len(all) == 1 {
		this = all[0]
	}
	if err == nil && this.Command == register.CommandUndo {
		err = &batch.NoRunError{Named: word}
	}
	var unknown *batch.NoRunError
	if errors.As(err, &unknown) {
		return o.withoutRun(word, err)
	}
	if err != nil {
		return err
	}
	if err := o.dialer.useDialer(o.app, this.Dialer); err != nil {
		return err
	}
	if err := o.pace.finalize(o.warn); err != nil {
		return err
	}
	dialing, err := o.dial(o.ctx, &o.dialer, &o.pace, false)
	if err != nil {
		return err
	}
	return o.take(word, reg, this, dialing)
}

// take deletes the phones that a run added, and returns the error that the command ends with.
func (o *undoOptions) take(word string, reg *register.Register, this register.Run, dialing *dialing) error {
	undo, err := o.begin(word, reg, this, dialing)
	if err != nil {
		return err
	}
	defer undo.Close()
	undo.NoVerify = o.noVerify
	file, err := files.Create(shortPath(undo.Results), files.Number)
	if err != nil {
		return err
	}
	file.Ours, file.Appearing = undo.Ours, undo.Writes
	defer file.Discard()
	client, err := dialing.client(nil)
	if err != nil {
		return err
	}
	defer client.Close()
	meter := report.NewMeter(o.screen, o.streams.quiet)
	defer o.tellOfStopping()()
	results, err := undo.Do(o.ctx, client, o.pace.run(newRunID(), meter.Observe, o.tellRetry), func(p run.Plan) error { return o.confirm(this, client.Name(), p) })
	if err == nil && (undo.Damaged > 0 || slices.ContainsFunc(results, func(r object.Result) bool { return !r.Done(false) })) {
		err = errNotAll
	}
	for _, text := range undo.Aliases {
		o.warn("%s", report.Plain(text))
	}
	if undo.Unkept != "" {
		o.warn("%s", report.Plain(undo.Unkept))
	}
	if err == nil && len(undo.Aliases) > 0 {
		err = errNotAll
	}
	return o.tell(word, undo, file, results, err)
}

// withoutRun ends an undo of a run that the register does not know. If the results file shows that the run added
// nothing, the error is nil: such a run is never in the register. Otherwise the error is errRehearsed or unknown.
func (o *undoOptions) withoutRun(word string, unknown error) error {
	results, err := readResults(word)
	switch {
	case err == nil && len(results) > 0 && results[0].Dialer == batch.Rehearsal:
		return errRehearsed
	case err == nil && !slices.ContainsFunc(results, mayBeThere):
		return o.nothingAdded(word)
	}
	return unknown
}

// nothingAdded prints that there is nothing to delete.
func (o *undoOptions) nothingAdded(word string) error {
	if o.json {
		return o.print(&report.Ending{Command: "undo", List: word}, nil)
	}
	o.say("that run added nothing")
	return nil
}

// begin takes the lock of the dialer for the undo of a run, and warns about phones that the undo cannot delete. The
// caller closes the Undo. Errors are those of batch.BeginUndo.
func (o *undoOptions) begin(word string, reg *register.Register, this register.Run, d *dialing) (*batch.Undo, error) {
	if err := d.adopt(reg); err != nil {
		return nil, err
	}
	u, err := batch.BeginUndo(reg, register.Me("phonebatch undo "+word), this, d.name())
	if err != nil {
		return nil, err
	}
	if u.Resumed {
		o.say("continuing an earlier undo of that run")
	}
	if u.Damaged > 0 {
		o.warn("phones of that run about which the register is damaged: %d; they are unknown, and undo does not delete them", u.Damaged)
	}
	if u.InDoubt > 0 {
		o.warn("phones that the run may or may not have added: %d; undo does not delete them; import --resume finds out first", u.InDoubt)
	}
	return u, nil
}

// confirm prints the plan of the undo and, without --yes, asks for a yes. The error is that of ask.
func (o *undoOptions) confirm(this register.Run, dialer string, p run.Plan) error {
	o.say("%s", report.UndoPlan(this, dialer, p))
	if o.yes {
		return nil
	}
	if p.Add == 0 {
		return o.ask("change them back?", false)
	}
	return o.ask("delete them?", false)
}

// tell writes the results, prints the outcome, and returns the error that the command ends with.
func (o *undoOptions) tell(word string, u *batch.Undo, file *files.File, results []object.Result, err error) error {
	written := ""
	if u.Begun() { // if nothing was deleted, the results of an earlier undo are still right
		failed := file.Fill(func(to io.Writer) error { return report.WriteResults(to, results) })
		if failed == nil {
			written = file.Path
			failed = u.End(results)
		}
		err = combineErrors(err, failed)
	}
	if u.AddedLater > 0 {
		o.say("phones of that run that a later run has added again: %d; they belong to that run, and undo leaves them alone", u.AddedLater)
	}
	e := &report.Ending{Command: "undo", List: word, Summary: report.Summary{Results: results, ResultsPath: written, Now: utcNow()}}
	if u.NothingLeft {
		e.Heading = report.RunName(u.Run) + "\nan undo has taken this run back already; its results:"
	}
	if len(results) > 0 {
		e.Dialer = results[0].Dialer
	} else if !o.json {
		o.say("%s: that run added nothing", report.RunName(u.Run))
	}
	return o.end(e, o.json, err)
}
