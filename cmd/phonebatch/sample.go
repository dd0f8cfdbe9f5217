package main

import (
	"errors"
	"io/fs"
	"os"
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
		Short:     "write an example list, a configuration file, or the files for an import every night",
		Long:      "Sample writes an example to start from:\n\n" + samples.Help() + "\nWithout a name it is agents. --out names the file, or the folder of nightly.",
		Args:      usageArgs(cobra.MaximumNArgs(1)),
		ValidArgs: sampleNames(),
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

// sampleNames returns the names of all samples.
func sampleNames() []string { return append(samples.Names(), samples.Config, samples.Nightly) }

// run writes the sample with this name to --out or to standard output.
func (o *sampleOptions) run(name string) error {
	if name == samples.Nightly {
		return writeFolder(o.path, samples.NightlyFiles())
	}
	text, file, err := samples.ConfigFile(), "config.toml", error(nil)
	if name != samples.Config {
		text, file, err = samples.Read(name)
	}
	if err != nil {
		return &usageError{err: err, hint: "the samples are " + strings.Join(sampleNames(), ", ")}
	}
	if o.path != "" && o.path != "-" {
		return writeSample(o.path, text, 0o600)
	}
	if filepath.Ext(file) == ".xlsx" && isTerminal(o.out) {
		return usage("a workbook cannot be shown on a terminal", "pass --out "+file)
	}
	_, err = o.out.Write(text)
	return err
}

// writeFolder writes files into a folder, and makes the folder if it is missing. The error is a usageError if no folder
// is named or if one of the files exists there.
func writeFolder(dir string, from fs.FS) error {
	if dir == "" || dir == "-" {
		return usage("this sample is a folder", "pass --out and the name of a folder")
	}
	entries, err := fs.ReadDir(from, ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if path := filepath.Join(dir, e.Name()); files.Exists(path) {
			return usage(path+" exists already", "name another folder")
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, e := range entries {
		text, err := fs.ReadFile(from, e.Name())
		if err != nil {
			return err
		}
		if err := writeSample(filepath.Join(dir, e.Name()), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeSample writes a text to a new file with the mode. The error is a usageError if the file exists.
func writeSample(path string, text []byte, mode fs.FileMode) error {
	f, err := files.Create(path, files.Refuse)
	if errors.Is(err, files.ErrExists) {
		return &usageError{err: err, hint: "choose another name for --out"}
	}
	if err != nil {
		return err
	}
	f.Mode = mode
	if _, err := f.Write(text); err != nil {
		f.Discard()
		return err
	}
	return f.Commit()
}
