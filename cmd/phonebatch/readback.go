package main

import (
	"github.com/spf13/pflag"

	"phonebatch/batch"
	"phonebatch/report"
)

// The values of --read-back.
const (
	readBackAuto    = "auto"
	readBackOff     = "off"
	readBackRequire = "require"
)

// readBackFlag says whether a command reads the dialer's admin pages.
type readBackFlag struct{ choice }

func (r *readBackFlag) addTo(f *pflag.FlagSet) {
	r.choice = choice{readBackAuto, []string{readBackAuto, readBackOff, readBackRequire}}
	f.Var(r, "read-back", env("read-back", "auto: read the dialer's admin pages, if the API user may view them, to see what is there and to ask less; off: ask about each row; require: stop if the pages cannot be read"))
}

// apply sets up a job to read the pages.
func (r *readBackFlag) apply(a *app, j *batch.Job) {
	if r.value == readBackOff {
		return
	}
	j.Viewer, j.Lists, j.RequireView = batch.ReadPhones, batch.ReadLists(), r.value == readBackRequire
	j.AliasesUnseen = func() {
		a.say("the dialer's aliases cannot be seen, but for those that this program made: if a phone that is retired is in another one, " +
			"take it out in Admin → Phone Aliases, because an alias with an inactive phone makes logins fail")
	}
	j.Unreadable = func(err error) {
		a.say("the dialer's admin pages cannot be read (%s): the dialer is asked instead", report.Plain(err.Error()))
	}
}
