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
	"phonebatch/batch/run"
)

// ask asks the person at the terminal a question, such as "add them?", and waits for the answer. The error is nil for
// yes and batch.ErrDeclined for any other answer. The error wraps batch.ErrDeclined if nobody can be asked: standard
// input is not a terminal, or inputIsTaken says that the command reads standard input for another purpose. If the
// context of the app ends first, the error is its cause. The caller first stops the progress bar with Rest.
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

// questionOf returns the question before an import or a retirement.
func questionOf(p run.Plan) string {
	leave := p.Retire + p.Delete
	switch {
	case leave+p.Add == 0 && p.Update > 0:
		return "change them?"
	case leave == 0:
		return "add them?"
	case p.Add+p.Update > 0:
		return "go on?"
	case p.Delete > 0:
		return "delete them?"
	}
	return "make them inactive?"
}

// errNobody is the error of a question if nobody can be asked.
var errNobody = fmt.Errorf("%w: nobody is there to ask; pass --yes", batch.ErrDeclined)

// canAsk reports whether ask can ask a person. inputIsTaken has the same meaning as for ask.
func (a *app) canAsk(inputIsTaken bool) bool { return a.terminal() != nil && !inputIsTaken }

// terminal returns standard input if it is a terminal, or else nil.
func (a *app) terminal() *os.File {
	if in, ok := a.in.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		return in
	}
	return nil
}

// cancellable calls read in a goroutine and returns the text without spaces around it. The end of input is no error. If
// ctx ends first, cancellable returns its cause and leaves the goroutine behind, because nothing can interrupt read.
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
