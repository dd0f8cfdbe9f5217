package main

import (
	"context"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/report"
)

var (
	toCheck  = &purpose{command: "check", answers: true, next: (*checkOptions).afterCheck}
	toImport = &purpose{command: "import", adds: true, next: (*checkOptions).afterImport}
)

func (a *app) checkCommand() *cobra.Command {
	o := &checkOptions{app: a, purpose: toCheck}
	c := &cobra.Command{
		Use:   "check FILE",
		Short: "find everything that is wrong with a list, without sending anything",
		Long: `Check reads a list of phones and names every mistake in it: line, column, value and remedy. The
list is a workbook, or text with commas, semicolons, tabs or bars, compressed by gzip or not; - is standard input.
Check sends nothing. With --online it also asks the dialer about every row, and the dialer stores nothing.

For the names that columns may have, see phonebatch help columns. For the meaning of each code, see phonebatch help
codes.

Exit status: 0 every row is ready, 3 the dialer would refuse some rows, 4 the list has errors.`,
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

// check runs a check. It writes results only if --results or --results-dir is given.
func (o *checkOptions) check(path string) error {
	if err := o.results.finalize(); err != nil {
		return err
	}
	if all, err := o.fleetOf(path); err != nil || all != nil {
		if err != nil {
			return o.fail(path, err)
		}
		return all.checkAll()
	}
	job, err := o.job(path)
	if err != nil {
		return err
	}
	if o.online {
		o.readBack.apply(o.app, job)
	}
	check := &batch.Check{Job: *job, Online: o.online}
	if o.online && !o.dialer.sandbox {
		memory, err := o.recollect(path)
		if err != nil {
			return o.fail(path, err)
		}
		defer memory.Register.Close()
		check.Memory, check.Dialer = memory, memory.Dialer
	}
	var files *resultFiles
	if o.results.asked() {
		if files, err = o.results.reserve(path, &o.dialer); err != nil {
			return err
		}
		defer files.discard()
		files.warnings = true
		check.Preflight.Keep = true
	}
	list, err := o.open(path)
	if err != nil {
		return o.fail(path, err)
	}
	defer list.Close()
	return o.finish(path, list, check, nil, files)
}

// A doer is a *batch.Check or a *batch.Import.
type doer interface {
	Do(ctx context.Context, list io.Reader) (*batch.Outcome, error)
}

// finish runs a job on a list, prints the outcome and writes the results. session is nil if the job leaves no run that
// could be resumed; files is nil if no results are wanted.
func (o *checkOptions) finish(path string, list io.Reader, job doer, session *batch.Session, files *resultFiles) error {
	stopping := o.tellOfStopping()
	out, err := job.Do(o.ctx, list)
	stopping()
	if out == nil {
		return o.fail(path, err)
	}
	if err == nil && slices.ContainsFunc(out.Results, func(r object.Result) bool { return r.Undone(o.skipExisting()) }) {
		err = errNotAll
	}
	return o.tell(path, out, files, session, err)
}

// job makes the job that check and import share. It checks all flags before any file is opened, and reads the password
// if the job needs a dialer. path is the list.
func (o *checkOptions) job(path string) (*batch.Job, error) {
	if err := o.pace.finalize(o.remind); err != nil {
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
	pace := o.pace.run(newRunID(), o.meter.Observe, o.tellRetry)
	if o.dialer.sandbox {
		o.pace.unlimited(&pace) // the stand-in dialer needs no protection
	}
	job := &batch.Job{
		Preflight: options, Run: pace, Key: o.list.key, SkipInvalid: o.skipInvalid,
		Listener: batch.Listener{Checked: o.checked, Identified: o.identified, Rejudged: o.rejudged, Compared: o.compared, Untold: o.warnUnknownBuild},
	}
	if err := o.updating(job); err != nil {
		return nil, err
	}
	if !o.online && !o.purpose.adds {
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

// open opens a list. The path - means standard input. The error is a usageError for a folder.
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

// fail ends a command that has no outcome. With --json it prints a document. It returns the error that ends the
// command.
func (o *checkOptions) fail(path string, err error) error {
	if !o.json {
		return err
	}
	return o.print(&report.Ending{Command: o.purpose.command, List: path}, err)
}
