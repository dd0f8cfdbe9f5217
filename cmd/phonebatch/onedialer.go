package main

import (
	"phonebatch/batch"
	"phonebatch/batch/preflight"
)

// ofOneDialer makes a job take the rows of one dialer from a list with a column dialer: those of the dialer of
// --dialer. Without --dialer, a row that names a dialer is an error: the same extension may be somebody else's there.
// The error is that of the configuration file.
func (o *checkOptions) ofOneDialer(job *batch.Job) error {
	const none = "-"
	d := &preflight.Dialers{Default: none, Takes: none, Rest: true}
	if entry := o.dialer.named.entry(); entry != nil {
		file, err := configFile(o.list.flags)
		if err != nil {
			return err
		}
		d.Names, d.Default, d.Takes = file.DialerNames(), entry.Name, entry.Name
	}
	job.Preflight.Dialers = d
	checked := job.Checked
	job.Checked = func(l *preflight.List) {
		if checked != nil {
			checked(l)
		}
		if l.Elsewhere > 0 {
			o.say("rows for other dialers, left out: %d", l.Elsewhere)
		}
	}
	return nil
}
