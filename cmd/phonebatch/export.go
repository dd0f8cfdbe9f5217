package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/assign"
	"phonebatch/batch/files"
	"phonebatch/report"
)

// exportOptions are the options of the command export.
type exportOptions struct {
	*app
	dialer dialerFlags
	pace   paceFlags

	path                            string // the value of --out
	secrets, brief, overwrite, json bool
}

func (a *app) exportCommand() *cobra.Command {
	o := &exportOptions{app: a}
	c := &cobra.Command{
		Use:   "export",
		Short: "write what is on the dialer as a list",
		Long: `Export writes all phones that the API user may view as a list that check and import read: one
row for each phone, with all columns of add_phone. It reads the dialer's admin pages: the list of phones, and a page for
each phone. The dialer stores nothing. --brief reads the list of phones alone, and writes the seven columns that the
list shows.

The columns with passwords stay empty, unless you pass --secrets together with --out: then only you may read the file.
Keep it as carefully as the passwords. An import fills empty passwords with --generate phone_pass,registration_password.

The list is CSV, or a workbook if the name of FILE ends in .xlsx. A spreadsheet program drops leading zeros when it opens
a CSV file, and keeps them in the workbook. In CSV, a cell that a spreadsheet would run as a formula begins with an
apostrophe, which is no part of the value: check, compare and import take it off, in passwords too. An empty
admin_user_group stands for ---ALL---.

Exit status: 0 all phones were written, 3 some pages could not be read, 5 the dialer refused us or its pages cannot be
read.`,
		Example: "  phonebatch export --user api --out phones.csv\n  phonebatch export --user api --secrets --out phones.xlsx\n  phonebatch export --user api --brief",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return o.run() },
	}
	f := c.Flags()
	f.StringVar(&o.path, "out", "", env("out", "write to this file; a workbook if the name ends in .xlsx (default: standard output)"))
	f.BoolVar(&o.secrets, "secrets", false, env("secrets", "write the passwords, too; needs --out"))
	f.BoolVar(&o.brief, "brief", false, env("brief", "read only the list of phones, and write only its columns: one page in place of one for each phone"))
	f.BoolVar(&o.overwrite, "overwrite", false, "replace an existing file")
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output; needs --out"))
	o.dialer.addTo(f, false)
	o.pace.addTo(f)
	return c
}

func (o *exportOptions) run() error {
	if err := o.finalize(); err != nil {
		return err
	}
	file, err := o.reserve()
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Discard()
	}
	dialing, err := o.dial(o.ctx, &o.dialer, &o.pace, false)
	if err != nil {
		return err
	}
	client, err := dialing.client(nil)
	if err != nil {
		return err
	}
	defer client.Close()
	meter := report.NewMeter(o.screen, o.streams.quiet)
	job := &batch.Job{Run: o.pace.run(newRunID(), meter.Observe, o.tellRetry)}
	read := job.Export
	if o.brief {
		read = job.ExportBrief
	}
	return o.export(client, file, read)
}

// finalize checks the flags. It opens no file. The error is a usageError.
func (o *exportOptions) finalize() error {
	switch {
	case o.secrets && !o.intoFile():
		return usage("--secrets needs a file", "pass --out FILE; only you may read the file")
	case o.json && !o.intoFile():
		return usage("--json needs a file for the list", "pass --out FILE; without --json the list goes to standard output")
	case o.secrets && o.brief:
		return usage("--secrets and --brief exclude each other", "leave --brief out: the dialer's list of phones shows no passwords")
	}
	return o.pace.finalize(o.warn)
}

// intoFile reports whether the list goes into a file, and not to standard output.
func (o *exportOptions) intoFile() bool { return o.path != "" && o.path != "-" }

// reserve reserves the file of --out. The file is nil if the phones go to standard output. The error is a usageError if
// the command reads the file or if the file holds passwords that were made, or that of files.Create.
func (o *exportOptions) reserve() (*files.File, error) {
	if !o.intoFile() {
		return nil, nil
	}
	for _, input := range o.dialer.reads() {
		if input != "" && sameFile(o.path, input) {
			return nil, usage("the list would replace a file that export reads: "+input, "choose another name for --out")
		}
	}
	if assign.AreCredentials(o.path) {
		return nil, usage("the list would replace passwords that were made: "+o.path, "choose another name for --out")
	}
	if o.overwrite {
		return files.Create(o.path, files.Replace)
	}
	return files.Create(o.path, files.Refuse)
}

// export reads the phones and writes the list, into the file unless that is nil. It returns the error that the command
// ends with.
func (o *exportOptions) export(
	client *apiclient.Client, file *files.File, read func(context.Context, *apiclient.Client) (*batch.Exported, error),
) error {
	found, err := read(o.ctx, client)
	if err != nil {
		return err
	}
	if !o.secrets {
		found.HidePasswords()
	}
	path, err := o.write(file, found)
	if err != nil {
		return err
	}
	o.tell(found, path)
	if len(found.Unread) > 0 {
		err = &batch.UnreadError{Phones: len(found.Unread), First: found.Unread[0]}
	}
	if o.json {
		return o.print(&report.Ending{Command: "export", Dialer: client.Name(), Exported: found, ListPath: path}, err)
	}
	return err
}

// write writes the list, and returns the path of the file. If another file has taken the name meanwhile, path is the
// next free name. The error is that of the system.
func (o *exportOptions) write(file *files.File, found *batch.Exported) (path string, err error) {
	defused := 0
	fill := func(to io.Writer) (err error) {
		if report.IsWorkbook(o.path) {
			return report.WritePhonesBook(to, found.Fields, found.Phones)
		}
		defused, err = report.WritePhones(to, found.Fields, found.Phones)
		return err
	}
	if file == nil {
		err = fill(o.out)
	} else {
		err = file.Fill(fill)
		path = file.Path
	}
	var unwritten *files.WriteError
	if errors.As(err, &unwritten) { // its hint is about the results of a run
		return "", fmt.Errorf("writing %s: %w", unwritten.Path, unwritten.Err)
	}
	if err == nil && defused > 0 {
		o.say("cells that a spreadsheet would run as a formula: %d; each has an apostrophe now, which check and import take off again", defused)
	}
	return path, err
}

// tell says what was written, and what check would not take.
func (o *exportOptions) tell(x *batch.Exported, path string) {
	o.say("phones: %d", len(x.Phones))
	switch {
	case o.secrets:
		o.say("%s holds the passwords of the phones: only you may read it", report.Plain(path))
	case o.brief:
		o.say("check misses columns in such a list: leave --brief out, or give their values with --default and --generate")
	default:
		o.say("the passwords are not written: --generate phone_pass,registration_password fills the empty cells for check and import, or pass --secrets here")
	}
	if x.Gone > 0 {
		o.say("phones that were gone before their page was read: %d", x.Gone)
	}
	if x.Inactive > 0 {
		o.warn("phones that are not active: %d; a list cannot say so, and an import would find them there", x.Inactive)
	}
	if n := x.Foreign(); n > 0 {
		o.warn("phones of PJSIP or of another protocol that the API does not take: %d; the API cannot add such phones, so check refuses their rows", n)
	}
}
