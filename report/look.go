package report

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"

	"phonebatch/batch/codes"
)

// A Look says what a stream can show.
type Look struct {
	Width  int  // columns of the terminal; 0 if lines may have any width, as in a file
	Colour bool // words may be coloured
}

// usualWidth is the assumed width of a terminal whose width is not known, in columns.
const usualWidth = 80

// leastWidth and mostWidth limit the value of the variable COLUMNS. A text on a narrower screen would be unreadable;
// no text needs a wider screen.
const (
	leastWidth = 20
	mostWidth  = 1000
)

// LookOf returns what a stream can show. A terminal has a width; it has colours unless NO_COLOR or TERM=dumb forbids
// colours. A file or a pipe has neither, because scripts need whole lines.
func LookOf(out io.Writer) Look {
	switch out := out.(type) {
	case interface{ Look() Look }: // a Screen
		return out.Look()
	case *os.File:
		if term.IsTerminal(int(out.Fd())) {
			return Look{terminalWidth(out), !NoColour()}
		}
	}
	return Look{}
}

// HelpWidth returns the width of help texts on a stream, in columns: the value of COLUMNS, or else the width of the
// terminal. It returns 0 if neither is known.
func HelpWidth(out io.Writer) int {
	if n := envColumns(); n > 0 {
		return n
	}
	return LookOf(out).Width
}

// NoColour says whether NO_COLOR or TERM=dumb forbids colours.
func NoColour() bool { return os.Getenv("NO_COLOR") != "" || dumb() }

// dumb says whether the terminal cannot move the cursor back in a line.
func dumb() bool { return os.Getenv("TERM") == "dumb" }

// terminalWidth returns the number of columns of a terminal: the value of COLUMNS, or else the answer of the terminal.
func terminalWidth(f *os.File) int {
	if n := envColumns(); n > 0 {
		return n
	}
	if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
		return max(n, leastWidth)
	}
	return usualWidth
}

// envColumns returns the value of the variable COLUMNS, within leastWidth and mostWidth. It returns 0 if the variable
// holds no positive number.
func envColumns() int {
	n, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil || n <= 0 {
		return 0
	}
	return min(max(n, leastWidth), mostWidth)
}

// The colours of words on a terminal, as numbers of ANSI escapes.
const (
	red    = 31
	green  = 32
	yellow = 33
)

// paint colours a word if the stream shows colours.
func (l Look) paint(colour int, word string) string {
	if !l.Colour {
		return word
	}
	return "\x1b[" + strconv.Itoa(colour) + "m" + word + "\x1b[0m"
}

// severity returns the word for a severity, in the severity's colour.
func (l Look) severity(s codes.Severity) string {
	colour := yellow
	if s == codes.Error {
		colour = red
	}
	return l.paint(colour, s.String())
}
