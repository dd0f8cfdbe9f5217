package report

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/term"
)

// A Screen owns standard error. Its rules:
//   - what is said to a person goes here, data never;
//   - one bar at most stands at the bottom of a terminal; a line that is said while it stands goes above it;
//   - off a terminal there is no bar, no colour and no carriage return;
//   - every line passes through Plain before, wherever it holds foreign text.
//
// All methods may be called concurrently.
type Screen struct {
	Terminal bool
	Colour   bool

	mu    sync.Mutex
	out   io.Writer
	frame string // the bar as it stands, without its carriage return
}

// NewScreen makes the screen of a stream. It decorates only on a terminal, and colours only where NO_COLOR is unset.
func NewScreen(out io.Writer, noColour bool) *Screen {
	file, ok := out.(*os.File)
	terminal := ok && term.IsTerminal(int(file.Fd()))
	return &Screen{Terminal: terminal, Colour: terminal && !noColour, out: out}
}

// Say writes a line.
func (s *Screen) Say(format string, args ...any) {
	_, _ = s.Write([]byte(fmt.Sprintf(format, args...) + "\n")) // nobody is left to tell
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

// bar is the writer that a progress bar draws its frames on. It is no *os.File, which the bar would sync at each frame.
type bar struct{ *Screen }

func (b bar) Write(frame []byte) (int, error) {
	text := strings.TrimRight(strings.TrimLeft(string(frame), "\r\n"), "\r\n")
	b.mu.Lock()
	defer b.mu.Unlock()
	if text == "" || text == b.frame {
		return len(frame), nil
	}
	b.frame = text
	_, err := io.WriteString(b.out, wipe+text)
	return len(frame), err
}

// clear takes the bar away.
func (b bar) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.frame != "" {
		b.frame = ""
		_, _ = io.WriteString(b.out, wipe)
	}
}

// Emphasis colours a word on a terminal that wants it: 31 is red, 32 green, 33 yellow.
func (s *Screen) Emphasis(colour int, word string) string {
	if !s.Colour {
		return word
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", colour, word)
}
