package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// mustBeSaid are the flags that no environment can set: what they accept or skip must not be inherited unseen.
var commandLineOnly = map[string]bool{"yes": true, "insecure": true, "overwrite": true, "sandbox": true, "dry-run": true, "help": true, "version": true}

// fromEnvironment marks a flag that its variable has set.
const fromEnvironment = "from the environment"

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "PHONEBATCH_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// setFromEnvironment gives every flag that was not given on the command line the value of its variable. The value
// never becomes a default, so help does not show it. A value that cannot be is an error that names the variable. ignored is
// told of variables that are set and have no effect.
func setFromEnvironment(c *cobra.Command, lookup func(string) (string, bool), ignored func(variable, flag string)) error {
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		value, set := lookup(variable(f.Name))
		switch {
		case failed != nil || f.Changed || !set || value == "":
			return
		case f.Name == "help" || f.Name == "version": // everybody has them, and nobody means them so
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
