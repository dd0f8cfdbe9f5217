package report

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// A Screen owns standard error. Its rules:
//   - messages for a person go to the Screen; data never does;
//   - at most one bar stands at the bottom of a terminal, and new lines appear above the bar;
//   - a stream that is not a terminal, or is a terminal with TERM=dumb, gets no bar, no colour and no carriage return;
//   - Say breaks its text between words so that it fits the terminal; Write keeps lines whole, for commands that a
//     person copies;
//   - the caller passes foreign text through Plain first.
//
// All methods may be called concurrently.
type Screen struct {
	Terminal bool // the stream is a terminal on which a bar can stand
	Colour   bool

	mu    sync.Mutex
	out   io.Writer
	width func() int // present width of the terminal; nil if there is no terminal
	frame string     // the bar on the screen; empty if there is none
}

// NewScreen returns the screen of a stream. noColour forbids colours (see NoColour). Only a terminal gets colours and
// a bar.
func NewScreen(out io.Writer, noColour bool) *Screen {
	s := &Screen{out: out}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		s.Terminal, s.Colour = !dumb(), !noColour
		s.width = func() int { return terminalWidth(file) }
	}
	return s
}

// Look returns what the screen can show now.
func (s *Screen) Look() Look {
	look := Look{Colour: s.Colour}
	if s.width != nil {
		look.Width = s.width()
	}
	return look
}

// Say writes a text and a line end. On a terminal, a long text takes several lines.
func (s *Screen) Say(format string, args ...any) {
	text := Wrap(fmt.Sprintf(format, args...), s.Look().Width, hang)
	_, _ = s.Write([]byte(text + "\n")) // an error of standard error cannot be reported anywhere
}

// Write implements io.Writer. lines must be whole lines, such as those of the log.
func (s *Screen) Write(lines []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.frame == "" {
		return s.out.Write(lines)
	}
	_, err := io.WriteString(s.out, wipe+string(lines)+s.frame)
	return len(lines), err
}

// wipe moves the cursor to the start of the line and clears the line.
const wipe = "\r\x1b[2K"

// draw shows a bar at the bottom of the screen, in place of the present bar.
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

// clear removes the bar.
func (s *Screen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.frame != "" {
		s.frame = ""
		_, _ = io.WriteString(s.out, wipe)
	}
}

// Emphasis colours a word if the screen has colours: 31 is red, 32 green, 33 yellow.
func (s *Screen) Emphasis(colour int, word string) string {
	return Look{Colour: s.Colour}.paint(colour, word)
}
