package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"phonebatch/batch/config"
)

// commandLineOnly holds the flags that no environment variable can set, because their effect must be visible on the
// command line. help and version are among them because such variables are common and have another purpose.
var commandLineOnly = map[string]bool{"yes": true, "insecure": true, "overwrite": true, "sandbox": true, "dry-run": true, "regenerate": true, "help": true, "version": true}

// variable returns the name of the environment variable of a flag.
func variable(flag string) string {
	return "PHONEBATCH_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// env returns the help text of a flag, followed by the name of its environment variable.
func env(flag, help string) string { return fmt.Sprintf("%s ($%s)", help, variable(flag)) }

// fromEnvironment returns the values that environment variables give to the flags of f that are not on the command
// line. A variable that is empty gives none. fromEnvironment calls ignored for each variable that is set and has no
// effect.
func fromEnvironment(f *pflag.FlagSet, lookup func(string) (string, bool), ignored func(variable, flag string)) layer {
	l := layer{place: environment, source: func(flag string) string { return "the environment variable " + variable(flag) }}
	f.VisitAll(func(f *pflag.Flag) {
		value, set := lookup(variable(f.Name))
		switch {
		case f.Changed || !set || value == "":
			return
		case f.Name == "help" || f.Name == "version": // these variables are set for other purposes
			return
		case commandLineOnly[f.Name]:
			ignored(variable(f.Name), "--"+f.Name)
			return
		}
		values := []string{value}
		if _, repeatable := f.Value.(pflag.SliceValue); repeatable {
			values = strings.Split(strings.TrimRight(value, "\n"), "\n")
		}
		l.settings = append(l.settings, config.Setting{Flag: f.Name, Values: values})
	})
	return l
}
