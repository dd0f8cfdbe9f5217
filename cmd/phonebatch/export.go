package main

import (
	"encoding/csv"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/files"
	"phonebatch/report"
)

// exportOptions are the options of the command export.
type exportOptions struct {
	*app
	dialer dialerFlags
	pace   paceFlags

	path    string // the value of --out
	secrets bool
}

func (a *app) exportCommand() *cobra.Command {
	o := &exportOptions{app: a}
	c := &cobra.Command{
		Use:   "export",
		Short: "write what is on the dialer as a list",
		Long: `Export writes all phones that the API user may view as a list that check and import read: one
row for each phone, with all columns of add_phone. It reads the dialer's admin pages: the list of phones, and a page for
each phone. The dialer stores nothing.

The columns with passwords stay empty, unless you pass --secrets together with --out: then only you may read the file.
Keep it as carefully as the passwords.

Exit status: 0 all phones were written, 3 some pages could not be read, 5 the dialer refused us or its pages cannot be
read.`,
		Example: "  phonebatch export --user api --out phones.csv\n  phonebatch export --user api --secrets --out phones.csv",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return o.run() },
	}
	f := c.Flags()
	f.StringVar(&o.path, "out", "", env("out", "write to this file, which must not exist yet (default: standard output)"))
	f.BoolVar(&o.secrets, "secrets", false, env("secrets", "write the passwords, too; needs --out"))
	o.dialer.addTo(f, false)
	o.pace.addTo(f)
	return c
}

func (o *exportOptions) run() error {
	if err := o.pace.finalize(o.warn); err != nil {
		return err
	}
	if o.secrets && (o.path == "" || o.path == "-") {
		return usage("--secrets needs a file", "pass --out FILE; only you may read the file")
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
	found, err := job.Export(o.ctx, client)
	if err != nil {
		return err
	}
	if file == nil {
		err = o.rows(o.out, found.Phones)
	} else {
		err = file.Fill(func(to io.Writer) error { return o.rows(to, found.Phones) })
	}
	return combineErrors(err, o.tell(found))
}

// reserve reserves the file of --out. The file is nil if the phones go to standard output. The error is a usageError if
// the file exists.
func (o *exportOptions) reserve() (*files.File, error) {
	if o.path == "" || o.path == "-" {
		return nil, nil
	}
	f, err := files.Create(o.path, files.Refuse)
	if errors.Is(err, files.ErrExists) {
		return nil, &usageError{err: err, hint: "choose another name for --out"}
	}
	return f, err
}

// rows writes a header and a row for each phone, without passwords unless --secrets is given.
func (o *exportOptions) rows(to io.Writer, phones []apiclient.Phone) error {
	w := csv.NewWriter(to)
	fields := apiclient.Fields()
	header := make([]string, len(fields))
	for i, f := range fields {
		header[i] = f.String()
	}
	_ = w.Write(header) // Flush keeps the error
	for i := range phones {
		row := make([]string, len(fields))
		for j, f := range fields {
			if o.secrets || f != apiclient.PhonePass && f != apiclient.RegistrationPassword {
				row[j] = phones[i].Value(f)
			}
		}
		_ = w.Write(row)
	}
	w.Flush()
	return w.Error()
}

// tell says what was written, and returns a *batch.UnreadError if some pages could not be read.
func (o *exportOptions) tell(x *batch.Exported) error {
	o.say("phones: %d", len(x.Phones))
	if x.Inactive > 0 {
		o.warn("phones that are not active: %d; a list cannot say so, and an import would find them there", x.Inactive)
	}
	if x.Gone > 0 {
		o.say("phones that were gone before their page was read: %d", x.Gone)
	}
	others := 0
	for i := range x.Phones {
		if p := x.Phones[i].Protocol; p == "PJSIP" {
			others++
		}
	}
	if others > 0 {
		o.warn("PJSIP phones: %d; the API cannot add such phones, so check refuses their rows", others)
	}
	if len(x.Unread) > 0 {
		return &batch.UnreadError{Phones: len(x.Unread), First: x.Unread[0]}
	}
	return nil
}
