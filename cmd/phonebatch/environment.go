package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commandLineOnly holds the flags that no environment variable can set, because their effect must be visible on the
// command line. help and version are among them because such variables are common and have another purpose.
var commandLineOnly = map[string]bool{"yes": true, "insecure": true, "overwrite": true, "sandbox": true, "dry-run": true, "help": true, "version": true}

// fromEnvironment is the annotation of a flag whose value comes from its environment variable.
const fromEnvironment = "from the environment"

// variable returns the name of the environment variable of a flag.
func variable(flag string) string {
	return "PHONEBATCH_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// setFromEnvironment sets every flag that is not on the command line from its environment variable, if that is not
// empty. Help does not show the value, because the value does not become a default. setFromEnvironment calls ignored
// for each variable that is set and has no effect. The error is a usageError that names the variable of an invalid
// value.
func setFromEnvironment(c *cobra.Command, lookup func(string) (string, bool), ignored func(variable, flag string)) error {
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		value, set := lookup(variable(f.Name))
		switch {
		case failed != nil || f.Changed || !set || value == "":
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
		for _, v := range values {
			if err := c.Flags().Set(f.Name, v); err != nil {
				failed = &usageError{err: fmt.Errorf("the environment variable %s: %w", variable(f.Name), valueError(err))}
				return
			}
		}
		failed = c.Flags().SetAnnotation(f.Name, fromEnvironment, nil)
	})
	return failed
}
