package main

import (
	"cmp"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/report"
)

func (a *app) compareCommand() *cobra.Command {
	o := &checkOptions{app: a, purpose: toCheck, online: true}
	c := &cobra.Command{
		Use:   "compare FILE",
		Short: "say how a list and the phones of the dialer differ",
		Long: `Compare reads a list as check does, and the dialer's list of phones in the admin pages. It says
which phones are only in the list, which are only on the dialer, and which differ, by column: protocol, dialplan_number,
voicemail_id, phone_full_name, and admin_user_group if the list sets it. The dialer stores nothing. Phones that the API
user may not view count as absent.

Exit status: 0 there is no difference, 3 there are differences, 4 the list has errors, 5 the dialer refused us or its
pages cannot be read.`,
		Example:           "  phonebatch compare --user api agents.csv",
		Args:              oneFile("list"),
		ValidArgsFunction: completeFiles("csv", "xlsx", "tsv", "txt", "gz"),
		RunE:              func(_ *cobra.Command, args []string) error { return o.compare(args[0]) },
	}
	o.addTo(c.Flags())
	c.Flags().BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
	return c
}

// compare compares a list with the dialer, and prints the differences on standard output.
func (o *checkOptions) compare(path string) error {
	job, err := o.job(path)
	if err != nil {
		return err
	}
	job.Viewer = batch.ReadPhones
	list, err := o.open(path)
	if err != nil {
		return o.fail(path, err)
	}
	defer list.Close()
	found, out, err := job.Compare(o.ctx, list)
	if err != nil {
		return o.fail(path, err)
	}
	if !found.Equal() {
		err = errNotAll
	}
	if o.json {
		return o.print(&report.Ending{Command: "compare", List: path, Dialer: out.Dialer, Preflight: out.List, Comparison: found}, err)
	}
	return cmp.Or(report.Compared(o.out, found), err)
}
