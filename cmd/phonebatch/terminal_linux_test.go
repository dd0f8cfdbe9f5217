package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rivo/uniseg"
	"golang.org/x/sys/unix"

	"phonebatch/samples"
)

// onTerminal runs the program with standard output and error on a terminal of so many columns, and returns all that the
// terminal got.
func onTerminal(t *testing.T, width int, args ...string) string {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	fd := int(master.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Skip(err)
	}
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: uint16(width)}); err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() {
		text, _ := io.ReadAll(master) // ends in an error once nobody holds the other side
		got <- string(text)
	}()
	phonebatch(args, strings.NewReader(""), terminal, terminal)
	if err := terminal.Close(); err != nil {
		t.Error(err)
	}
	return strings.ReplaceAll(<-got, "\r\n", "\n")
}

// written takes the escapes that colour, and that draw a bar, out of a line.
func written(line string) string {
	for _, escape := range []string{"\x1b[2K", "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[0m"} {
		line = strings.ReplaceAll(line, escape, "")
	}
	if i := strings.LastIndexByte(line, '\r'); i >= 0 { // what stands there in the end
		line = line[i+1:]
	}
	return line
}

func TestWhatIsShownFitsARealTerminal(t *testing.T) {
	dir := t.TempDir()
	list, _, err := samples.Read("mistakes")
	if err != nil {
		t.Fatal(err)
	}
	wide := strings.Replace(string(list), "Ada Example", "山田太郎 📞 山田太郎", 1)
	mistakes, agents := filepath.Join(dir, "mistakes.csv"), filepath.Join(dir, "agents.csv")
	good, _, err := samples.Read("agents")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{mistakes: wide, agents: string(good)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("COLUMNS", "")
	for _, tt := range []struct {
		term, noColour string
		colours, bar   bool
	}{{"xterm", "", true, true}, {"xterm", "1", false, true}, {"dumb", "", false, false}} {
		t.Setenv("TERM", tt.term)
		t.Setenv("NO_COLOR", tt.noColour)
		for _, width := range []int{60, 80, 140} {
			checked := onTerminal(t, width, "check", mistakes)
			for line := range strings.Lines(checked) {
				if n := uniseg.StringWidth(written(strings.TrimSuffix(line, "\n"))); n > width {
					t.Errorf("%s at %d columns: a line has %d: %q", tt.term, width, n, line)
				}
			}
			for _, word := range []string{"error", "warning"} {
				if strings.Contains(checked, "m"+word+"\x1b[0m") != tt.colours {
					t.Errorf("%s, NO_COLOR=%s: %s in colour: %t", tt.term, tt.noColour, word, !tt.colours)
				}
			}
		}
		results := filepath.Join(dir, tt.term+tt.noColour+".csv")
		imported := onTerminal(t, 80, "import", "--sandbox", "--yes", "--rate", "100/s", "--results", results, agents) // too slow for no bar
		if strings.Contains(imported, "\x1b[2K") != tt.bar || !strings.Contains(imported, "25 added") {
			t.Errorf("%s: a bar: %t\n%q", tt.term, !tt.bar, imported)
		}
	}
}

func TestHelpIsAsWideAsARealTerminal(t *testing.T) {
	t.Setenv("TERM", "xterm")
	for columns, want := range map[string]int{"": 70, "100": 100} {
		t.Setenv("COLUMNS", columns)
		widest := 0
		for line := range strings.Lines(onTerminal(t, 70, "import", "--help")) {
			widest = max(widest, uniseg.StringWidth(strings.TrimSuffix(line, "\n")))
		}
		if widest > want || widest < want-5 {
			t.Errorf("COLUMNS=%s: on a terminal of 70 columns the widest line has %d", columns, widest)
		}
	}
}
