package main

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/batch/files"
	"phonebatch/samples"
)

// sampleOptions are the options of the command sample.
type sampleOptions struct {
	*app
	path string // the value of --out
}

func (a *app) sampleCommand() *cobra.Command {
	o := &sampleOptions{app: a}
	c := &cobra.Command{
		Use:       "sample [NAME]",
		Short:     "write an example list",
		Long:      "Sample writes an example list to start from:\n\n" + samples.Help() + "\nWithout a name it is agents.",
		Args:      usageArgs(cobra.MaximumNArgs(1)),
		ValidArgs: samples.Names(),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return o.run("agents")
			}
			return o.run(strings.TrimSuffix(args[0], filepath.Ext(args[0])))
		},
	}
	c.Flags().StringVar(&o.path, "out", "", env("out", "write to this file, which must not exist yet"))
	return c
}

// run writes the sample with this name to --out or to standard output.
func (o *sampleOptions) run(name string) error {
	list, file, err := samples.Read(name)
	if err != nil {
		return &usageError{err: err, hint: "the samples are " + strings.Join(samples.Names(), ", ")}
	}
	if o.path != "" && o.path != "-" {
		return writeSample(o.path, list)
	}
	if filepath.Ext(file) == ".xlsx" && isTerminal(o.out) {
		return usage("a workbook cannot be shown on a terminal", "pass --out "+file)
	}
	_, err = o.out.Write(list)
	return err
}

// writeSample writes a list to a new file. The error is a usageError if the file exists.
func writeSample(path string, list []byte) error {
	f, err := files.Create(path, files.Refuse)
	if errors.Is(err, files.ErrExists) {
		return &usageError{err: err, hint: "choose another name for --out"}
	}
	if err != nil {
		return err
	}
	if _, err := f.Write(list); err != nil {
		f.Discard()
		return err
	}
	return f.Commit()
}
