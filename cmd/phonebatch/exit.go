package main

import (
	"errors"
	"strings"

	"phonebatch/batch/exit"
	"phonebatch/report"
)

// errNotAll ends a command that has finished while some rows are not done. The summary has said the rest.
var errNotAll = exit.New(exit.NotAll, "some rows are not done")

// explain tells a person what an error means and what to do, and returns the exit status. It is the only place that
// turns errors into words.
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

// words is the error's text, in our style: without a full stop, on one line.
func errorText(err error) string {
	return strings.TrimSuffix(strings.ReplaceAll(err.Error(), "\n", "; "), ".")
}

// worse is the error that a command ends with when something more has gone wrong. That rows are not done must not hide it:
// the summary tells of them.
func combineErrors(err, more error) error {
	if more == nil {
		return err
	}
	switch {
	case err == nil || errors.Is(err, errNotAll):
		return more
	case strings.Contains(err.Error(), more.Error()): // of one cause
		return err
	}
	return errors.Join(more, err)
}
