package main

import (
	"github.com/spf13/cobra"

	"phonebatch/batch"
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
	check := &batch.Check{Job: *job, Online: o.online, Delete: o.missing.deletes()}
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
