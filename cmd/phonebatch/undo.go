package main

import (
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/batch/run"
	"phonebatch/report"
)

type undoOptions struct {
	*app
	dialer dialerFlags
	pace   paceFlags

	yes, noVerify, json bool
}

func (a *app) undoCommand() *cobra.Command {
	o := &undoOptions{app: a}
	c := &cobra.Command{
		Use:   "undo RESULTS",
		Short: "take back exactly what a run added",
		Long: `Undo deletes the phones that an import has added, and no others. It goes by the journal beside the results file, never by
the results themselves: they may have been through a spreadsheet. The API user needs the permission to delete phones.
Cut off, it goes on where it was when it is called again.

The dialer is that of the run; who we are is said as for an import. What becomes of each phone is written into a file beside
the results, once anything was deleted.

What anybody has changed of those phones since cannot be seen through the API, and is deleted with them.

Exit status: 0 they are gone, 3 some are not, 5 the dialer refused us, 7 another run holds the results or the dialer.`,
		Example:           "  phonebatch undo --user api agents.results.20261122-204500Z.csv",
		Args:              oneFile("results file"),
		ValidArgsFunction: completeResults,
		RunE:              func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	f := c.Flags()
	f.BoolVarP(&o.yes, "yes", "y", false, "delete without asking")
	f.BoolVar(&o.noVerify, "no-verify", false, env("no-verify", "do not ask about each phone after deleting it"))
	o.dialer.addTo(f, false)
	o.pace.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
	return c
}

func (o *undoOptions) run(path string) error {
	if err := o.pace.finalize(o.warn); err != nil {
		return err
	}
	earlier, err := ledger.ReadRun(path + ledger.Suffix)
	if err != nil {
		return o.withoutJournal(path)
	}
	o.dialer.of(o.app, earlier.Dialer)
	dialing, err := o.dial(o.ctx, &o.dialer, &o.pace, false)
	if err != nil {
		return err
	}
	undoing, err := o.begin(path, dialing)
	if err != nil {
		return err
	}
	defer undoing.Close()
	undoing.NoVerify = o.noVerify
	file, err := report.Create(near(undoing.Results), report.Number)
	if err != nil {
		return err
	}
	file.Ours = undoing.Ours
	defer file.Discard()
	client, err := dialing.client(nil)
	if err != nil {
		return err
	}
	defer client.Close()
	meter := report.NewMeter(o.screen, o.streams.quiet)
	defer o.tellOfStopping()()
	results, err := undoing.Do(o.ctx, client, o.pace.run(newRunID(), meter.Observe, o.waiting), func(p run.Plan) error { return o.confirm(client.Name(), p) })
	if err == nil && slices.ContainsFunc(results, func(r object.Result) bool { return !r.Done(false) }) {
		err = errNotAll
	}
	return o.tell(path, undoing, file, results, err)
}

// withoutJournal says why there is nothing to go by: a run that has added nothing has no journal.
func (o *undoOptions) withoutJournal(path string) error {
	results, err := readResults(path)
	switch {
	case err == nil && len(results) > 0 && results[0].Dialer == batch.Rehearsal:
		return errRehearsed
	case err == nil && !slices.ContainsFunc(results, mayBeThere):
		return o.nothingAdded(path)
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return batch.NoJournal(whole)
}

func (o *undoOptions) nothingAdded(path string) error {
	if o.json {
		d := report.Document{Command: "undo", List: path}
		d.AddResults(nil, false)
		return d.Write(o.out)
	}
	o.say("that run added nothing")
	return nil
}

// begin takes hold of what is to be undone.
func (o *undoOptions) begin(path string, d *dialing) (*batch.Undoing, error) {
	state, err := ledger.OpenState()
	if err != nil {
		return nil, err
	}
	results, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	u, err := batch.BeginUndo(state, ledger.Me("phonebatch undo "+path), results, d.options.Endpoint.String())
	if err != nil {
		return nil, err
	}
	if u.Resumed {
		o.say("going on with an undo of that run which was begun before")
	}
	if u.Damaged() {
		o.warn("the run's journal is damaged: what it has added after the first broken line is not known, and left alone; a copy is kept beside it")
	}
	if n := u.InDoubt(); n > 0 {
		o.warn("phones of which that run never found out whether it has added them: %d; they are left alone, and import --resume would find out first", n)
	}
	return u, nil
}

func (o *undoOptions) confirm(dialer string, p run.Plan) error {
	o.say("%s", report.UndoPlan(dialer, p))
	if o.yes {
		return nil
	}
	return o.ask("delete them?", false)
}

// tell writes the results, and says what became of the phones.
func (o *undoOptions) tell(path string, u *batch.Undoing, file *report.File, results []object.Result, err error) error {
	written := ""
	if u.Begun() { // else nothing was deleted, and there is nothing to tell that an earlier undo has not told
		failed := file.Fill(func(to io.Writer) error { return report.WriteResults(to, results) })
		if failed == nil {
			written = file.Path
			u.Wrote(written, file.Sum())
			failed = u.End(results)
		}
		err = worse(err, failed)
	}
	if o.json {
		d := &report.Document{Command: "undo", List: path, Results: written}
		if len(results) > 0 {
			d.Dialer = results[0].Dialer
		}
		d.AddResults(results, false)
		return o.print(d, err)
	}
	s := report.Summary{Results: results, ResultsPath: written, Now: now()}
	if o.streams.quiet {
		o.inShort(s, err)
		return err
	}
	if len(results) == 0 {
		o.say("that run added nothing")
	}
	return worse(err, s.Write(o.screen))
}
