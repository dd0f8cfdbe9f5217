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

// A signalError is the cause of a context that a signal ended.
type signalError struct{ signal os.Signal }

func (e *signalError) Error() string { return fmt.Sprintf("by signal: %s", e.signal) }

// Status is the exit status that shells expect.
func (e *signalError) Status() int {
	if s, ok := e.signal.(syscall.Signal); ok {
		return exit.Signal + int(s)
	}
	return exit.Unexpected
}

// Hints is empty: the program has said what happens.
func (e *signalError) Hints() []string { return nil }

var interrupts = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}

// interruptible returns a context that the first interrupting signal ends. From then on signals do what they do by
// default: the second one ends the program at once.
func interruptible(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	heeded := slices.DeleteFunc(slices.Clone(interrupts), signal.Ignored) // as nohup has it
	if len(heeded) > 0 {                                                  // none would mean all
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
