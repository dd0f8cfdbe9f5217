package report

import (
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
)

const resultsHeader = "line,kind,status,code,message,hint,dialer,server_ip,extension,phone_login,phone_full_name,verified,attempts,duration_ms,finished_at,run\n"

var oneResult = object.Result{
	Line: 7, Kind: "phone", Status: object.Added, Code: apiclient.CodeAdded, Message: "SUCCESS: add_phone, added", Hint: "",
	Dialer: "https://dialer.example.com", ServerIP: "10.0.9.8", Extension: "8101", PhoneLogin: "8101", PhoneFullName: "José Lee",
	Verified: object.VerifiedYes, Attempts: 1, Duration: 1234 * time.Millisecond,
	FinishedAt: time.Date(2026, 7, 1, 10, 20, 30, 0, time.UTC), Run: "20260701-102030-abcdef",
}

func written(t fataler, results ...object.Result) string {
	t.Helper()
	var b strings.Builder
	if err := WriteResults(&b, results); err != nil {
		t.Fatalf("%v", err)
	}
	return b.String()
}

func TestResultsFileAsWritten(t *testing.T) {
	unsent := object.Result{Line: 8, Kind: "phone", Status: object.NotSent, Code: codes.Interrupted, Hint: "import the failed rows again"}
	late := oneResult
	late.Duration = 1999 * time.Microsecond
	late.FinishedAt = time.Date(2026, 7, 1, 12, 20, 30, 999_999_999, time.FixedZone("CEST", 7200))
	want := resultsHeader +
		`7,phone,added,added,"SUCCESS: add_phone, added",,https://dialer.example.com,10.0.9.8,8101,8101,José Lee,yes,1,1234,2026-07-01T10:20:30Z,20260701-102030-abcdef` + "\n" +
		`8,phone,not_sent,interrupted,,import the failed rows again,,,,,,,0,0,,` + "\n" +
		`7,phone,added,added,"SUCCESS: add_phone, added",,https://dialer.example.com,10.0.9.8,8101,8101,José Lee,yes,1,1,2026-07-01T10:20:30Z,20260701-102030-abcdef` + "\n"
	if d := cmp.Diff(want, written(t, oneResult, unsent, late)); d != "" {
		t.Error(d)
	}
	if got := written(t); got != resultsHeader {
		t.Errorf("without results: %q", got)
	}
}

func TestCellsThatASpreadsheetOrTerminalWouldRunAreInert(t *testing.T) {
	for _, tt := range []struct{ cell, want string }{
		{"=cmd()", "'=cmd()"},
		{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"+1+1", "'+1+1"},
		{"-1-1", "'-1-1"},
		{"@x", "'@x"},
		{"-", "'-"},
		{"---ALL---", "'---ALL---"},
		{"-1e5", "'-1e5"},
		{"+1 727", "'+1 727"},
		{"＝1+1", "'＝1+1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠x", "'＠x"},
		{"'=x", "''=x"},
		{"'''=x", "''''=x"},
		{"'-5.00", "''-5.00"},
		{"-5.00", "-5.00"},
		{"+17275551212", "+17275551212"},
		{"8101", "8101"},
		{"o'neil", "o'neil"},
		{"'quoted'", "'quoted'"},
		{"a=b", "a=b"},
		{"a;=cmd()", "a;'=cmd()"},
		{"a; ＝cmd()", "a; '＝cmd()"},
		{"a;-5.00", "a;-5.00"},
		{"\t=1", `\t=1`},
		{"\r=1", `\r=1`},
		{"\n=1", `\n=1`},
		{"\ufeff=1", `\u{feff}=1`},
		{"\x1b[2J=1", `\x1b[2J=1`},
		{"\u202e=1", `\u{202e}=1`},
		{"=\x1b[2J", `'=\x1b[2J`},
	} {
		t.Run(tt.cell, func(t *testing.T) {
			r := object.Result{
				Kind: object.Kind(tt.cell), Status: object.Status(tt.cell), Code: apiclient.Code(tt.cell), Message: tt.cell, Hint: tt.cell, Dialer: tt.cell, ServerIP: tt.cell,
				Extension: tt.cell, PhoneLogin: tt.cell, PhoneFullName: tt.cell, Verified: object.Verified(tt.cell), Run: tt.cell,
			}
			text := written(t, r)
			records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			want := []string{"0", "", "", "", "", "", "", "", "", "", "", "", "0", "0", "", ""}
			for _, i := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15} {
				want[i] = tt.want
			}
			if d := cmp.Diff(want, records[1]); d != "" {
				t.Error(d)
			}
			back, err := ReadResults(strings.NewReader(text))
			if err != nil || back[0].Message != Plain(tt.cell) {
				t.Errorf("read back as %+v, %v", back, err)
			}
		})
	}
}

func TestResultsReadBackAsTheyWereWritten(t *testing.T) {
	first := rapid.SampledFrom([]string{"", "", "=", "+", "-", "@", "'", "''=", "'+1", "＝", "-5.00", "+17275551212", " "})
	text := rapid.Map(rapid.Custom(func(t *rapid.T) string {
		return first.Draw(t, "first") + rapid.OneOf(rapid.String(), tricky()).Draw(t, "rest")
	}), Plain)
	result := rapid.Custom(func(t *rapid.T) object.Result {
		r := object.Result{
			Line: rapid.IntRange(0, 1e9).Draw(t, "line"), Kind: object.Kind(text.Draw(t, "kind")), Status: object.Status(text.Draw(t, "status")), Code: apiclient.Code(text.Draw(t, "code")),
			Message: text.Draw(t, "message"), Hint: text.Draw(t, "hint"), Dialer: text.Draw(t, "dialer"), ServerIP: text.Draw(t, "server"),
			Extension: text.Draw(t, "extension"), PhoneLogin: text.Draw(t, "login"), PhoneFullName: text.Draw(t, "name"),
			Verified: object.Verified(text.Draw(t, "verified")), Attempts: rapid.IntRange(0, 1e9).Draw(t, "attempts"),
			Duration: time.Duration(rapid.Int64Range(0, 1e12).Draw(t, "ms")) * time.Millisecond, Run: text.Draw(t, "run"),
		}
		if rapid.Bool().Draw(t, "finished") {
			r.FinishedAt = time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "at"), 0).UTC()
		}
		return r
	})
	rapid.Check(t, func(t *rapid.T) {
		results := rapid.SliceOf(result).Draw(t, "results")
		file := written(t, results...)
		back, err := ReadResults(strings.NewReader(file))
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		if d := cmp.Diff(results, back, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%s\n%s", d, file)
		}
	})
}

func TestResultsFilesOfSpreadsheetsAreRead(t *testing.T) {
	file := written(t, oneResult)
	for name, text := range map[string]string{
		"byte-order mark":  "\ufeff" + file,
		"CRLF":             strings.ReplaceAll(file, "\n", "\r\n"),
		"both":             "\ufeff" + strings.ReplaceAll(file, "\n", "\r\n"),
		"no last line end": strings.TrimSuffix(file, "\n"),
		"blank lines":      file + "\n\n",
		"quoted header":    `"` + strings.ReplaceAll(strings.TrimSpace(resultsHeader), ",", `","`) + `"` + strings.TrimPrefix(file, strings.TrimSpace(resultsHeader)),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ReadResults(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]object.Result{oneResult}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOtherFilesAreNoResults(t *testing.T) {
	record := strings.TrimPrefix(written(t, oneResult), resultsHeader)
	for name, text := range map[string]string{
		"nothing":            "",
		"a list":             lines(header, phone(1001)),
		"failed rows":        lines(header+",problem", phone(1001)+`,"answer_lost: no answer"`),
		"a column less":      strings.Replace(resultsHeader, ",run", "", 1),
		"another order":      strings.Replace(resultsHeader, "line,kind", "kind,line", 1),
		"semicolons":         strings.ReplaceAll(resultsHeader+record, ",", ";"),
		"a workbook":         "PK\x03\x04\x14\x00",
		"JSON":               `{"command": "check"}`,
		"a cell less":        resultsHeader + strings.Replace(record, ",phone", "", 1),
		"a cell more":        resultsHeader + "1," + record,
		"broken quotes":      resultsHeader + strings.Replace(record, "José", `José "J"`, 1),
		"no line number":     resultsHeader + strings.Replace(record, "7,", "seven,", 1),
		"no attempts":        resultsHeader + strings.Replace(record, ",1,1234", ",,1234", 1),
		"no duration":        resultsHeader + strings.Replace(record, "1234", "1.5", 1),
		"a spreadsheet time": resultsHeader + strings.Replace(record, "2026-07-01T10:20:30Z", "01.07.2026 10:20", 1),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := ReadResults(strings.NewReader(text)); !errors.Is(err, ErrNotResults) || got != nil {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	_, err := ReadResults(strings.NewReader(resultsHeader + record + strings.Replace(record, "7,", "seven,", 1)))
	if want := "not a results file of phonebatch: line 3: column line holds no whole number in range"; fmt.Sprint(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
