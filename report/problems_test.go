package report

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
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
	problem := func(line int, column, value string, s codes.Severity, code apiclient.Code, message, hint string) preflight.Problem {
		return preflight.Problem{Line: line, Column: column, Value: value, Severity: s, Code: code, Message: message, Hint: hint}
	}
	got := table(t, &preflight.List{
		Errors: []preflight.Problem{
			problem(2, "phone_pass", "***", codes.Error, "characters_dropped", "it drops 2 of its 9 characters", "use only letters"),
			problem(2, "Protocol", "PJSIP", codes.Error, "bad_protocol", "it refuses PJSIP", "use one of IAX2, SIP"),
			problem(3, "Protocol", "PJSIP", codes.Error, "bad_protocol", "it refuses PJSIP", "use one of IAX2, SIP"),
			problem(14, "", "", codes.Error, "extra_cells", "there are 12 cells, not 11", "count them"),
		},
		Warnings: []preflight.Problem{problem(2, "phone_full_name", "José", codes.Warning, "characters_dropped", `it would store "Jos"`, "use only letters")},
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

// agents returns a list of n phones. The first bad phones have an unknown protocol.
func agents(n, bad int) string {
	list := []string{header}
	for i := range n {
		row := phone(1001 + i)
		if i < bad {
			row = strings.Replace(row, "SIP", "H323", 1)
		}
		list = append(list, row)
	}
	return lines(list...)
}

func TestAFewProblemsAreATable(t *testing.T) {
	got := strings.Split(table(t, read(t, agents(49, 49))), "\n")
	rows, hints := 0, 0
	for _, line := range got[1:] {
		rows += strings.Count(line, " H323 ")
		hints += strings.Count(line, "→ ")
	}
	if rows != 49 || hints != 2 {
		t.Errorf("%d rows, %d hints", rows, hints)
	}
}

func TestManyProblemsAreToldByKind(t *testing.T) {
	l := read(t, strings.Replace(agents(100, 91), "7275551212", "7275551212x", 1)+phone(1100)+"\n")
	want := `error bad_protocol: 91 rows, first at line 2, 3, 4, 5, 6, …
    protocol "H323": the dialer does not know this protocol
    → use one of IAX2, SIP, Zap, EXTERNAL
`
	got := table(t, l)
	if !strings.HasPrefix(got, want) || !strings.Contains(got, "\nerror duplicate_login: 2 rows, first at line 101, 102\n") || !strings.HasSuffix(got, "check --json\n") {
		t.Error(got)
	}
}

func TestForeignTextInTheTableIsPlainAndShort(t *testing.T) {
	p := preflight.Problem{
		Line: 2, Column: "Na\x1b[2Jme\tof\nthe agent, in full", Value: strings.Repeat("日本", 30) + "\u202e", Severity: codes.Error,
		Code: codes.Dropped, Message: "stores \"\u202e\x00\tx\"\v\f", Hint: "use\nletters",
	}
	got := table(t, &preflight.List{Errors: []preflight.Problem{p}, NErrors: 1})
	want := "LINE  COLUMN                    VALUE                           CODE                PROBLEM\n" +
		`2     Na\x1b[2Jme\tof\nthe ag…  日本日本日本日本日本日…  error  characters_dropped  stores "\u{202e}\x00\tx"\x0b\x0c` + "\n" +
		`                                                                                    → use\nletters` + "\n"
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestShort(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"12345678", "12345678"},
		{"123456789", "1234567…"},
		{"日本日本", "日本日本"},
		{"日本日本日", "日本日…"},
		{"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"},
		{"📞📞📞📞📞", "📞📞📞…"},
		{"\x1b\x1b", `\x1b\x1b`},
		{"\x1b\x1b\x1b", `\x1b\x1b…`[:7] + "…"},
	} {
		if got := short(tt.text, 8); got != tt.want {
			t.Errorf("short(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// full is a writer whose writes fail.
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
		"Document":     (&document{}).write(full{}),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
