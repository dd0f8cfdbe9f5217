package main

import (
	"context"
	"io"
	"os"
	"slices"

	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/report"
)

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
	if err := o.missing.finalize(path, o.dialer.sandbox); err != nil {
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
