package report

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shown returns what a terminal shows of a stream: the whole lines, and the text of the last line.
func shown(t *testing.T, stream string) (whole []string, last string) {
	t.Helper()
	whole = []string{}
	for stream != "" {
		switch rest, wiped := strings.CutPrefix(stream, wipe); {
		case wiped:
			last, stream = "", rest
		case stream[0] == '\n':
			whole, last, stream = append(whole, last), "", stream[1:]
		case stream[0] == '\r' || stream[0] == '\x1b':
			t.Fatalf("what is this: %q", stream)
		default:
			last, stream = last+stream[:1], stream[1:]
		}
	}
	return whole, last
}

func TestOffATerminalNothingIsDecorated(t *testing.T) {
	var b bytes.Buffer
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, s := range []*Screen{NewScreen(&b, false), NewScreen(&b, true), NewScreen(file, false)} {
		if s.Terminal || s.Colour {
			t.Errorf("decorates: terminal %v, colour %v", s.Terminal, s.Colour)
		}
		s.Say("%s %d", s.Emphasis(31, "error:"), 7)
		if n, err := s.Write([]byte("log\n")); n != 4 || err != nil {
			t.Errorf("wrote %d, %v", n, err)
		}
		s.clear()
	}
	if want := "error: 7\nlog\nerror: 7\nlog\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
	if text, _ := os.ReadFile(file.Name()); string(text) != "error: 7\nlog\n" {
		t.Errorf("got %q", text)
	}
}

func TestColours(t *testing.T) {
	coloured, plain := &Screen{Terminal: true, Colour: true}, &Screen{Terminal: true}
	if got, want := coloured.Emphasis(31, "error:"), "\x1b[31merror:\x1b[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := plain.Emphasis(31, "error:"); got != "error:" {
		t.Errorf("got %q", got)
	}
}

func TestALineGoesAboveTheBar(t *testing.T) {
	var b bytes.Buffer
	s := &Screen{Terminal: true, out: &b}
	frame := func(text string) {
		if err := s.draw(text); err != nil {
			t.Fatal(err)
		}
	}
	s.Say("before")
	frame("asking 10%")
	frame("asking 10%")
	s.Say("one")
	if n, err := s.Write([]byte("two\nthree\n")); n != 10 || err != nil {
		t.Errorf("wrote %d, %v", n, err)
	}
	frame("asking 20%")
	want := "before\n" + wipe + "asking 10%" + wipe + "one\nasking 10%" + wipe + "two\nthree\nasking 10%" + wipe + "asking 20%"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
	s.clear()
	s.clear()
	s.Say("after")
	if d := cmp.Diff(want+wipe+"after\n", b.String()); d != "" {
		t.Error(d)
	}
	whole, last := shown(t, b.String())
	if d := cmp.Diff([]string{"before", "one", "two", "three", "after"}, whole); d != "" || last != "" {
		t.Error(d, last)
	}
}

func TestLinesAndBarsOfManyGoroutinesStayWhole(t *testing.T) {
	const speakers, sentences = 8, 100
	var b bytes.Buffer
	s := &Screen{Terminal: true, out: &b}
	var all sync.WaitGroup
	want := []string{}
	for who := range speakers {
		for n := range sentences {
			want = append(want, fmt.Sprintf("speaker %d says %d", who, n))
		}
		all.Go(func() {
			for n := range sentences {
				if who%2 == 0 {
					s.Say("speaker %d says %d", who, n)
				} else {
					fmt.Fprintf(s, "speaker %d says %d\n", who, n)
				}
			}
		})
	}
	all.Go(func() {
		for n := range 10 * sentences {
			_ = s.draw(fmt.Sprintf("frame %d", n))
			if n%50 == 0 {
				s.clear()
			}
		}
	})
	all.Wait()
	whole, last := shown(t, b.String())
	slices.Sort(whole)
	slices.Sort(want)
	if d := cmp.Diff(want, whole); d != "" {
		t.Error(d)
	}
	if want := fmt.Sprintf("frame %d", 10*sentences-1); last != want {
		t.Errorf("at the bottom stands %q, want %q", last, want)
	}
}
