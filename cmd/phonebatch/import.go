package main

import (
	"cmp"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

type importOptions struct {
	checkOptions

	yes, dryRun       bool
	noProbe, noVerify bool
	first             int
	resume, startOver bool
	undoable          bool
	maxFailures       failuresFlag
	flags             *pflag.FlagSet
}

func (a *app) importCommand() *cobra.Command {
	o := &importOptions{checkOptions: checkOptions{app: a, command: "import"}}
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "add the phones of a list, and prove row by row what happened",
		Long: `Import checks a list (a workbook, or text with commas, semicolons, tabs or bars), asks the dialer about every row
without storing anything, says what it is about to do and asks for a yes, adds the phones, and asks the dialer again
whether they are there. It writes a results file with one line a row, and a file of the rows that are not done, which
can be mended and imported as it is. Where no phone was sent it writes none of them, unless --results asks for them; those
of a rehearsal (--sandbox) go into a folder of the system's for files that need not last, unless it is said otherwise.
Beside the results it keeps a journal: whatever cuts a run off, --resume finds out what became of each row, and finishes
the job.

Cells that the list leaves empty, or columns that it does not have, can be filled: by --default, --usual-defaults,
--number, --spread and --generate. What the columns may be called: phonebatch help columns.

Exit status: 0 every row is done, 3 some are not, 4 the list has errors and nothing was sent, 5 the dialer refused us,
7 another run holds the list, the results or the dialer.`,
		Example: `  phonebatch import --sandbox agents.xlsx
  phonebatch import --url https://dialer.example.com --user api agents.xlsx
  a list of names alone:
  phonebatch import --sandbox --usual-defaults --default "phone_full_name={First Name} {Last Name}" \
    --number extension=2001-2999 --spread server_ip=10.0.9.8,10.0.9.9 --generate phone_pass,registration_password hr.csv`,
		Args:              oneFile("list"),
		ValidArgsFunction: completeFiles("csv", "xlsx", "tsv", "txt", "gz"),
		RunE: func(c *cobra.Command, args []string) error {
			o.flags = c.Flags()
			return o.run(args[0])
		},
	}
	o.addFlags(c.Flags())
	return c
}

func (o *importOptions) addFlags(f *pflag.FlagSet) {
	f.BoolVarP(&o.yes, "yes", "y", false, "add without asking")
	f.BoolVar(&o.dryRun, "dry-run", false, "the same as check --online: ask, and add nothing")
	f.IntVar(&o.first, "first", 0, env("first", "a pilot: add the first N rows that are ready, and no more"))
	f.BoolVar(&o.noProbe, "no-probe", false, env("no-probe", "do not ask about each row before adding"))
	f.BoolVar(&o.noVerify, "no-verify", false, env("no-verify", "do not ask about each row after adding"))
	f.BoolVar(&o.resume, "resume", false, env("resume", "finish the list's open run, if there is one; else begin a new one"))
	f.BoolVar(&o.startOver, "start-over", false, env("start-over", "begin anew though a run of the list is open; its journal is set aside, not deleted"))
	f.BoolVar(&o.undoable, "undoable", false, env("undoable", "first add and delete a phone that nobody uses, and stop if undo would not be allowed"))
	f.Var(&o.maxFailures, "max-failures", env("max-failures", "stop when more rows than that have failed: a number, or a share such as 5%"))
	o.addTo(f)
	o.results.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
}

func (o *importOptions) run(path string) error {
	if o.first < 0 {
		return usage("--first must not be negative", "")
	}
	if o.resume && o.startOver {
		return usage("--resume and --start-over exclude each other", "leave one of them out")
	}
	if err := o.results.finalize(); err != nil {
		return err
	}
	if o.dryRun {
		o.command, o.online = "check", true
		return o.check(path)
	}
	job, err := o.job(path)
	if err != nil {
		return err
	}
	job.Add, job.SkipInvalid, job.NoProbe, job.NoVerify, job.First = true, o.skipInvalid, o.noProbe, o.noVerify, o.first
	job.Dial = func(l *preflight.List) (*apiclient.Client, error) {
		if !o.yes && !o.canAsk(path == "-") { // before the first request, not once everything has been asked
			return nil, errNobody
		}
		return o.dialing.client(l)
	}
	job.Confirm = func(dialer string, p run.Plan) error { return o.confirm(path, dialer, p) }
	if path == "-" && len(o.list.number) > 0 {
		o.warn("what comes by standard input is not known again: when it comes once more, everybody gets another number")
	}
	job.Undoable, job.Run.MaxFailures = o.undoable, o.maxFailures.MaxFailures
	return o.add(path, job)
}

// add carries the job out, with hold of all that it needs for itself alone.
func (o *importOptions) add(path string, job *batch.Job) (err error) {
	if o.dialer.sandbox && !o.results.asked() {
		if o.results.dir, err = os.MkdirTemp("", "phonebatch-rehearsal-"); err != nil {
			return o.fail(path, &usageError{err: err, hint: "name a place for the results of the rehearsal with --results"})
		}
		defer os.Remove(o.results.dir) // which it is only where nothing was written
	}
	if job.Session, err = o.begin(path); err != nil {
		return o.fail(path, err)
	}
	defer job.Session.Close()
	files, err := o.results.reserve(path, &o.dialer, job.Session)
	if err != nil {
		return o.fail(path, err)
	}
	defer files.discard()
	if len(o.list.generate) > 0 {
		if job.Credentials, err = o.credentials(path, files, job.Session); err != nil {
			return o.fail(path, err)
		}
	}
	return o.finish(path, job, files)
}

// credentials is where the passwords that this run makes are kept: where it is said, or where the run keeps them that this
// one goes on with, or in a file of the list's name beside the results.
func (o *importOptions) credentials(path string, files *resultFiles, s *batch.Session) (string, error) {
	results := files.results.Path
	name := cmp.Or(o.list.credentials, s.EarlierCredentials(), report.CredentialsPath(path, results))
	whole, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	for _, other := range []string{path, o.dialer.passwordFile, o.dialer.tls.CAFile, results, results + ledger.Suffix, report.FailedPath(results, false), report.FailedPath(results, true)} {
		if other == "" {
			continue
		}
		if other, err := filepath.Abs(other); err == nil && whole == other || same(whole, other) {
			return "", usage("the passwords would be kept in the list, in its results or beside them in the journal", "choose another name for --credentials")
		}
	}
	return near(name), s.KeepCredentials(whole)
}

// confirm says what is about to happen, and asks.
func (o *importOptions) confirm(path, dialer string, p run.Plan) error {
	o.say("%s", report.Plan(dialer, p))
	if o.yes {
		return nil
	}
	o.meter.Rest()
	return o.ask("add them?", path == "-")
}
