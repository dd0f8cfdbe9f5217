package report

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
)

func table(t *testing.T, l *preflight.List) string {
	t.Helper()
	var b strings.Builder
	if err := Problems(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTableOfProblems(t *testing.T) {
	problem := func(line int, column, value string, s preflight.Severity, code apiclient.Code, message, hint string) preflight.Problem {
		return preflight.Problem{Line: line, Column: column, Value: value, Severity: s, Code: code, Message: message, Hint: hint}
	}
	got := table(t, &preflight.List{
		Errors: []preflight.Problem{
			problem(2, "phone_pass", "***", preflight.Error, "characters_dropped", "it drops 2 of its 9 characters", "use only letters"),
			problem(2, "Protocol", "PJSIP", preflight.Error, "bad_protocol", "it refuses PJSIP", "use one of IAX2, SIP"),
			problem(3, "Protocol", "PJSIP", preflight.Error, "bad_protocol", "it refuses PJSIP", "use one of IAX2, SIP"),
			problem(14, "", "", preflight.Error, "extra_cells", "there are 12 cells, not 11", "count them"),
		},
		Warnings: []preflight.Problem{problem(2, "phone_full_name", "José", preflight.Warning, "characters_dropped", `it would store "Jos"`, "use only letters")},
		NErrors:  4, NWarned: 1,
	})
	want := `LINE  COLUMN           VALUE           CODE                PROBLEM
2     phone_pass       ***    error    characters_dropped  it drops 2 of its 9 characters
                                                           → use only letters
2     Protocol         PJSIP  error    bad_protocol        it refuses PJSIP
                                                           → use one of IAX2, SIP
3     Protocol         PJSIP  error    bad_protocol        it refuses PJSIP
14                            error    extra_cells         there are 12 cells, not 11
                                                           → count them
2     phone_full_name  José   warning  characters_dropped  it would store "Jos"
`
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAListWithoutProblemsHasNoTable(t *testing.T) {
	if got := table(t, read(t, lines(header, phone(1001)))); got != "" {
		t.Errorf("got %q", got)
	}
}

// faults are problems in lines of their own, with two hints in turn.
func faults(s preflight.Severity, code apiclient.Code, from, n int) []preflight.Problem {
	list := make([]preflight.Problem, n)
	for i := range list {
		list[i] = preflight.Problem{Line: from + i, Column: "email", Severity: s, Code: code, Message: "no", Hint: fmt.Sprintf("%s %d", code, i%2)}
	}
	return list
}

func TestBeyondFiftyProblemsAreCountedByCode(t *testing.T) {
	for _, tt := range []struct {
		name             string
		errors, warnings int
		unkept           int
		rows             int
		last             string
	}{
		{"fifty", 50, 0, 0, 50, ""},
		{"fifty with warnings", 49, 1, 0, 50, ""},
		{"one more", 50, 1, 0, 50, "and 1 more (--json lists them); of all: bad_protocol 50, cut_off 1"},
		{"warnings more", 20, 50, 0, 50, "and 20 more (--json lists them); of all: cut_off 50, bad_protocol 20"},
		{"far more than were kept", 50, 50, 1000, 50, "and 1050 more (--json lists them); of all: bad_protocol 1050, cut_off 50"},
		{"as many of each", 40, 40, 0, 50, "and 30 more (--json lists them); of all: bad_protocol 40, cut_off 40"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Split(strings.TrimSuffix(table(t, &preflight.List{
				Errors:   faults(preflight.Error, preflight.CodeProtocol, 1000, tt.errors),
				Warnings: faults(preflight.Warning, preflight.CodeCut, 2, tt.warnings),
				NErrors:  tt.errors + tt.unkept, NWarned: tt.warnings,
				Counts: map[apiclient.Code]int{preflight.CodeProtocol: tt.errors + tt.unkept, preflight.CodeCut: tt.warnings},
			}), "\n"), "\n")
			rows, hints := 0, map[string]int{}
			for _, line := range got {
				switch _, hint, found := strings.Cut(line, "→ "); {
				case found:
					hints[hint]++
				case strings.Contains(line, " email "):
					rows++
				}
			}
			if rows != tt.rows {
				t.Errorf("%d rows, want %d", rows, tt.rows)
			}
			for hint, n := range hints {
				if n != 1 {
					t.Errorf("%q is given %d times", hint, n)
				}
			}
			last := got[len(got)-1]
			if tt.last == "" && strings.HasPrefix(last, "and ") || tt.last != "" && last != tt.last {
				t.Errorf("in the end: %q, want %q", last, tt.last)
			}
			if !strings.HasPrefix(got[1], "1000 ") {
				t.Errorf("errors are not first: %q", got[1])
			}
		})
	}
}

func TestForeignTextInTheTableIsPlainAndShort(t *testing.T) {
	p := preflight.Problem{
		Line: 2, Column: "Na\x1b[2Jme\tof\nthe agent, in full", Value: strings.Repeat("日本", 30) + "\u202e", Severity: preflight.Error,
		Code: preflight.CodeDropped, Message: "stores \"\u202e\x00\tx\"\v\f", Hint: "use\nletters",
	}
	got := table(t, &preflight.List{Errors: []preflight.Problem{p}, NErrors: 1})
	want := "LINE  COLUMN                    VALUE                            CODE                PROBLEM\n" +
		`2     Na\x1b[2Jme\tof\nthe ag…  日本日本日本日本日本日本日本日本日本日本日本日…  error  characters_dropped  stores "\u{202e}\x00\tx"\x0b\x0c` + "\n" +
		`                                                                                     → use\nletters` + "\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestShort(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"12345678", "12345678"},
		{"123456789", "1234567…"},
		{"日本日本日本日本", "日本日本日本日本"},
		{"日本日本日本日本日", "日本日本日本日…"},
		{"\x1b\x1b", `\x1b\x1b`},
		{"\x1b\x1b\x1b", `\x1b\x1b…`[:7] + "…"},
	} {
		if got := short(tt.text, 8); got != tt.want {
			t.Errorf("short(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// full is a writer that takes nothing.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	l := read(t, lines(header, "1003"))
	results := settled(l, codeLost, "")
	_, failed := WriteFailed(full{}, "agents.csv", l.Header, l.Rows, results, false)
	for name, err := range map[string]error{
		"Problems":     Problems(full{}, l),
		"WriteResults": WriteResults(full{}, results),
		"WriteFailed":  failed,
		"Summary":      Summary{Results: results}.Write(full{}),
		"Verified":     Verified(full{}, results),
		"Mends":        Mends(full{}, &preflight.List{Unknown: []string{"x"}}),
		"Document":     (&Document{}).Write(full{}),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
