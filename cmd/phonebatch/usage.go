package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"phonebatch/batch/columns"
	"phonebatch/batch/exit"
)

// A usageError says that the command line or an environment variable is wrong.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// Status implements exit.Error.
func (e *usageError) Status() int { return exit.Usage }

// Hints implements exit.Error.
func (e *usageError) Hints() []string {
	return []string{cmp.Or(e.hint, "`phonebatch COMMAND --help` says what a command takes")}
}

// usage returns a usageError. If hint is empty, the hint points to --help.
func usage(text, hint string) error { return &usageError{err: errors.New(text), hint: hint} }

// flagError turns an error of pflag into a usageError and suggests the nearest flag. The text ends before the rest of a
// short flag, because that rest may be a password: -pSECRET.
func flagError(c *cobra.Command, err error) error {
	text, _, _ := strings.Cut(valueError(err).Error(), " in -")
	hint := "`" + c.CommandPath() + " --help` lists the flags"
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "" {
		if near := columns.Nearest(unknown.GetSpecifiedName(), flagNames(c)); near != "" {
			hint = "did you mean --" + near + "?"
		}
	}
	return usage(text, hint)
}

// flagNames lists the flags of a command, without dashes.
func flagNames(c *cobra.Command) (names []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

// valueKinds describes values by the type name of their flag. The errors of the libraries would name Go functions.
var valueKinds = map[string]string{
	"int": "want a whole number", "int64": "want a whole number", "bool": "want true or false", "duration": "want a time such as 30s, 5m or 1h",
}

// valueError replaces the library's error about the value of a flag by one in plain words. Other errors stay as they
// are.
func valueError(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	if want := valueKinds[invalid.GetFlag().Value.Type()]; want != "" {
		return fmt.Errorf("invalid argument %q for \"--%s\": %s", invalid.GetValue(), invalid.GetFlag().Name, want)
	}
	return err
}
