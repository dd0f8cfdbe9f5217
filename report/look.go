package report

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// A Look says what a stream can show.
type Look struct {
	Width  int  // columns of the terminal; 0 where text may be as wide as it is, as in a file
	Colour bool // words may be coloured
}

// usualWidth is how wide a terminal is that does not say so.
const usualWidth = 80

// leastWidth and mostWidth bound what COLUMNS may say: nothing can be read on a narrower screen, and nothing is written
// for a wider one.
const (
	leastWidth = 20
	mostWidth  = 1000
)

// LookOf finds out what a stream can show: a terminal has a width, and has colours unless NO_COLOR or TERM=dumb forbid
// them. What is no terminal, a file or a pipe, has neither: scripts read there, and lines stay whole.
func LookOf(out io.Writer) Look {
	switch out := out.(type) {
	case *Screen:
		return out.Look()
	case *os.File:
		if term.IsTerminal(int(out.Fd())) {
			return Look{terminalWidth(out), !NoColour()}
		}
	}
	return Look{}
}

// HelpWidth is how wide help is written on a stream: as wide as COLUMNS says, or as the terminal is. 0 where neither is
// known.
func HelpWidth(out io.Writer) int {
	if n := columnsSaid(); n > 0 {
		return n
	}
	return LookOf(out).Width
}

// NoColour says whether the person wants no colours, or has a terminal that knows none.
func NoColour() bool { return os.Getenv("NO_COLOR") != "" || dumb() }

// dumb says whether the terminal cannot go back in a line.
func dumb() bool { return os.Getenv("TERM") == "dumb" }

// terminalWidth is how many columns a terminal has: as COLUMNS says, or else as it says itself.
func terminalWidth(f *os.File) int {
	if n := columnsSaid(); n > 0 {
		return n
	}
	if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
		return max(n, leastWidth)
	}
	return usualWidth
}

// columnsSaid is what the variable COLUMNS says; 0 where it says nothing that can be.
func columnsSaid() int {
	n, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil || n <= 0 {
		return 0
	}
	return min(max(n, leastWidth), mostWidth)
}

// The colours of words on a terminal.
const (
	red    = 31
	green  = 32
	yellow = 33
)

// paint colours a word where words may be coloured.
func (l Look) paint(colour int, word string) string {
	if !l.Colour {
		return word
	}
	return "\x1b[" + strconv.Itoa(colour) + "m" + word + "\x1b[0m"
}
