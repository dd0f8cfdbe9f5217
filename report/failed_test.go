package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

func TestFailedRowsKeepTheirBytes(t *testing.T) {
	const lost = `,"answer_lost: no answer"`
	quoted := `"` + strings.ReplaceAll(header, ",", `","`) + `"`
	for _, tt := range []struct{ name, list, want string }{
		{"plain", lines(header, phone(1001), phone(1002)), lines(header+",problem", phone(1001)+lost, phone(1002)+lost)},
		{
			"byte-order mark and CRLF",
			"\ufeff" + header + "\r\n" + phone(1001) + "\r\n" + phone(1002) + "\r\n",
			"\ufeff" + header + ",problem\r\n" + phone(1001) + lost + "\r\n" + phone(1002) + lost + "\r\n",
		},
		{"no last line end", header + "\r\n" + phone(1001), header + ",problem\r\n" + phone(1001) + lost + "\r\n"},
		{"names of its own", lines(" Extension ,"+header[10:]+",Note", phone(1001)+", as is "), lines(" Extension ,"+header[10:]+",Note,problem", phone(1001)+", as is "+lost)},
		{"quoted header", lines(quoted, phone(1001)), lines(quoted+",problem", phone(1001)+lost)},
		{"quoted cells", lines(header+",Note", phone(1001)+`,"a ""b"", c"`), lines(header+",Note,problem", phone(1001)+`,"a ""b"", c"`+lost)},
		{"line break in a cell", lines(header+",Note", phone(1001)+",\"a\n\nb\""), lines(header+",Note,problem", phone(1001)+",\"a\n\nb\""+lost)},
		{"CRLF in a cell", header + ",Note\r\n" + phone(1001) + ",\"a\r\nb\"\r\n", header + ",Note,problem\r\n" + phone(1001) + ",\"a\r\nb\"" + lost + "\r\n"},
		{"line break in the header", lines(header+",\"No\nte\"", phone(1001)+",x"), lines(header+",\"No\nte\",problem", phone(1001)+",x"+lost)},
		{"blank rows", lines(header, "", strings.Repeat(",", 10), phone(1001), ""), lines(header+",problem", phone(1001)+lost)},
		{"a header without a name", lines(header+",", phone(1001)+","), lines(header+",,problem", phone(1001)+","+lost)},
		{"semicolons", semicolons(header, phone(1001)), semicolons(header+",problem", phone(1001)) + ";" + lost[1:] + "\n"},
		{"told delimiter", "sep=;\r\n" + semicolons(header, phone(1001)), "sep=;\r\n" + semicolons(header+",problem", phone(1001)) + ";" + lost[1:] + "\n"},
		{"CR", header + ",Note\r" + phone(1001) + ",\"a\rb\"\r", header + ",Note,problem\r" + phone(1001) + ",\"a\rb\"" + lost + "\r"},
		{"windows-1252", lines(header+",Note", phone(1001)+",Jos\xe9"), lines(header+",Note,problem", phone(1001)+",Jos\xe9"+lost)},
		{"empty at the right", lines(header+",,", phone(1001)+",,,,", phone(1002)+",,,,"), lines(header+",,,problem", phone(1001)+",,"+lost, phone(1002)+",,"+lost)},
		{"untrimmed", lines(header, " "+phone(1001)+" "), lines(header+",problem", " "+phone(1001)+" "+lost)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, writeFailed(t, tt.list)); d != "" {
				t.Error(d)
			}
		})
	}
}

// semicolons joins records to lines with semicolons in place of commas. The last line has no line end.
func semicolons(records ...string) string {
	return strings.ReplaceAll(strings.Join(records, "\n"), ",", ";")
}

func TestAnEarlierProblemIsReplaced(t *testing.T) {
	const lost = `,"answer_lost: no answer"`
	for _, tt := range []struct{ name, list, want string }{
		{"ours", lines(header+",problem", phone(1001)+`,"not_sent: x"`), lines(header+",problem", phone(1001)+lost)},
		{"CR before it", header + ",problem\r" + phone(1001) + ",\"x\"\r", header + ",problem\r" + phone(1001) + lost + "\r"},
		{"semicolons before it", semicolons(header+",problem", phone(1001)+",x;") + "\n", semicolons(header+",problem", phone(1001)) + ";" + lost[1:] + "\n"},
		{"emptied", lines(header+",problem", phone(1001)+","), lines(header+",problem", phone(1001)+lost)},
		{"overwritten by a person", lines(header+",problem", phone(1001)+`,"mended, I hope"`), lines(header+",problem", phone(1001)+lost)},
		{"spelt otherwise", lines(header+`," Problem "`, phone(1001)+",x"), lines(header+",problem", phone(1001)+lost)},
		{"quoted cells before it", lines(header+",Note,problem", phone(1001)+`,"a, ""b""","x ""y"""`), lines(header+",Note,problem", phone(1001)+`,"a, ""b"""`+lost)},
		{"line breaks before it", lines(header+",Note,problem", phone(1001)+",\"é\n\n日本\",\"x\ny\""), lines(header+",Note,problem", phone(1001)+",\"é\n\n日本\""+lost)},
		{
			"CRLF before it",
			"\ufeff" + header + ",Note,problem\r\n" + phone(1001) + ",\"a\r\nb\",\"x\"\r\n",
			"\ufeff" + header + ",Note,problem\r\n" + phone(1001) + ",\"a\r\nb\"" + lost + "\r\n",
		},
		{"a problem that is not last", lines("problem,"+header, "mine,"+phone(1001)), lines("problem,"+header+",problem", "mine,"+phone(1001)+lost)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, writeFailed(t, tt.list)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTheProblemCellSaysWhatIsWrong(t *testing.T) {
	bad := strings.Replace(phone(1001), "SIP", "PJSIP", 1)
	l := read(t, lines(header, bad, phone(1002), phone(1003)))
	l.Rows[0].Problems = []preflight.Problem{
		{Severity: codes.Warning, Code: "cut_off", Column: "email", Message: "a warning"},
		{Severity: codes.Error, Code: "bad_protocol", Column: "Proto\u202ecol", Message: `it "refuses" PJSIP`, Hint: "use SIP"},
		{Severity: codes.Error, Code: "extra_cells", Message: "one too many"},
	}
	results := settled(l, codeLost, "no \x1b[2J\u202eanswer\nat \"all\"")
	results[2].Message = ""
	want := lines(header+",problem",
		bad+`,"bad_protocol: Proto\u{202e}col: it ""refuses"" PJSIP; extra_cells: one too many"`,
		phone(1002)+`,"answer_lost: no \x1b[2J\u{202e}answer\nat ""all"""`,
		phone(1003)+`,"answer_lost: "`)
	if d := cmp.Diff(want, failedFile(t, l, results, false)); d != "" {
		t.Error(d)
	}
}

func TestRowsThatAreDoneAreLeftOut(t *testing.T) {
	l := read(t, lines(header, phone(1001), phone(1002), phone(1003), phone(1004), phone(1005)))
	results := []object.Result{
		{Line: 2, Status: object.Added, Code: apiclient.CodeAdded},
		{Line: 3, Status: object.Exists, Code: apiclient.CodePhoneExists, Message: "there"},
		{Line: 4, Status: object.Refused, Code: apiclient.CodeLoginExists, Message: "in use"},
		{Line: 5, Status: object.Unconfirmed, Code: codeLost, Message: "no answer"},
		{Line: 6, Status: object.NotSent, Code: codes.Stopped, Message: "stopped"},
	}
	rest := lines(phone(1003)+`,"login_exists: in use"`, phone(1004)+`,"answer_lost: no answer"`, phone(1005)+`,"run_stopped: stopped"`)
	for _, tt := range []struct {
		skip bool
		n    int
		want string
	}{
		{false, 4, lines(header+",problem", phone(1002)+`,"extension_exists: there"`) + rest},
		{true, 3, lines(header+",problem") + rest},
	} {
		var b strings.Builder
		n, err := WriteFailed(&b, "agents.csv", l.Header, l.Rows, results, tt.skip)
		if err != nil || n != tt.n {
			t.Errorf("skip %v: %d rows, %v", tt.skip, n, err)
		}
		if d := cmp.Diff(tt.want, b.String()); d != "" {
			t.Errorf("skip %v: %s", tt.skip, d)
		}
	}
}

func TestRowsThatCannotBeReadStayUnreadable(t *testing.T) {
	for _, tt := range []struct {
		name, row string
		code      apiclient.Code
	}{
		{"short", strings.TrimSuffix(phone(1001), ",7275551212"), codes.MissingCells},
		{"very short", "1001", codes.MissingCells},
		{"short with a quoted end", strings.Replace(phone(1001), "-5.00,7275551212", `"-5,00"`, 1), codes.MissingCells},
		{"long", phone(1001) + ",x", codes.ExtraCells},
		{"unquoted comma", strings.Replace(phone(1001), "Ann Lee", "Lee, Ann", 1), codes.ExtraCells},
		{"quote in a cell", strings.Replace(phone(1001), "Ann", `Ann "A"`, 1), codes.BrokenQuotes},
		{"text behind a quoted cell", strings.Replace(phone(1001), "Ann Lee", `"Ann" Lee`, 1), codes.BrokenQuotes},
		{"quote not closed", strings.Replace(phone(1001), "Ann", `"Ann`, 1), codes.BrokenQuotes},
		{"quote not closed in the last cell", strings.Replace(phone(1001), "7275551212", `"7275551212`, 1), codes.BrokenQuotes},
		{"a lone quote at the end", strings.Replace(phone(1001), "7275551212", `"`, 1), codes.BrokenQuotes},
		{"quotes at the end", strings.Replace(phone(1001), "7275551212", `"""`, 1), codes.BrokenQuotes},
		{"short and broken", `1001,"a" b`, codes.BrokenQuotes},
	} {
		for end, eol := range map[string]string{"LF": "\n", "CRLF": "\r\n"} {
			t.Run(tt.name+" "+end, func(t *testing.T) {
				list := header + eol + phone(1000) + eol + tt.row + eol
				for round := range 4 {
					l := read(t, list)
					row := l.Rows[len(l.Rows)-1]
					if !row.Invalid || row.Readable || row.Problems[0].Code != tt.code {
						t.Fatalf("round %d: %+v of\n%s", round, row.Problems, list)
					}
					list = failedFile(t, l, settled(l, codeLost, "no answer"), false)
					if want := eol + tt.row + `,"` + string(tt.code) + ": "; !strings.Contains(list, want) {
						t.Fatalf("round %d: %q is not in\n%s", round, want, list)
					}
				}
			})
		}
	}
}

func TestAQuoteThatIsNotClosedTakesItsRowsAlong(t *testing.T) {
	open := strings.Replace(phone(1001), "Ann", `"Ann`, 1)
	list := lines(header, phone(1000), open, phone(1002), phone(1003))
	want := lines(header+",problem", phone(1000)+`,"answer_lost: no answer"`, open, phone(1002), phone(1003))
	got := writeFailed(t, list)
	if !strings.HasPrefix(got, strings.TrimSuffix(want, "\n")+`,"broken_quotes: `) {
		t.Errorf("got %s", got)
	}
	closed := strings.NewReplacer(`"Ann Lee`, "Ann Lee").Replace(got)
	l := read(t, closed)
	if l.Total != 4 || l.Rows[1].Readable {
		t.Errorf("with the quote taken away: %+v", l.Rows)
	}
}

func TestFailedRowsAreKnownByTheirHeader(t *testing.T) {
	for _, list := range []string{
		lines(header, phone(1001)), strings.ReplaceAll(lines(header, phone(1001)), ",", ";"), "sep=,\r\n" + lines(header, phone(1001)),
		strings.ReplaceAll(lines(header, phone(1001)), "\n", "\r"), lines(header+",problem", phone(1001)+",x"),
	} {
		if failed := writeFailed(t, list); !HoldsFailedRows(strings.NewReader(failed)) {
			t.Errorf("not known:\n%s", failed)
		}
	}
	if book := writtenWorkbook(t, []string{"extension", "problem"}, [][]string{{"1001", "x"}}); !HoldsFailedRows(bytes.NewReader(book)) {
		t.Error("a workbook is not known")
	}
	for _, text := range []string{"", "problem\nx\n", "my notes\n", lines(header, phone(1001)), "problem,extension\nx,1001\n", "extension\n1001,problem\n", "PK\x03\x04"} {
		if HoldsFailedRows(strings.NewReader(text)) {
			t.Errorf("taken for failed rows: %q", text)
		}
	}
}
