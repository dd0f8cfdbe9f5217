package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// toCompare is the purpose of compare. The problems of the list go to standard error, because the differences are the
// data.
var toCompare = &purpose{command: "compare"}

func (a *app) compareCommand() *cobra.Command {
	o := &checkOptions{app: a, purpose: toCompare, online: true}
	c := &cobra.Command{
		Use:   "compare FILE",
		Short: "say how a list and the phones of the dialer differ",
		Long: `Compare reads a list as check does, and the dialer's list of phones in the admin pages. It says
which phones are only in the list, which are only on the dialer, and which differ, by column: protocol, dialplan_number,
voicemail_id, phone_full_name, and admin_user_group if the list sets it. The dialer stores nothing. Phones that the API
user may not view count as absent.

Of a list with a column dialer, compare takes the rows of the dialer of --dialer.

Passwords are not compared; --generate phone_pass,registration_password fills the cells of a list without them. A list
that has changed much since its last run is compared all the same, unless you pass --max-change.

Exit status: 0 there is no difference, 3 there are differences, or rows that --skip-invalid leaves out, 4 the list has
errors, 5 the dialer refused us or its pages cannot be read.`,
		Example: "  phonebatch compare --user api agents.csv\n" +
			"  phonebatch export --user api --out phones.csv\n" +
			"  phonebatch compare --user api --generate phone_pass,registration_password phones.csv",
		Args:              oneFile("list"),
		ValidArgsFunction: completeFiles("csv", "xlsx", "tsv", "txt", "gz"),
		RunE:              func(_ *cobra.Command, args []string) error { return o.compare(args[0]) },
	}
	f := c.Flags()
	o.list.addTo(f)
	o.addSkipInvalid(f)
	o.known.addTo(f)
	o.dialer.addTo(f, false)
	o.pace.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
	return c
}

// compare compares a list with the dialer, and prints the differences on standard output.
func (o *checkOptions) compare(path string) error {
	job, err := o.job(path)
	if err != nil {
		return err
	}
	if err := o.ofOneDialer(job); err != nil {
		return err
	}
	job.Viewer = batch.ReadPhones
	memory, err := o.recollect(path)
	if err != nil {
		return o.fail(path, err)
	}
	defer memory.Register.Close()
	if !o.list.flags.Changed("max-change") {
		if memory.MaxChange, err = run.ParseLimit("100%"); err != nil {
			return err
		}
	}
	job.Memory, job.Dialer = memory, memory.Dialer
	list, err := o.open(path)
	if err != nil {
		return o.fail(path, err)
	}
	defer list.Close()
	found, out, err := job.Compare(o.ctx, list)
	if err == nil && !found.Equal() {
		err = errNotAll
	}
	if o.json {
		return o.print(&report.Ending{Command: toCompare.command, List: path, Dialer: out.Dialer, Preflight: out.List, Comparison: found}, err)
	}
	if found == nil {
		return err
	}
	return cmp.Or(report.Compared(o.out, found), err)
}
