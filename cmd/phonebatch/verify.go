package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/report"
)

type verifyOptions struct {
	*app
	dialer dialerFlags
	pace   paceFlags
	json   bool
}

func (a *app) verifyCommand() *cobra.Command {
	o := &verifyOptions{app: a}
	c := &cobra.Command{
		Use:   "verify RESULTS",
		Short: "ask the dialer again whether what a run added is there",
		Long: `Verify reads the results file of an import and asks the dialer about every phone that the run added, storing nothing. The
dialer is that of the run; who we are is said as for an import.

Exit status: 0 all of them are there, 3 some are not or it is not known, 5 the dialer refused us.`,
		Example:           "  phonebatch verify --user api agents.results.20261122-204500Z.csv",
		Args:              oneFile("results file"),
		ValidArgsFunction: completeResults,
		RunE:              func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	o.dialer.addTo(c.Flags(), false)
	o.pace.addTo(c.Flags())
	c.Flags().BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
	return c
}

// readResults reads the results file of an earlier run.
func readResults(path string) ([]object.Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	results, err := report.ReadResults(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return results, nil
}

// mayBeThere says that a run has added a row's phone, or may have.
func mayBeThere(r object.Result) bool {
	return r.Status == object.Added || r.Status == object.Unconfirmed
}

// errRehearsed refuses to ask a dialer that is no more.
var errRehearsed = usage("that run was a rehearsal with --sandbox; its dialer is gone, and there is nothing to ask", "import for real first, with --url and --user")

// of takes the dialer of an earlier run where none is named.
func (d *dialerFlags) of(a *app, earlier string) {
	if d.url == "" && earlier != "" {
		a.say("the dialer of that run: %s", report.Plain(earlier))
		d.url = earlier
	}
}

func (o *verifyOptions) run(path string) error {
	if err := o.pace.finalize(o.warn); err != nil {
		return err
	}
	results, err := readResults(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && ledger.Exists(path+ledger.Suffix):
		return usage("that run has not written its results: it is at work, or was cut off", "phonebatch report "+fileWord(path)+" shows how far it came; import --resume finishes one that was cut off")
	case err != nil:
		return err
	}
	results = slices.DeleteFunc(results, func(r object.Result) bool { return !mayBeThere(r) })
	if len(results) == 0 {
		o.say("that run added nothing")
		return o.tell(path, nil, nil)
	}
	if results[0].Dialer == batch.Rehearsal {
		return errRehearsed
	}
	earlier := results[0].Dialer
	if r, err := ledger.ReadRun(path + ledger.Suffix); err == nil { // which no spreadsheet has been through
		earlier = r.Dialer
	}
	o.dialer.of(o.app, earlier)
	dialing, err := o.dial(o.ctx, &o.dialer, &o.pace, false)
	if err != nil {
		return err
	}
	if name := dialing.options.Endpoint.String(); name != results[0].Dialer {
		return usage(fmt.Sprintf("that run was against %s, not %s", results[0].Dialer, name), "pass the dialer of that run as --url")
	}
	client, err := dialing.client(nil)
	if err != nil {
		return err
	}
	defer client.Close()
	meter := report.NewMeter(o.screen, o.streams.quiet)
	checked, err := batch.Verify(o.ctx, client, results, o.pace.run(results[0].Run, meter.Observe, o.waiting))
	if err == nil && slices.ContainsFunc(checked, func(r object.Result) bool { return r.Verified != object.VerifiedYes }) {
		err = errNotAll
	}
	return o.tell(path, checked, err)
}

// tell says what asking again has shown, and returns what the command ends with.
func (o *verifyOptions) tell(path string, checked []object.Result, err error) error {
	if o.json {
		d := &report.Document{Command: "verify", List: path}
		if len(checked) > 0 {
			d.Dialer = checked[0].Dialer
		}
		d.AddResults(checked, false)
		return o.print(d, err)
	}
	if o.streams.quiet {
		if errors.Is(err, errNotAll) {
			o.screen.Say("phonebatch: error: %s", report.VerifiedShort(checked))
		}
		return err
	}
	return worse(err, report.Verified(o.screen, checked))
}
