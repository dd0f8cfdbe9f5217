package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

func TestFailedRowsComeBackUnchangedRoundAfterRound(t *testing.T) {
	bad := strings.Replace(phone(1002), "SIP", "PJSIP", 1)
	for name, list := range map[string]string{
		"plain":           lines(header, phone(1001), bad),
		"byte-order mark": "\ufeff" + lines(header, phone(1001), bad),
		"CRLF":            strings.ReplaceAll(lines(header, phone(1001), bad), "\n", "\r\n"),
		"quotes":          lines(header+",Note", phone(1001)+",\"a \"\"b\"\",\nc\"", bad+`,""`),
		"problem already": lines(header+",problem", phone(1001)+`,"x, ""y"""`, bad+","),
	} {
		t.Run(name, func(t *testing.T) {
			first := writeFailed(t, list)
			for round := range 3 {
				if d := cmp.Diff(first, writeFailed(t, first)); d != "" {
					t.Fatalf("round %d: %s", round+2, d)
				}
			}
			if n := strings.Count(first, ",problem"); n != 1 {
				t.Errorf("%d columns of problems in\n%s", n, first)
			}
		})
	}
}

func TestShortAndLongRowsComeBackUnchangedRoundAfterRound(t *testing.T) {
	list := lines(header, phone(1001)+",x", strings.TrimSuffix(phone(1002), ",7275551212"), "1003,1003", phone(1004)+",x,y,z")
	second := writeFailed(t, writeFailed(t, list)) // from the second file on, the header is the same
	for round := range 3 {
		if d := cmp.Diff(second, writeFailed(t, second)); d != "" {
			t.Fatalf("round %d: %s", round+3, d)
		}
	}
}

// Spaces around quotes, and blank cells behind the last column, are no fault of a row. The file of failed rows must not
// make one of them.
func TestReadyRowsComeBackReadyHoweverTheyAreQuoted(t *testing.T) {
	spaced := func(row string) string { return `"` + strings.ReplaceAll(row, ",", `", "`) + `"` }
	named := strings.Replace(phone(1001), "Ann Lee", `"Ann Lee" `, 1)
	for name, list := range map[string]string{
		"empty cell behind":         lines(header, phone(1001)+`, ""`),
		"empty cells behind":        lines(header, phone(1001)+`, "",  "",""`),
		"all spaced":                lines(spaced(header), spaced(phone(1001))+`, ""`, spaced(phone(1002))+`, ""`),
		"spaced problem":            lines(header+",problem", phone(1001)+`, "answer_lost: x"`),
		"spaced problem of another": lines(header+",problem", phone(1001)+`, "x, y"`),
		"all spaced, problem":       lines(spaced(header+",problem"), spaced(phone(1001))+`,  "x, ""y"""`),
		"space behind":              lines(header, named),
		"space behind, problem":     lines(header+",problem", named+`,"answer_lost: x"`),
		"space behind, no problem":  lines(header+",problem", named+","),
		"space behind the problem":  lines(header+",problem", phone(1001)+`,"x, y" `),
		"single quotes, problem":    strings.ReplaceAll(strings.ReplaceAll(lines(spaced(header+",problem"), spaced(phone(1001))+`, "x, y"`), `", "`, `","`), `"`, `'`),
	} {
		t.Run(name, func(t *testing.T) {
			for round := range 3 {
				l := read(t, list)
				if l.Ready() != l.Total || l.Total == 0 {
					t.Fatalf("round %d: %d of %d rows are ready: %+v\n%s", round, l.Ready(), l.Total, l.Errors, list)
				}
				list = failedFile(t, l, settled(l, codeLost, "no answer"), false)
			}
		})
	}
}

func TestMendedRowsAreReadyWhateverTheirProblemSaid(t *testing.T) {
	for _, tt := range []struct{ name, row, wrong, right string }{
		{"protocol", strings.Replace(phone(1001), "SIP", "PJSIP", 1), "PJSIP", "SIP"},
		{"missing cell", strings.TrimSuffix(phone(1001), ",7275551212"), ",-5.00,", ",-5.00,7275551212,"},
		{"extra cell", phone(1001) + ",x", ",x,", ","},
		{"broken quotes", strings.Replace(phone(1001), "Ann", `"Ann`, 1), `"Ann`, "Ann"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			failed := writeFailed(t, lines(header, tt.row))
			if l := read(t, failed); l.Ready() != 0 {
				t.Errorf("unmended it is ready:\n%s", failed)
			}
			mended := strings.Replace(failed, tt.wrong, tt.right, 1)
			if l := read(t, mended); l.Ready() != 1 {
				t.Errorf("%+v\n%s", l.Errors, mended)
			}
		})
	}
}

// drawList draws a list whose rows can all be read. Some rows have errors.
func drawList(t *rapid.T, problemLast bool) (string, *preflight.List) {
	eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
	note := rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{`"`, ",", "\n", "\r\n", "a", "é", "日本", " ", "=", "'", ";", "\t", "answer_lost: x", "\u202e"})),
		func(parts []string) string { return strings.Join(parts, "") })
	var b strings.Builder
	if rapid.Bool().Draw(t, "byte-order mark") {
		b.WriteString("\ufeff")
	}
	b.WriteString(header + ",Note,email")
	if problemLast {
		b.WriteString("," + rapid.SampledFrom([]string{"problem", "Problem", `"PROBLEM"`}).Draw(t, "problem"))
	}
	b.WriteString(eol)
	for i := range rapid.IntRange(1, 12).Draw(t, "rows") {
		row := phone(1000 + rapid.IntRange(i, i+1).Draw(t, "number"))
		row = strings.Replace(row, "SIP", rapid.SampledFrom([]string{"SIP", "SIP", "sip", "PJSIP", `"SIP"`}).Draw(t, "protocol"), 1)
		row += "," + quoted(note.Draw(t, "note")) + rapid.SampledFrom([]string{",", ",ann@example.com", `,"o'neil@example.com"`}).Draw(t, "email")
		if problemLast {
			row += "," + quoted(note.Draw(t, "earlier problem"))
		}
		b.WriteString(row + eol)
	}
	return b.String(), read(t, b.String())
}

func TestFailedRowsAreReadAsTheSamePhones(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, l := drawList(t, rapid.Bool().Draw(t, "had problems"))
		results := settled(l, codeLost, "no answer")
		var want []apiclient.Phone
		for i := range results {
			if results[i].Status != object.Invalid {
				results[i].Status = rapid.SampledFrom([]object.Status{object.Added, object.Exists, object.Refused, object.Unconfirmed, object.NotSent}).Draw(t, "status")
			}
			if !results[i].Done(true) {
				want = append(want, l.Rows[i].Phone)
			}
		}
		text := failedFile(t, l, results, true)
		got := read(t, text)
		if got.Total != len(want) || !slices.Equal(phones(got), want) {
			t.Fatalf("got %d phones, want %d\n%q\n%q", got.Total, len(want), list, text)
		}
		second := failedFile(t, got, filtered(results), true) // its problems name lines of text, not of the list
		if third := failedFile(t, read(t, second), filtered(results), true); third != second {
			t.Fatalf("written again it differs:\n%q\n%q", second, third)
		}
	})
}

// filtered returns the results of the rows that a file of failed rows holds.
func filtered(results []object.Result) []object.Result {
	return slices.DeleteFunc(slices.Clone(results), func(r object.Result) bool { return r.Done(true) })
}

func phones(l *preflight.List) []apiclient.Phone {
	var list []apiclient.Phone
	for _, row := range l.Rows {
		list = append(list, row.Phone)
	}
	return list
}

func TestRandomTextBehindTheHeaderNeverGrowsReady(t *testing.T) {
	piece := rapid.SampledFrom([]string{`"`, `""`, ",", "\n", "\r\n", "a", "é", " ", phone(1001), phone(1002), "1003", "problem", "answer_lost: x"})
	body := rapid.Map(rapid.SliceOf(piece), func(parts []string) string { return strings.Join(parts, "") })
	rapid.Check(t, func(t *rapid.T) {
		l := read(t, header+"\n"+body.Draw(t, "body")+"\n")
		text := failedFile(t, l, settled(l, codeLost, "no answer"), false)
		got := read(t, text)
		if got.Total != l.Total {
			t.Fatalf("%d rows became %d:\n%q", l.Total, got.Total, text)
		}
		for i, row := range got.Rows {
			if before := l.Rows[i]; row.Readable != before.Readable || row.Readable && row.Phone != before.Phone {
				t.Fatalf("line %d was %+v and is %+v:\n%q", row.Line, before.Problems, row.Problems, text)
			} else if !strings.HasPrefix(string(row.Raw), string(before.Raw)+`,"`) {
				t.Fatalf("%q became %q", before.Raw, row.Raw)
			}
		}
	})
}

func quoted(cell string) string { return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"` }
