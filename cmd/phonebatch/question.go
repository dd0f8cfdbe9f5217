package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"phonebatch/batch"
)

// ask puts a question to the person at the terminal, such as "add them?", and waits for the answer or for the end of
// the app's context, whose cause it then returns. It returns nil where the answer is yes, batch.ErrDeclined where it is
// anything else, and an error that wraps batch.ErrDeclined where nobody can be asked: standard input is no terminal, or
// it is read for something else, as inputIsTaken says. A progress bar must be at rest.
func (a *app) ask(question string, inputIsTaken bool) error {
	if !a.canAsk(inputIsTaken) {
		return errNobody
	}
	terminal := a.terminal()
	_, _ = fmt.Fprintf(a.screen, "%s [y/N] ", question)
	answer, err := cancellable(a.ctx, func() (string, error) { return bufio.NewReader(terminal).ReadString('\n') })
	if err != nil {
		return err
	}
	if answer = strings.ToLower(answer); answer == "y" || answer == "yes" {
		return nil
	}
	return batch.ErrDeclined
}

// errNobody is what a question comes to that nobody can be asked.
var errNobody = fmt.Errorf("%w: nobody is there to ask; pass --yes", batch.ErrDeclined)

// canAsk says whether there is anybody to ask; inputIsTaken is as of ask.
func (a *app) canAsk(inputIsTaken bool) bool { return a.terminal() != nil && !inputIsTaken }

// terminal is where a person can be asked, nil where nobody can.
func (a *app) terminal() *os.File {
	if in, ok := a.in.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		return in
	}
	return nil
}

// cancellable waits for what a person types, or until ctx ends; the reading itself cannot be ended and is left behind.
func cancellable(ctx context.Context, read func() (string, error)) (string, error) {
	type line struct {
		text string
		err  error
	}
	typed := make(chan line, 1)
	go func() {
		text, err := read()
		typed <- line{text, err}
	}()
	select {
	case l := <-typed:
		if errors.Is(l.err, io.EOF) {
			l.err = nil
		}
		return strings.TrimSpace(l.text), l.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
