package main

import (
	"errors"
	"os"
	"slices"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/config"
)

// notOfFile are flags of an import that a configuration file says in another way, or not at all: the file has keys of
// its own for where a dialer is and who we are.
var notOfFile = flagSet("url", "user", "password-file", "config", "dialer", "profile", "help")

// forOneRun are flags whose effect every night would do harm.
var forOneRun = flagSet("first", "start-over", "new-dialer", "same-dialer-as")

// pathFlags are the flags whose value is the path of a file or a folder.
var pathFlags = flagSet("ca-file", "register", "results", "results-dir", "credentials", "summary-file", "metrics")

// configRules returns what a configuration file may hold: each flag of an import, unless it must be said.
func configRules() config.Rules {
	rules := config.Rules{Getenv: os.LookupEnv}
	about := groupOf()
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(importOptions).addFlags(set)
	new(streamFlags).addTo(set)
	set.VisitAll(func(f *pflag.Flag) {
		if notOfFile[f.Name] {
			return
		}
		flag := config.Flag{Name: f.Name, Kind: kindOf(f), OfDialer: about[f.Name] == dialerGroup, Path: pathFlags[f.Name]}
		switch {
		case commandLineOnly[f.Name]:
			flag.Refused = "pass --" + f.Name + " on the command line, where its effect can be seen"
		case forOneRun[f.Name]:
			flag.Refused = "--" + f.Name + " is for one run: pass it on the command line of that run"
		}
		flag.CheckValue = func(values []string) error { return checkValue(f.Name, values) }
		rules.Flags = append(rules.Flags, flag)
	})
	return rules
}

// kindOf returns the kind of the values of a flag in a configuration file.
func kindOf(f *pflag.Flag) config.Kind {
	if _, repeatable := f.Value.(pflag.SliceValue); repeatable {
		return config.List
	}
	switch f.Value.Type() {
	case "bool":
		return config.Yes
	case "int":
		return config.Number
	}
	return config.Text
}

// checkValue returns the error of an import with only this flag.
func checkValue(name string, values []string) error {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	o := new(importOptions)
	o.addFlags(f)
	new(streamFlags).addTo(f)
	for _, v := range values {
		if err := f.Set(name, v); err != nil {
			return withoutValue(err)
		}
	}
	if name == "clear" { // it needs another flag
		o.onExisting.value = onExistingUpdate
	}
	_, listErr := o.list.options()
	_, proxyErr := apiclient.ParseProxy(o.dialer.proxy)
	checks := []error{o.pace.finalize(func(string, ...any) {}), listErr, proxyErr, o.dialer.checkSource(), o.updating(new(batch.Job))}
	i := slices.IndexFunc(checks, func(err error) bool { return err != nil })
	if i < 0 {
		return nil
	}
	var wrong *usageError
	if errors.As(checks[i], &wrong) && wrong.hint == "" { // the general hint does not help a reader of the file
		return wrong.err
	}
	return checks[i]
}

// withoutValue returns an error of pflag without the value that it repeats.
func withoutValue(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	if want := valueKinds[invalid.GetFlag().Value.Type()]; want != "" {
		return errors.New(want)
	}
	return errors.Unwrap(invalid)
}
