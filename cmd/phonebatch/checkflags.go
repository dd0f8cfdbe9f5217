package main

import (
	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/report"
)

// checkOptions are the options of check, and the options that import shares with check.
type checkOptions struct {
	*app
	meter   *report.Meter
	dialer  dialerFlags
	pace    paceFlags
	list    listFlags
	results resultsFlags
	known   knownFlags

	readBack    readBackFlag
	online      bool
	skipInvalid bool
	onExisting  choice
	json        bool
	purpose     *purpose
	dialing     *dialing // nil if the command sends no request
}

// A purpose holds the differences between check and import.
type purpose struct {
	command string // the name of the command in documents
	adds    bool   // the command adds phones: it needs a dialer and writes results only of a run that had a phone to send
	answers bool   // the problems of the list are data: they go to standard output, even with --quiet
	// next returns the command that a person would run next; the zero Step if there is none.
	next func(*checkOptions, *endedJob) report.Step
}

// An endedJob is a job whose results, if any, are written.
type endedJob struct {
	path    string // of the list
	out     *batch.Outcome
	written writtenFiles
	session *batch.Session
	err     error
}

// addTo adds the flags that check and import share to f.
func (o *checkOptions) addTo(f *pflag.FlagSet) {
	o.onExisting = choice{"report", []string{"report", "skip"}}
	o.list.addTo(f)
	f.Var(&o.onExisting, "on-existing", env("on-existing", "what to do with a phone whose extension exists on its server already (login and name do not matter): report it as not done, or skip it as done"))
	o.addSkipInvalid(f)
	o.readBack.addTo(f)
	o.known.addTo(f)
	o.dialer.addTo(f, true)
	o.pace.addTo(f)
}

// addSkipInvalid adds the flag --skip-invalid to f.
func (o *checkOptions) addSkipInvalid(f *pflag.FlagSet) {
	f.BoolVar(&o.skipInvalid, "skip-invalid", false, env("skip-invalid", "continue with the good rows of a list that has errors"))
}

func (o *checkOptions) skipExisting() bool { return o.onExisting.value == "skip" }
