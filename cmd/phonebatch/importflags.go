package main

import (
	"strings"

	"github.com/spf13/pflag"
)

// importOptions are the options of the command import.
type importOptions struct {
	checkOptions

	yes, dryRun       bool
	noProbe, noVerify bool
	first             int
	startOver         bool
	resume            resumeFlag
	undoable          bool
	maxFailures       failuresFlag
	night             nightFlags
	flags             *pflag.FlagSet // all flags of the command, for the register
}

// addFlags adds all flags of import to f.
func (o *importOptions) addFlags(f *pflag.FlagSet) {
	f.BoolVarP(&o.yes, "yes", "y", false, "add without asking")
	f.BoolVar(&o.dryRun, "dry-run", false, "the same as check --online: ask, and add nothing")
	f.IntVar(&o.first, "first", 0, env("first", "a pilot: add the first N phones that are ready, and no more; a row may stand for several phones, and of several dialers each takes N"))
	f.BoolVar(&o.noProbe, "no-probe", false, env("no-probe", "do not ask about each row before adding"))
	f.BoolVar(&o.noVerify, "no-verify", false, env("no-verify", "do not ask about each row after adding"))
	f.Var(&o.resume, "resume", env("resume", "finish the list's open run, if there is one, and begin a new one otherwise; --resume=RUN finishes that run"))
	f.Lookup("resume").NoOptDefVal = "true"
	f.BoolVar(&o.startOver, "start-over", false, env("start-over", "begin a new run although a run of the list is open"))
	f.BoolVar(&o.undoable, "undoable", false, env("undoable", "first add and delete a throw-away phone, and stop if undo is not allowed"))
	f.Var(&o.maxFailures, "max-failures", env("max-failures", "stop when more rows than this have failed: a number, or a share such as 5%"))
	o.addTo(f)
	o.regenerate.addTo(f)
	o.results.addTo(f)
	o.night.addTo(f)
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document on standard output"))
}

// A resumeFlag is the value of --resume: whether to continue an earlier run, and which run.
type resumeFlag struct {
	wanted bool
	run    string // the id of that run; empty for the newest open run of the list
}

// Set implements pflag.Value.
func (r *resumeFlag) Set(text string) error {
	switch strings.ToLower(text) {
	case "true", "1", "yes", "":
		*r = resumeFlag{wanted: true}
	case "false", "0", "no":
		*r = resumeFlag{}
	default:
		*r = resumeFlag{wanted: true, run: text}
	}
	return nil
}

// String implements pflag.Value.
func (r *resumeFlag) String() string {
	switch {
	case r.run != "":
		return r.run
	case r.wanted:
		return "true"
	}
	return "false"
}

// Type implements pflag.Value.
func (r *resumeFlag) Type() string { return "bool" }
