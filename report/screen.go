package report

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// A Screen owns standard error. Its rules:
//   - what is said to a person goes here, data never;
//   - one bar at most stands at the bottom of a terminal; a line that is said while it stands goes above it;
//   - off a terminal, and on one that cannot go back in a line (TERM=dumb), there is no bar, no colour and no carriage
//     return;
//   - what is said is broken between words, so that it fits a terminal; what is written, such as a command to be copied,
//     is not;
//   - every line passes through Plain before, wherever it holds foreign text.
//
// All methods may be called concurrently.
type Screen struct {
	Terminal bool // one on which a bar can stand
	Colour   bool

	mu    sync.Mutex
	out   io.Writer
	width func() int // of the terminal as it is now; nil where there is none
	frame string     // the bar as it stands, without its carriage return
}

// NewScreen makes the screen of a stream. It decorates only on a terminal, and colours only where nobody
// forbids it: see NoColour.
func NewScreen(out io.Writer, noColour bool) *Screen {
	s := &Screen{out: out}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		s.Terminal, s.Colour = !dumb(), !noColour
		s.width = func() int { return terminalWidth(file) }
	}
	return s
}

// Look says what the screen can show now.
func (s *Screen) Look() Look {
	look := Look{Colour: s.Colour}
	if s.width != nil {
		look.Width = s.width()
	}
	return look
}

// Say writes a line, or as many as it takes on a terminal.
func (s *Screen) Say(format string, args ...any) {
	text := Wrap(fmt.Sprintf(format, args...), s.Look().Width, hang)
	_, _ = s.Write([]byte(text + "\n")) // nobody is left to tell
}

// Write implements io.Writer for whole lines: those of the log.
func (s *Screen) Write(lines []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.frame == "" {
		return s.out.Write(lines)
	}
	_, err := io.WriteString(s.out, wipe+string(lines)+s.frame)
	return len(lines), err
}

// wipe goes to the start of the line and clears it.
const wipe = "\r\x1b[2K"

// draw puts a bar at the bottom of the screen, in place of the one that stands there.
func (s *Screen) draw(frame string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if frame == s.frame {
		return nil
	}
	s.frame = frame
	_, err := io.WriteString(s.out, wipe+frame)
	return err
}

// clear takes the bar away.
func (s *Screen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.frame != "" {
		s.frame = ""
		_, _ = io.WriteString(s.out, wipe)
	}
}

// Emphasis colours a word on a terminal that wants it: 31 is red, 32 green, 33 yellow.
func (s *Screen) Emphasis(colour int, word string) string {
	return Look{Colour: s.Colour}.paint(colour, word)
}
