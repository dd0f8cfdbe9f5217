package main

import (
	"errors"
	"strings"

	"phonebatch/batch/exit"
	"phonebatch/report"
)

// errNotAll ends a command that has finished although some rows are not done. explain prints nothing for this error,
// because the summary names the rows.
var errNotAll = exit.New(exit.NotAll, "some rows are not done")

// explain prints the error that ends the program, with its hints, and returns the exit status. No other function prints
// errors as text. err may be nil.
func (a *app) explain(err error) int {
	status, hints := meaning(err)
	if err == nil || errors.Is(err, errNotAll) {
		return status
	}
	a.screen.Say("%s %s", a.screen.Emphasis(31, "phonebatch: error:"), report.Plain(errorText(err)))
	for _, h := range hints {
		a.screen.Say("%s %s", a.screen.Emphasis(32, "phonebatch: hint:"), report.Plain(h))
	}
	return status
}

// errorText returns the text of an error on one line, without a full stop.
func errorText(err error) string {
	return strings.TrimSuffix(strings.ReplaceAll(err.Error(), "\n", "; "), ".")
}

// combineErrors returns the error of a command that ends with err when the error more comes in addition. more replaces
// errNotAll. If err contains the text of more, both have one cause and combineErrors returns err. Either may be nil.
func combineErrors(err, more error) error {
	if more == nil {
		return err
	}
	switch {
	case err == nil || errors.Is(err, errNotAll):
		return more
	case strings.Contains(err.Error(), more.Error()):
		return err
	}
	return errors.Join(more, err)
}
