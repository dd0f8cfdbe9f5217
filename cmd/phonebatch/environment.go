package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// mustBeSaid are the flags that no environment can set.
var mustBeSaid = map[string]bool{"yes": true, "insecure": true, "overwrite": true, "help": true, "version": true}

// variable is the environment variable of a flag.
func variable(flag string) string {
	return "PHONEBATCH_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// setFromEnvironment gives every flag that was not given on the command line the value of its variable. The value
// never becomes a default, so help does not show it. A value that cannot be is an error that names the variable.
func setFromEnvironment(c *cobra.Command, lookup func(string) (string, bool)) error {
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if failed != nil || f.Changed || mustBeSaid[f.Name] {
			return
		}
		value, set := lookup(variable(f.Name))
		if !set || value == "" {
			return
		}
		values := []string{value}
		if _, repeatable := f.Value.(pflag.SliceValue); repeatable {
			values = strings.Split(strings.TrimRight(value, "\n"), "\n")
		}
		for _, v := range values {
			if err := c.Flags().Set(f.Name, v); err != nil {
				failed = &usageError{err: fmt.Errorf("the environment variable %s: %w", variable(f.Name), err)}
				return
			}
		}
	})
	return failed
}
