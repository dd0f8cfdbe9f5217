package main

import (
	"errors"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/codes"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// toRetire is the purpose of retire.
var toRetire = &purpose{command: "retire"}

// retireOptions are the options of the command retire.
type retireOptions struct {
	checkOptions
	yes, dryRun, deletes, noVerify bool
}

func (a *app) retireCommand() *cobra.Command {
	o := &retireOptions{checkOptions: checkOptions{app: a, purpose: toRetire, online: true}}
	c := &cobra.Command{
		Use:   "retire FILE",
		Short: "make the phones of people who leave inactive",
		Long: `Retire reads a list of the people who leave and makes their phones inactive (active=N), or deletes
them with --delete. Each row names a phone by extension and server_ip, or a person as the register knows them: by the
number or the columns of --key with which they were imported, or by name. Other columns do not matter, but of a list with
a column dialer, retire takes the rows of the dialer of --dialer.

A phone that this program has sent for another person is left alone. A phone that it has not sent is retired only if the
row has a name and the dialer's pages show the phone with this name. A phone is taken out of its aliases first, because
an alias with an inactive phone makes logins fail.

Retire asks the dialer about every phone first, shows the plan, and waits for your yes; --dry-run stops there. Never more
than --max-change of the phones are retired at once. Afterwards retire reads the pages of the phones again. If it is cut
off, call it again: it continues where it stopped. Undo makes the phones active again.

Exit status: 0 every phone is retired or gone, 3 some are not, 4 the list has errors or too many would leave, 5 the
dialer refused us, 7 another run holds the dialer.`,
		Example: "  phonebatch retire --dry-run --user api leavers.csv\n" +
			"  phonebatch retire --user api --key 'Staff No' leavers.csv\n" +
			"  phonebatch retire --user api --delete leavers.csv",
		Args:              oneFile("list"),
		ValidArgsFunction: completeFiles("csv", "xlsx", "tsv", "txt", "gz"),
		RunE:              func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	f := c.Flags()
	f.BoolVarP(&o.yes, "yes", "y", false, "retire without asking")
	f.BoolVar(&o.dryRun, "dry-run", false, "ask the dialer about every phone, and retire none")
	f.BoolVar(&o.deletes, "delete", false, env("delete", "delete the phones in place of making them inactive; needs the right to delete (phonebatch doctor --try-delete)"))
	f.BoolVar(&o.noVerify, "no-verify", false, env("no-verify", "do not look at each phone after retiring it"))
	o.list.addTo(f)
	o.addSkipInvalid(f)
	o.readBack.addTo(f)
	o.known.addTo(f)
	o.dialer.addTo(f, false)
	o.pace.addTo(f)
	o.results.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
	return c
}

// run retires the phones of a list, and returns the error that the command ends with.
func (o *retireOptions) run(path string) error {
	job, err := o.leavers(path)
	if err != nil {
		return err
	}
	file, err := o.open(path)
	if err != nil {
		return o.fail(path, err)
	}
	defer file.Close()
	list, sum, err := hashed(o.ctx, file)
	if err != nil {
		return o.fail(path, err)
	}
	r, err := o.begin(path, sum, job)
	if err != nil {
		return o.fail(path, err)
	}
	defer r.Memory.Register.Close()
	defer r.Close()
	reserved, err := o.reserve(path, r)
	if err != nil {
		return o.fail(path, err)
	}
	defer reserved.discard()
	stopping := o.tellOfStopping()
	out, err := r.Do(o.ctx, list)
	stopping()
	if out == nil {
		return o.fail(path, err)
	}
	if err == nil && slices.ContainsFunc(out.Results, func(r object.Result) bool { return r.Undone(false) }) {
		err = errNotAll
	}
	return o.tell(path, out, reserved, r, err)
}

// leavers checks the flags, and returns the job of a list. The error is the one that the command ends with.
func (o *retireOptions) leavers(path string) (*batch.Job, error) {
	if err := o.list.makeNothing(); err != nil {
		return nil, err
	}
	if err := o.results.finalize(); err != nil {
		return nil, err
	}
	job, err := o.job(path)
	if err != nil {
		return nil, err
	}
	o.readBack.apply(o.app, job)
	if err := o.ofOneDialer(job); err != nil {
		return nil, err
	}
	if !o.yes && !o.dryRun && !o.canAsk(path == "-") {
		return nil, errNobody
	}
	return job, nil
}

// begin takes the lock of the dialer. The caller closes the retirement and the register of its memory.
func (o *retireOptions) begin(path, sum string, job *batch.Job) (*batch.Retirement, error) {
	memory, err := o.recollect(path)
	if err != nil {
		return nil, err
	}
	results := o.results.path
	if results == "" {
		results = files.ResultsPath(path, o.results.dir, utcNow())
	}
	if results, err = filepath.Abs(results); err == nil {
		job.Dialer = memory.Dialer
		var r *batch.Retirement
		r, err = batch.BeginRetirement(*job, batch.Claim{
			Memory: *memory, By: register.Me("phonebatch retire " + path), SHA256: sum, Results: results, Said: o.results.path != "",
			Options: givenFlags(o.list.flags),
		})
		if err == nil {
			r.Delete, r.Online, r.NoVerify = o.deletes, o.dryRun, o.noVerify
			r.Confirm = func(dialer string, p run.Plan) error { return o.confirm(path, dialer, p) }
			if r.Earlier != nil {
				o.say("continuing the run of %s", r.Earlier.Begun.UTC().Format("2006-01-02 15:04:05 UTC"))
			}
			return r, nil
		}
	}
	_ = memory.Register.Close() // the first error is more important
	return nil, err
}

// reserve reserves the files of the results.
func (o *retireOptions) reserve(path string, r *batch.Retirement) (*resultFiles, error) {
	return o.results.reserveFor(path, &o.dialer, shortPath(r.Results), r.Earlier != nil, r)
}

// confirm prints the plan and, without --yes, asks for a yes. The error is that of ask.
func (o *retireOptions) confirm(path, dialer string, p run.Plan) error {
	o.heed()
	o.say("%s", report.Plan(dialer, p))
	if o.yes {
		return nil
	}
	o.meter.Rest()
	return o.ask(questionOf(p), path == "-")
}

// tell writes the results, prints the outcome, and returns the error that the command ends with.
func (o *retireOptions) tell(path string, out *batch.Outcome, reserved *resultFiles, r *batch.Retirement, err error) error {
	var written writtenFiles
	if r.Begun() || o.results.path != "" || !o.dryRun && errors.Is(err, errNotAll) {
		var failed error
		if written, failed = reserved.write(out, false); failed == nil {
			failed = r.End(out.Results)
		}
		err = combineErrors(err, failed)
	}
	e := &report.Ending{
		Command: o.purpose.command, List: path, Dialer: out.Dialer, Preflight: out.List,
		Summary: report.Summary{
			Results: out.Results, ProblemsTold: true, ResultsPath: written.results, FailedPath: written.failed,
			Before: shortPath(out.Before), Now: utcNow(), Next: o.next(path, out, written, r, err),
		},
	}
	return o.end(e, o.json, err)
}

// next returns the command to run after a retirement.
func (o *retireOptions) next(path string, out *batch.Outcome, written writtenFiles, r *batch.Retirement, err error) report.Step {
	again := report.Step{Command: "phonebatch retire " + o.typedOptions() + listWord(path)}
	left := slices.ContainsFunc(out.Results, func(r object.Result) bool {
		return r.Status == object.Unconfirmed || r.Status == object.NotSent && r.Code != codes.ManyLeave
	})
	switch {
	case o.dryRun && err == nil:
		return again
	case r.Begun() && left:
		again.Why, again.Resumes = "it goes on where it stopped", true
		return again
	case r.Begun() && written.results != "":
		return report.Step{Command: "phonebatch undo " + typedDialer(o.list.flags) + fileWord(written.results), Why: "makes the phones active again, should it be needed"}
	}
	return report.Step{}
}
