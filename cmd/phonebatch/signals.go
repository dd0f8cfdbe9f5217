package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"phonebatch/batch/exit"
)

// A signalError is the cause of a context that a signal has ended.
type signalError struct{ signal os.Signal }

func (e *signalError) Error() string { return fmt.Sprintf("by signal: %s", e.signal) }

// Status is the exit status that shells expect.
func (e *signalError) Status() int {
	if s, ok := e.signal.(syscall.Signal); ok {
		return exit.Signal + int(s)
	}
	return exit.Unexpected
}

// Hints returns nil: tellOfStopping has printed what happens.
func (e *signalError) Hints() []string { return nil }

// interrupts are the signals that stop a run.
var interrupts = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// interruptible returns a context that the first signal of interrupts ends, with a *signalError as its cause. After
// that signal the default handling is restored, so the second signal ends the program at once. The caller calls the
// returned function at the end.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	heeded := slices.DeleteFunc(slices.Clone(interrupts), signal.Ignored) // nohup ignores SIGHUP; keep that
	if len(heeded) > 0 {                                                  // Notify without signals would catch all
		signal.Notify(signals, heeded...)
	}
	go func() {
		select {
		case s := <-signals:
			signal.Reset(heeded...)
			cancel(&signalError{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}
