package report

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

var update = flag.Bool("update", false, "rewrite what screens show")

// narrow returns a terminal without colours, width columns wide.
func narrow(b *bytes.Buffer, width int) *Screen {
	return &Screen{Terminal: true, out: b, width: func() int { return width }}
}

// crowded returns a list with many problems and with wide characters.
func crowded() *preflight.List {
	problem := func(line int, column, value string, s codes.Severity, code apiclient.Code, message, hint string) preflight.Problem {
		return preflight.Problem{Line: line, Column: column, Value: value, Severity: s, Code: code, Message: message, Hint: hint}
	}
	return &preflight.List{
		Total: 1200, Invalid: 5, NErrors: 5, NWarned: 3,
		Errors: []preflight.Problem{
			problem(2, "registration_password", "", codes.Error, "missing_value", "the cell is empty", "put a password of its own into the cell"),
			problem(3, "サーバー server_ip", "日本.example.com", codes.Error, "bad_server_ip", "server_ip is no IPv4 address", "use the server's private address as Admin → Servers shows it, such as 10.0.9.8"),
			problem(14, "", "", codes.Error, "extra_cells", "the row has 12 cells, and the header has 11", "put quotes around cells that hold the delimiter, or take the cells away"),
			problem(15, "dialplan_number", "4999", codes.Error, "duplicate_dialplan_number", "the same on this server as line 1016", "give each SIP and IAX2 phone of a server its own dialplan_number"),
			problem(1016, "dialplan_number", "4999", codes.Error, "duplicate_dialplan_number", "the same on this server as line 15", "give each SIP and IAX2 phone of a server its own dialplan_number"),
		},
		Warnings: []preflight.Problem{
			problem(4, "phone_full_name", "日本語の長い名前を持つ山田太郎さん", codes.Warning, "characters_dropped", "the dialer drops all but A-Z, a-z, 0-9, space, +, ., _ and -, and would store nothing", "use only letters, digits, spaces, +, ., _ and -"),
			problem(5, "phone_full_name", "📞 Ann", codes.Warning, "characters_dropped", `the dialer would store "Ann"`, "use only letters, digits, spaces, +, ., _ and -"),
			problem(6, "名前（フルネーム）とその他のすべて", "Wolfeschlegelsteinhausenbergerdorff", codes.Warning, "cut_off", `the dialer would cut "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine Sr" off behind 50 characters`, "shorten it"),
		},
		Mends: []preflight.Mend{
			{Column: "local_gmt", What: "written with two decimals", Rows: 1200, Line: 2, Example: `"-5" → "-5.00"`},
			{Column: "名前", What: "accents taken away", Rows: 2, Line: 7, Example: `"Renée Łukasz 例" → "Renee Lukasz 例"`},
		},
		Unknown: strings.Fields("Department Cost-Center Manager Location メモ Start-Date Telephone Building Floor"),
	}
}

// golden compares a text with a file of testdata. With -update it writes the file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
}

// fits fails if a line is wider than the terminal or ends in spaces, or if a word of unbroken that has room is broken.
func fits(t fataler, text, unbroken string, width int) {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if visible(line) > width {
			t.Fatalf("at %d columns a line has %d: %q", width, visible(line), line)
		}
		if strings.HasSuffix(line, " ") {
			t.Fatalf("at %d columns a line ends in spaces: %q", width, line)
		}
	}
	blank := func(r rune) bool { return r == ' ' || r == '\n' }
	have := strings.FieldsFunc(text, blank)
	for _, word := range strings.FieldsFunc(unbroken, blank) {
		if visible(word) <= width/2 && !slices.Contains(have, word) {
			t.Fatalf("at %d columns %q is broken in\n%s", width, word, text)
		}
	}
}

// words returns the messages and hints of a list's problems. Their words must stay unbroken wherever they have room.
func words(l *preflight.List) (text string) {
	for _, p := range append(l.Errors, l.Warnings...) {
		text += p.Message + " " + p.Hint + " "
	}
	return text
}

func TestScreensFitTheirTerminal(t *testing.T) {
	list := crowded()
	many := read(t, strings.Replace(agents(100, 91), "7275551212", "7275551212x", 1)+phone(1100)+"\n")
	results := []object.Result{added(2, object.VerifiedYes), added(3, object.VerifiedYes), refused(4, apiclient.CodeLoginExists, "ERROR: add_phone PHONE LOGIN ALREADY EXISTS: |6666|山田|")}
	show := func(s *Screen) {
		for _, err := range []error{
			Problems(s, list), Mends(s, list), Verified(s, []object.Result{added(2, object.VerifiedYes), added(3, object.VerifiedNo)}),
			Summary{Results: results, Now: noon, Import: true, Registering: true}.Write(s),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		s.Say("%s", Verdict(list))
	}
	for _, width := range []int{60, 80, 140} {
		var b, kinds bytes.Buffer
		show(narrow(&b, width))
		fits(t, b.String(), words(list), width)
		golden(t, fmt.Sprintf("screen-%d.txt", width), b.String())
		if err := Problems(narrow(&kinds, width), many); err != nil {
			t.Fatal(err)
		}
		fits(t, kinds.String(), "bad_protocol: duplicate_login: EXTERNAL", width)
	}
}

func TestSeveritiesDifferInColour(t *testing.T) {
	l := crowded()
	for _, width := range []int{0, 60, 80, 140} {
		text := problemTable(Look{Width: width, Colour: true}, append(l.Errors, l.Warnings...))
		for _, want := range []string{"\x1b[31merror\x1b[0m", "\x1b[33mwarning\x1b[0m"} {
			if !strings.Contains(text, want) {
				t.Errorf("at %d columns there is no %q in %s", width, want, text)
			}
		}
		if plain := problemTable(Look{Width: width}, append(l.Errors, l.Warnings...)); colourless(text) != plain {
			t.Errorf("colours change more than colours: %s", cmp.Diff(plain, colourless(text)))
		}
	}
}

func TestAnythingFitsAnyTerminal(t *testing.T) {
	spaces := regexp.MustCompile(`\s+`)
	rapid.Check(t, func(t *rapid.T) {
		text := Plain(strings.TrimSpace(spaces.ReplaceAllString(tricky().Draw(t, "text"), " ")))
		width := rapid.IntRange(leastWidth, 60).Draw(t, "width")
		got := Wrap(text, width, rapid.IntRange(0, 8).Draw(t, "hang"))
		fits(t, got, text, width)
		if joined := spaces.ReplaceAllString(got, ""); joined != spaces.ReplaceAllString(text, "") {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func TestTheBarFitsItsTerminal(t *testing.T) {
	for _, tt := range []struct {
		width int
		want  string
	}{
		{20, "adding  25% |█   |"},
		{40, "adding  25% |██       | 13 minutes left"},
		{60, "adding  25% |██         | 10/s, 123 failed, 13 minutes left"},
		{80, "adding  25% |███          | 2500/10000, 10/s, 123 failed, about 13 minutes left"},
		{140, "adding  25% |███████                       | 2500/10000, 10/s, 123 failed, about 13 minutes left"},
	} {
		width, want := tt.width, tt.want
		synctest.Test(t, func(t *testing.T) {
			var b bytes.Buffer
			s := narrow(&b, width)
			m := NewMeter(s, false)
			p := run.Progress{Phase: run.Adding, Total: 10_000}
			m.Observe(p)
			time.Sleep(250 * time.Second)
			p.Done, p.Failed = 2500, 123
			m.Observe(p)
			_, last := shown(t, b.String())
			if last != want {
				t.Errorf("at %d columns: %q, want %q", width, last, want)
			}
			if visible(last) >= width {
				t.Errorf("at %d columns the bar takes %d", width, visible(last))
			}
		})
	}
}
