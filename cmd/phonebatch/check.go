package main

import (
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/report"
)

// checkOptions are those of check, and of import --dry-run.
type checkOptions struct {
	*app
	meter   *report.Meter
	dialer  dialerFlags
	pace    paceFlags
	list    listFlags
	results resultsFlags

	online      bool
	skipInvalid bool
	onExisting  choice
	json        bool
	command     string
	dialing     *dialing // nil where nothing is asked
}

func (a *app) checkCommand() *cobra.Command {
	o := &checkOptions{app: a, command: "check"}
	c := &cobra.Command{
		Use:   "check FILE",
		Short: "find everything that is wrong with a list, without sending anything",
		Long: `Check reads a list of phones (a workbook, or text with commas, semicolons, tabs or bars; compressed by gzip or not; - is
standard input) and names everything that is wrong with it: line, column, value and remedy. Nothing is sent. With
--online it also asks the dialer about every row, storing nothing.

What the columns may be called: phonebatch help columns. What each code means: phonebatch help codes.

Exit status: 0 every row is ready, 3 the dialer would not take every row, 4 the list has errors.`,
		Example:           "  phonebatch check agents.csv\n  phonebatch check --online --url https://dialer.example.com --user api agents.csv",
		Args:              oneFile("list"),
		ValidArgsFunction: completeFiles("csv", "xlsx", "tsv", "txt", "gz"),
		RunE:              func(_ *cobra.Command, args []string) error { return o.check(args[0]) },
	}
	f := c.Flags()
	f.BoolVar(&o.online, "online", false, env("online", "ask the dialer about every row, storing nothing"))
	o.addTo(f)
	o.results.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document instead of tables"))
	return c
}

// addTo adds the flags that check and import share.
func (o *checkOptions) addTo(f *pflag.FlagSet) {
	o.onExisting = choice{"report", []string{"report", "skip"}}
	o.list.addTo(f)
	f.Var(&o.onExisting, "on-existing", env("on-existing", "what a phone is whose extension is on its server already, whatever its login and name: report it as not done, or skip it as done"))
	f.BoolVar(&o.skipInvalid, "skip-invalid", false, env("skip-invalid", "go on with the good rows of a list that has errors"))
	o.dialer.addTo(f, true)
	o.pace.addTo(f)
}

func (o *checkOptions) skipExisting() bool { return o.onExisting.value == "skip" }

// check runs a check; results are written only where they were asked for.
func (o *checkOptions) check(path string) error {
	if err := o.results.finalize(); err != nil {
		return err
	}
	job, err := o.job(path)
	if err != nil {
		return err
	}
	job.Online, job.SkipInvalid = o.online, o.skipInvalid
	if o.online && !o.dialer.sandbox && job.Preflight.Filling.Chooses() {
		if job.Memory, err = o.recollect(path); err != nil {
			return o.fail(path, err)
		}
	}
	var files *resultFiles
	if o.results.asked() {
		if files, err = o.results.reserve(path, &o.dialer, nil); err != nil {
			return err
		}
		defer files.discard()
		files.warnings = true
		job.Preflight.Keep = true
	}
	return o.finish(path, job, files)
}

// finish carries a job out and tells what came of it.
func (o *checkOptions) finish(path string, job *batch.Job, files *resultFiles) error {
	out, err := o.do(path, job)
	if out == nil {
		return o.fail(path, err)
	}
	if err == nil && slices.ContainsFunc(out.Results, func(r object.Result) bool { return r.Undone(o.skipExisting()) }) {
		err = errNotAll
	}
	return o.tell(path, out, files, job.Session, err)
}

// job is what check and import have in common. All flags are checked before any file is opened.
func (o *checkOptions) job(path string) (*batch.Job, error) {
	if err := o.pace.finalize(o.warn); err != nil {
		return nil, err
	}
	if o.dialer.sandbox && o.dialer.url != "" && o.dialer.url != os.Getenv(variable("url")) {
		return nil, usage("--sandbox and --url exclude each other", "leave one of them out")
	}
	if o.dialer.sandbox {
		o.say("a rehearsal: the sandbox knows every server_ip and template_id that the list names, so typing errors there are not found")
	}
	options, err := o.list.options()
	if err != nil {
		return nil, err
	}
	options.Problems = report.TableRows
	if o.json {
		options.Problems = report.JSONProblems
	}
	o.meter = report.NewMeter(o.screen, o.streams.quiet)
	pace := o.pace.run(newRunID(), o.meter.Observe, o.waiting)
	if o.dialer.sandbox && !o.pace.rate.given {
		pace.Rate = 0 // nobody is there to be spared
	}
	job := &batch.Job{
		Preflight: options,
		Run:       pace,
		Checked:   o.checked,
		Rejudged:  o.rejudged,
		Untold:    o.untold,
		Strangers: o.strangers,
	}
	if !o.online && o.command == "check" {
		return job, nil
	}
	o.dialing, err = o.dial(o.ctx, &o.dialer, &o.pace, path == "-")
	if err != nil {
		return nil, err
	}
	o.dialing.options.Dialect = options.Dialect
	job.Dial, job.Dialer = o.dialing.client, o.dialing.name()
	return job, nil
}

// do opens the list and carries the job out.
func (o *checkOptions) do(path string, job *batch.Job) (*batch.Outcome, error) {
	list, err := o.open(path)
	if err != nil {
		return nil, err
	}
	defer list.Close()
	defer o.tellOfStopping()()
	return job.Do(o.ctx, list)
}

// open opens a list by its path, or standard input.
func (a *app) open(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.in), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = usage(path+" is a folder, not a list", "name the file")
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// fail ends a command that has nothing to tell of its list.
func (o *checkOptions) fail(path string, err error) error {
	if !o.json {
		return err
	}
	return o.print(&report.Document{Command: o.command, List: path}, err)
}
