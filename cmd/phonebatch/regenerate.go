package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/register"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// A regenerateFlag is the value of --regenerate: the passwords that phones which are there get anew. It must be said: a
// flag that changes passwords every night would lock everybody out.
type regenerateFlag struct{ names []string }

func (r *regenerateFlag) addTo(f *pflag.FlagSet) {
	f.StringSliceVar(&r.names, "regenerate", nil, "phone_pass,registration_password: with --on-existing update, give the phones that are there new passwords; all phones of a person and of an alias together, or none of them. New phones get theirs as with --generate")
}

// apply sets up a job to regenerate passwords. The error is a usageError.
func (r *regenerateFlag) apply(j *batch.Job) error {
	for _, name := range r.names {
		i := slices.IndexFunc(apiclient.Fields(), func(f apiclient.Field) bool { return f.String() == name && f.Secret() })
		if i < 0 {
			return usage("--regenerate "+name+": this is no password", "name phone_pass, registration_password or both")
		}
		if f := apiclient.Fields()[i]; !slices.Contains(j.Regenerate, f) {
			j.Regenerate = append(j.Regenerate, f)
		}
	}
	return nil
}

// fits refuses to continue a run that regenerates other passwords: the phones of a person would end with different
// ones. The error is a usageError.
func (r *regenerateFlag) fits(earlier *register.Run) error {
	if earlier == nil {
		return nil
	}
	var was []string
	for _, option := range earlier.Options {
		if name, is := strings.CutPrefix(option, "--regenerate="); is {
			was = append(was, name)
		}
	}
	now := slices.Clone(r.names)
	slices.Sort(was)
	slices.Sort(now)
	if slices.Equal(slices.Compact(was), slices.Compact(now)) {
		return nil
	}
	hint := "pass --regenerate " + strings.Join(was, ",") + ", as that run had it"
	if len(was) == 0 {
		hint = "leave --regenerate out, and regenerate after that run is finished"
	}
	return usage(fmt.Sprintf("the run %s regenerates other passwords than this command", earlier.ID), hint)
}

// renewing returns the question before an import: it says who gets new passwords.
func renewing(question string, p run.Plan) string {
	if p.Renewal.Phones == 0 {
		return question
	}
	return report.Renewal(p.Renewal) + ", and the agents must be told: go on?"
}
