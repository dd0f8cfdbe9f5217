package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// An app holds what all subcommands share: the streams, the context of the process, and the flags of the root command.
type app struct {
	in     io.Reader
	out    io.Writer // data
	screen *report.Screen
	ctx    context.Context // the first signal ends it; the cause is a *signalError

	streams    streamFlags
	documented bool // the JSON document of this command is printed
	// ended gets the ending of a command that is one of several parts, in place of its JSON document; nil for others.
	ended *report.Ending

	waiting   bool     // remind keeps its warnings back
	reminders []string // the warnings that remind has kept back
}

// say prints a progress message for a person on standard error. With --quiet, say prints nothing.
func (a *app) say(format string, args ...any) {
	if !a.streams.quiet {
		a.screen.Say(format, args...)
	}
}

// warn prints a warning on standard error, even with --quiet.
func (a *app) warn(format string, args ...any) {
	a.screen.Say("%s %s", a.screen.Emphasis(33, "phonebatch: warning:"), fmt.Sprintf(format, args...))
}

// remind prints a warning about a setting, which stays the same from night to night. With --quiet, remind waits until
// there is something to tell (heed): a run that has nothing to do stays silent.
func (a *app) remind(format string, args ...any) {
	if a.waiting {
		a.reminders = append(a.reminders, fmt.Sprintf(format, args...))
		return
	}
	a.warn(format, args...)
}

// heed prints the warnings that remind has kept back, and lets remind print at once from now on.
func (a *app) heed() {
	a.waiting = false
	for _, text := range a.reminders {
		a.warn("%s", text)
	}
	a.reminders = nil
}

// tellOfStopping makes the first signal print a message about what happens next. The caller calls the returned function
// when its job is over; a later signal prints no message.
func (a *app) tellOfStopping() func() bool {
	return context.AfterFunc(a.ctx, func() {
		a.say("stopping: the calls that have begun are finished first, in ten seconds at most; a second signal ends the program at once")
	})
}

// tellRetry prints why a request is sent again and when. Waits of less than five seconds print nothing.
func (a *app) tellRetry(r apiclient.Reply, after time.Duration) {
	if after >= 5*time.Second {
		stop := &run.StopError{Reply: r, First: true} // for the text alone: the run does not stop
		a.say("%s; trying again in %s", report.Plain(stop.Error()), after.Round(time.Second))
	}
}

// within returns an app for one of several jobs that run at the same time: what it prints begins with the name of the
// job, line by line, and its screen has no bar. Its output goes to the output of the app.
func (a *app) within(name string) *app {
	b := *a
	b.out, b.screen = &prefixed{to: a.out, prefix: name + ": "}, report.NewScreen(&prefixed{to: a.screen, prefix: name + ": "}, true)
	return &b
}

// A prefixed writer writes whole lines, each behind a prefix. It is safe for concurrent use if the writer below it is.
type prefixed struct {
	to     io.Writer
	prefix string

	mu   sync.Mutex
	line []byte // the beginning of a line
}

// Write implements io.Writer.
func (p *prefixed) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for line := range bytes.Lines(text) {
		p.line = append(p.line, line...)
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		if len(p.line) > 1 {
			p.line = append([]byte(p.prefix), p.line...)
		}
		if _, err := p.to.Write(p.line); err != nil {
			return 0, err
		}
		p.line = nil
	}
	return len(text), nil
}
