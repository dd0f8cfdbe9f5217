package main

import (
	"cmp"
	"errors"
	"io"
	"os"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/exit"
	"phonebatch/report"
)

// nightly runs an import, then writes the files for monitoring: whatever the exit status is, except that an import
// which finds the dialer held by another run leaves them to that run. A dry run writes none. nightly returns the error
// that the command ends with.
func (o *importOptions) nightly(path string, run func(path string) error) error {
	begun := utcNow()
	if o.dryRun {
		if o.night != (nightFlags{}) {
			o.say("a dry run adds nothing: --summary-file, --metrics and --keep-results have no effect")
		}
		return run(path)
	}
	own, err := o.night.reserve(append(o.dialer.reads(), path, o.results.path, o.list.credentials, o.known.register.path)...)
	if err != nil {
		return err
	}
	o.waiting = o.streams.quiet && o.yes
	err = run(path)
	if err != nil {
		o.heed()
	}
	if status, _ := meaning(err); status == exit.Held {
		return err
	}
	n := &report.Night{
		Command: o.purpose.command, List: path, Dialer: o.dialerName(), Begun: begun, Ended: utcNow(), Exit: exitOf(err),
	}
	if e := o.ended; e != nil {
		n.Run, n.Results, n.ResultsPath, n.FailedPath = e.run, e.out.Results, e.written.results, e.written.failed
	}
	if o.dialers != nil {
		n.Dialers = o.dialers(err)
		n.Dialer = cmp.Or(n.Dialer, namesOf(n.Dialers))
	}
	return combineErrors(err, writeNight(own, n))
}

// namesOf returns the names of dialers, as the results of a run on several dialers have them.
func namesOf(list []report.DialerNight) string {
	var names []string
	for _, d := range list {
		names = append(names, d.Dialer)
	}
	return strings.Join(names, ", ")
}

// writeNight writes the files for monitoring. The error is a *files.WriteError or that of Commit.
func writeNight(own []nightFile, n *report.Night) error {
	var errs []error
	for _, f := range own {
		was, _ := os.ReadFile(f.Path) // without the earlier file, the metrics lack the time of the last success
		errs = append(errs, f.Fill(func(w io.Writer) error { return f.write(w, n, was) }))
	}
	return errors.Join(errs...)
}

// dialerName returns the name of the dialer in files. It is empty if the flags name none.
func (o *importOptions) dialerName() string {
	if o.dialer.sandbox {
		return batch.Rehearsal
	}
	if o.dialing != nil {
		return o.dialing.name()
	}
	if entry := o.dialer.named.entry(); entry != nil {
		return entry.Name
	}
	if e, err := apiclient.ParseEndpoint(o.dialer.url); err == nil {
		return e.String()
	}
	return ""
}
