package main

import (
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

func (a *app) importCommand() *cobra.Command {
	o := &importOptions{checkOptions: checkOptions{app: a, purpose: toImport}}
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "add the phones of a list, and prove row by row what happened",
		Long: `Import works in six steps. It checks the list (a workbook, or text with commas, semicolons,
tabs or bars). It reads the dialer's list of phones in the admin pages, or asks about every row if the API user may not
view the pages; the dialer stores nothing. It shows the plan and waits for your yes. It adds the phones. It reads or
asks again, to prove that the phones are there. It writes a results file with one line for each row, and a file with
the rows that are not done: mend that file and import it.

If no phone was sent, no file is written, unless you pass --results. The files of a rehearsal (--sandbox) go into a
temporary folder, unless you name another one.

The register (phonebatch runs) remembers what was sent and who has which phone. If a run is cut off, --resume finds
out what became of each row and finishes the run. If a list comes again, nobody gets a second phone.

These flags fill empty cells and missing columns: --default, --usual-defaults, --number, --spread and --generate. For
the names that columns may have, see phonebatch help columns.

Exit status: 0 every row is done, 3 some rows are not done, 4 the list has errors and nothing was sent, 5 the dialer
refused us, 7 another run holds the dialer.`,
		Example: `  phonebatch import --sandbox agents.xlsx
  phonebatch import --url https://dialer.example.com --user api agents.xlsx
  a list of names alone:
  phonebatch import --sandbox --usual-defaults --default "phone_full_name={First Name} {Last Name}" \
    --number extension=2001-2999 --spread server_ip=10.0.9.8,10.0.9.9 --generate phone_pass,registration_password hr.csv`,
		Args:              oneFile("list"),
		ValidArgsFunction: completeFiles("csv", "xlsx", "tsv", "txt", "gz"),
		RunE: func(c *cobra.Command, args []string) error {
			o.flags = c.Flags()
			return o.nightly(args[0], o.run)
		},
	}
	o.addFlags(c.Flags())
	return c
}

func (o *importOptions) run(path string) error {
	if o.first < 0 {
		return usage("--first must not be negative", "")
	}
	if o.resume.wanted && o.startOver {
		return usage("--resume and --start-over exclude each other", "leave one of them out")
	}
	if err := o.results.finalize(); err != nil {
		return err
	}
	if err := o.prepare(); err != nil {
		return err
	}
	if o.dryRun {
		o.purpose, o.online = toCheck, true
		return o.check(path)
	}
	if all, err := o.fleetOf(path); err != nil || all != nil {
		if err != nil {
			return o.fail(path, err)
		}
		return all.importAll()
	}
	job, err := o.job(path)
	if err != nil {
		return err
	}
	job.Run.MaxFailures = o.maxFailures.Limit
	o.readBack.apply(o.app, job)
	job.Dial = func(l *preflight.List) (*apiclient.Client, error) {
		if !o.yes && !o.canAsk(path == "-") { // fail before the first request and not after all questions to the dialer
			return nil, errNobody
		}
		return o.dialing.client(l)
	}
	return o.add(path, &batch.Import{
		Job: *job, NoProbe: o.noProbe, NoVerify: o.noVerify, First: o.first, Undoable: o.undoable, Delete: o.missing.deletes(),
		Confirm: func(dialer string, p run.Plan) error { return o.confirm(path, dialer, p) },
	})
}

// prepare checks --regenerate against the other flags, and makes the list leave these passwords to the program as
// --generate does: new phones need a password, too. The error is a usageError.
func (o *importOptions) prepare() error {
	if len(o.regenerate.names) == 0 {
		return nil
	}
	if o.onExisting.value != onExistingUpdate {
		return usage("--regenerate changes phones that are there", "pass --on-existing update as well, or leave --regenerate out")
	}
	if o.first > 0 {
		return usage("--regenerate and --first exclude each other: a pilot could give new passwords to some phones of a person alone", "make a list of a few people")
	}
	for _, name := range o.regenerate.names {
		if !slices.Contains(o.list.generate, name) {
			o.list.generate = append(slices.Clone(o.list.generate), name)
		}
	}
	return nil
}

// add runs the import on the real dialer or on the stand-in. For a real dialer it holds the lock of the dialer. It
// returns the error that the command ends with.
func (o *importOptions) add(path string, job *batch.Import) error {
	file, err := o.open(path)
	if err != nil {
		return o.fail(path, err)
	}
	defer file.Close()
	if o.dialer.sandbox {
		return o.rehearse(path, file, job)
	}
	list, sum, err := hashed(o.ctx, file)
	if err != nil {
		return o.fail(path, err)
	}
	if job.Session, err = o.begin(path, sum); err != nil {
		return o.fail(path, err)
	}
	defer job.Session.Register.Close()
	defer job.Session.Close()
	job.Memory, job.Dialer = job.Session.Memory, job.Session.Dialer
	files, err := o.results.reserve(path, &o.dialer, job.Session)
	if err != nil {
		return o.fail(path, err)
	}
	defer files.discard()
	if len(o.list.generate) > 0 {
		if job.Session.Credentials, err = o.credentials(path, files.results.Path, job.Session); err != nil {
			return o.fail(path, err)
		}
		job.Credentials = shortPath(job.Session.Credentials)
	}
	err = o.finish(path, list, job, job.Session, files)
	if job.Session.Touched() { // a dialer that was new is known by all its URLs from now on
		err = combineErrors(err, o.dialing.adopt(job.Session.Register))
	}
	o.prune(path, files.results.Path, job.Session.Register)
	return err
}

// rehearse runs the import on a stand-in dialer. A rehearsal takes no lock, cannot be resumed, and writes no passwords.
func (o *importOptions) rehearse(path string, list io.Reader, job *batch.Import) (err error) {
	if o.resume.wanted {
		o.say("a rehearsal cannot be resumed: --resume has no effect")
	}
	if !o.results.asked() {
		if o.results.dir, err = os.MkdirTemp("", "phonebatch-rehearsal-"); err != nil {
			return o.fail(path, &usageError{err: err, hint: "choose a path for the results of the rehearsal with --results"})
		}
		defer os.Remove(o.results.dir) // fails if the folder has results, which is intended
	}
	files, err := o.results.reserve(path, &o.dialer)
	if err != nil {
		return o.fail(path, err)
	}
	defer files.discard()
	return o.finish(path, list, job, nil, files)
}

// confirm prints the plan of the import and, without --yes, asks for a yes. The error is that of ask.
func (o *importOptions) confirm(path, dialer string, p run.Plan) error {
	o.heed()
	o.say("%s", report.Plan(dialer, p))
	if o.yes {
		return nil
	}
	o.meter.Rest()
	return o.ask(renewing(questionOf(p), p), path == "-")
}
