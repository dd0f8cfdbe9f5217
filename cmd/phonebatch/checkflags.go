package main

import (
	"slices"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
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
	clear       []string
	missing     missingFlags
	regenerate  regenerateFlag // of import alone
	replace     bool           // the members of aliases
	json        bool
	purpose     *purpose
	dialing     *dialing  // nil if the command sends no request
	ended       *endedJob // nil until the job has ended

	// dialers returns what became of each dialer of a list with a column dialer, when the command has ended with an
	// error or nil. It is nil for another list.
	dialers func(error) []report.DialerNight
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
	run     string // the id of the run in the register; empty if the job did not touch a run
}

// addTo adds the flags that check and import share to f.
func (o *checkOptions) addTo(f *pflag.FlagSet) {
	o.onExisting = choice{"report", []string{"report", "skip", onExistingUpdate}}
	o.list.addTo(f)
	f.Var(&o.onExisting, "on-existing", env("on-existing", "what to do with a phone whose extension exists on its server already (login and name do not matter): report it as not done, skip it as done, or update it: send the values of the list that the dialer does not have"))
	f.StringArrayVar(&o.clear, "clear", nil, env("clear", "with --on-existing update: an empty cell of this column empties the value on the dialer (phone_full_name, phone_context, email, template_id); otherwise an empty cell leaves the value alone"))
	o.missing.addTo(f)
	f.BoolVar(&o.replace, "replace-alias-members", false, env("replace-alias-members", "give an alias that is there the phones of the list as its only members, whoever its members are now; otherwise an alias with other members is left alone"))
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

// onExistingUpdate is the value of --on-existing that changes phones.
const onExistingUpdate = "update"

// updating sets up a job to change the phones that are there. The error is a usageError.
func (o *checkOptions) updating(j *batch.Job) error {
	j.ReplaceMembers = o.replace
	j.Update, j.SkipExisting = o.onExisting.value == onExistingUpdate, o.skipExisting()
	j.Preflight.Updates = j.Update
	if err := o.regenerate.apply(j); err != nil {
		return err
	}
	if len(o.clear) > 0 && !j.Update {
		return usage("--clear empties values of phones that are there", "pass --on-existing update as well, or leave --clear out")
	}
	for _, name := range o.clear {
		i := slices.IndexFunc(apiclient.Fields(), func(f apiclient.Field) bool { return f.String() == name })
		if i < 0 || !apiclient.Fields()[i].Clearable() {
			return usage("--clear "+name+": the API cannot empty such a value", "name phone_full_name, phone_context, email or template_id")
		}
		j.Clear = append(j.Clear, apiclient.Fields()[i])
	}
	return nil
}

func (o *checkOptions) skipExisting() bool { return o.onExisting.value == "skip" }
