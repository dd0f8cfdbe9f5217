package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/batch/config"
	"phonebatch/batch/preflight"
)

// A fleet is a check or an import of one list whose column dialer sends each row to a dialer of the configuration file.
// It has a part for each dialer.
type fleet struct {
	whole *checkOptions // of the command
	path  string        // of the list
	text  []byte        // the list
	known []string      // all dialers of the file
	parts []*part
}

// A part is the check or the import on one dialer, with the options of that dialer.
type part struct {
	*importOptions
	name    string
	job     *batch.Job
	session *batch.Session // nil for a check
	out     *batch.Outcome
	err     error
	run     string // the id of the run in the register; empty if the part did not touch a run
}

// fleetOf returns the fleet for a list, or nil if the list is for one dialer: if it has no column dialer, if a URL or
// the sandbox is named, or if there is no configuration file. If the list is on standard input, the app reads the same
// text again afterwards. The error is that of the configuration file, or of reading.
func (o *checkOptions) fleetOf(path string) (*fleet, error) {
	f := o.list.flags
	if o.dialer.sandbox || f.Lookup("url").Changed {
		return nil, configUnused(f)
	}
	file, mistakes, err := dialersFile(f)
	if err != nil || file == nil {
		return nil, cmp.Or(err, configUnused(f))
	}
	list, err := o.open(path)
	if err != nil {
		return nil, err
	}
	defer list.Close()
	text, err := batch.ReadAll(o.ctx, list)
	if err != nil {
		return nil, err
	}
	if path == "-" {
		o.in = bytes.NewReader(text)
	}
	fl := &fleet{whole: o, path: path, text: text, known: file.DialerNames()}
	if err := fl.divide(file, f); err != nil || len(fl.parts) == 0 {
		return nil, cmp.Or(err, configUnused(f))
	}
	if mistakes != nil { // they do not matter to a list that names no dialer
		return nil, mistakes
	}
	return fl, nil
}

// dialersFile returns the configuration file and its mistakes. The file is nil if none is named and the usual one does
// not exist, or if it has no dialer. The error is that of the file system, or a usageError if there is no such file.
func dialersFile(f *pflag.FlagSet) (file *config.File, mistakes, err error) {
	path, err := configPath(f)
	if err != nil {
		return nil, nil, nil // there is no usual place for the file here
	}
	file, _, err = config.Load(path, configRules())
	var wrong *config.MistakesError
	switch {
	case errors.Is(err, fs.ErrNotExist) && !f.Lookup("config").Changed:
		return nil, nil, nil
	case err != nil && !errors.As(err, &wrong):
		return nil, nil, missing(path, err)
	case len(file.Dialers) == 0:
		return nil, nil, nil
	}
	return file, err, nil
}

// divide makes a part for each dialer that the list names, in the order of the file. It makes no part if the list has
// no column dialer, or if it cannot be read and the command can say why without a dialer. A list of which every row is
// wrong has one part. The error is a usageError, or that of preflight.Read.
func (fl *fleet) divide(file *config.File, f *pflag.FlagSet) error {
	seen := make(map[string]bool)
	switch named, unread, err := fl.names(file, f, seen); {
	case err != nil:
		return err
	case unread != nil && fl.whole.dialer.named.dialer.name == "" && (fl.whole.online || fl.whole.purpose.adds):
		return unread
	case !named:
		return nil
	}
	for _, name := range []string{"user", "password-file"} {
		if said := f.Lookup(name); said.Changed && placeOf(said) == commandLine {
			return usage("--"+name+" is for one dialer, and the list has a column dialer", "leave --"+name+" out: the configuration file says who we are on each dialer")
		}
	}
	for i := range file.Dialers {
		if d := &file.Dialers[i]; seen[d.Name] || len(seen) == 0 && i == 0 {
			p, err := fl.part(d, f)
			if err != nil {
				return err
			}
			fl.parts = append(fl.parts, p)
		}
	}
	return nil
}

// names reads the list with the options of one dialer after the other, until it can be read. named says whether the
// list names dialers; those that it names are added to seen. unread says why the list cannot be read, with the options
// of the first dialer.
func (fl *fleet) names(file *config.File, f *pflag.FlagSet, seen map[string]bool) (named bool, unread, err error) {
	for i := range file.Dialers {
		p, err := fl.part(&file.Dialers[i], f)
		if err != nil {
			return false, nil, err
		}
		named, wrong := fl.look(p, file, seen)
		if wrong == nil {
			return named, nil, nil
		}
		unread = cmp.Or(unread, wrong)
	}
	return false, unread, nil
}

// look reads the list with the options of a part, to learn which dialers it names. named says whether the list has a
// column dialer. The error is that of preflight.Read: another dialer may have other flags for the columns.
func (fl *fleet) look(p *part, file *config.File, seen map[string]bool) (named bool, err error) {
	options, err := p.list.options()
	if err != nil {
		return false, err
	}
	options = batch.Glance(options)
	options.Dialers = fl.dialers(fl.known, "")
	options.Dialers.Seen = func(name string) { seen[name] = true }
	l, err := preflight.Read(fl.whole.ctx, bytes.NewReader(fl.text), options)
	if err != nil {
		return false, err
	}
	return l.NamesDialers(), nil
}

// dialers returns which rows a reading of the list takes: those of a dialer.
func (fl *fleet) dialers(names []string, takes string) *preflight.Dialers {
	return &preflight.Dialers{Names: names, Default: fl.whole.dialer.named.dialer.name, Takes: takes}
}

// part returns the part of a dialer. Its flags are those of the command line, the environment and the profile, and then
// those of the dialer.
func (fl *fleet) part(entry *config.Dialer, f *pflag.FlagSet) (*part, error) {
	options, err := settle(entry, saidLayers(f, "dialer", "profile", "user", "password-file")...)
	if err != nil {
		return nil, err
	}
	options.dialer.named.several = true
	options.app, options.purpose = fl.whole.app.within(entry.Name), fl.whole.purpose
	return &part{importOptions: options, name: entry.Name}, nil
}

// saidLayers returns the layers that give f its values, without the layer of a dialer and without some flags.
func saidLayers(f *pflag.FlagSet, without ...string) []layer {
	layers := make([]layer, dialerEntry)
	for at := range layers {
		layers[at] = layer{place: place(at), source: func(flag string) string { return "--" + flag }}
	}
	f.Visit(func(flag *pflag.Flag) {
		at := placeOf(flag)
		if at >= dialerEntry || slices.Contains(without, flag.Name) {
			return
		}
		layers[at].settings = append(layers[at].settings, config.Setting{Flag: flag.Name, Values: saidValues(flag)})
	})
	return layers
}

// saidValues returns the values of a flag in the form in which the flag reads them.
func saidValues(flag *pflag.Flag) []string {
	many, repeatable := flag.Value.(pflag.SliceValue)
	switch {
	case !repeatable:
		return []string{flag.Value.String()}
	case flag.Value.Type() == "stringSlice": // one value holds a list with commas
		var text strings.Builder
		w := csv.NewWriter(&text)
		_ = w.Write(many.GetSlice()) // a Builder takes everything
		w.Flush()
		return []string{strings.TrimSuffix(text.String(), "\n")}
	}
	return many.GetSlice()
}

// run runs all parts at the same time, each at the pace of its dialer.
func (fl *fleet) run(together *batch.Together, do func(i int, p *part) error) {
	done := make(chan struct{})
	for i, p := range fl.parts {
		go func() {
			defer func() { done <- struct{}{} }()
			p.err = do(i, p)
			together.End(i, p.err)
		}()
	}
	for range fl.parts {
		<-done
	}
}
