package preflight

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

func TestRecordsThatCannotBeReadAreNeverIgnored(t *testing.T) {
	header, cells := requiredOf(good())
	l := mustRead(t, table(header, cells[:3]), Options{Ignore: ignoring(codes.MissingCells, codes.ExtraCells, codes.BrokenQuotes)})
	if l.Invalid != 1 {
		t.Error("the short row is not invalid")
	}
}

func TestStrictMakesWarningsErrors(t *testing.T) {
	list := listOf(with(apiclient.PhoneFullName, "José (Pepe)", apiclient.OnHookAgent, "maybe"), numbered(500))
	mild, strict := mustRead(t, list, Options{Keep: true}), mustRead(t, list, Options{Keep: true, Strict: true})
	if mild.NWarned != 2 || mild.NErrors != 0 || mild.Invalid != 0 || mild.Rows[0].Invalid {
		t.Errorf("%d warnings, %d errors", mild.NWarned, mild.NErrors)
	}
	if strict.NWarned != 0 || strict.NErrors != 2 || strict.Invalid != 1 || !strict.Rows[0].Invalid {
		t.Errorf("strict: %d warnings, %d errors", strict.NWarned, strict.NErrors)
	}
	if d := cmp.Diff(mild.Counts, strict.Counts); d != "" {
		t.Error(d)
	}
}

func TestKeepKeepsRowsWithTheirBytes(t *testing.T) {
	header, cells := requiredOf(good())
	list := strings.Join(header, ",") + "\r\n" + strings.Join(cells, " ,") + "\r\n\r\n,,,,,,,,,,\r\n"
	other := strings.ReplaceAll(strings.Join(cells, ","), "8101", "8102")
	other = strings.Replace(other, "Ann Lee", "\"Ann\r\nLee\"", 1)
	list += other + "\r\n" + strings.ReplaceAll(strings.Join(cells, ","), "8101", "8103")
	l := mustRead(t, list, Options{Keep: true})
	type kept struct {
		Line int
		Raw  string
	}
	var got []kept
	for _, row := range l.Rows {
		got = append(got, kept{row.Line, string(row.Raw)})
		if !row.Readable {
			t.Errorf("line %d is not readable", row.Line)
		}
	}
	want := []kept{{2, strings.Join(cells, " ,")}, {5, other}, {7, strings.ReplaceAll(strings.Join(cells, ","), "8101", "8103")}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if l.Total != 3 || l.Header.EOL != "\r\n" {
		t.Errorf("%d rows, line end %q", l.Total, l.Header.EOL)
	}
	if without := mustRead(t, list, Options{}); without.Rows != nil || without.Total != 3 {
		t.Errorf("without Keep: %d rows kept of %d", len(without.Rows), without.Total)
	}
}

func TestAListOfAHeaderOnlyHasNoRows(t *testing.T) {
	for _, list := range []string{headerOnly(), headerOnly() + "\n,,,,,,,,,,\n\r\n", strings.TrimSuffix(headerOnly(), "\n")} {
		if l := mustRead(t, list, Options{Keep: true}); l.Total != 0 || l.NErrors != 0 || len(l.Rows) != 0 {
			t.Errorf("%q: %d rows, %v", list, l.Total, shorts(l.Errors))
		}
	}
}

func headerOnly() string {
	header, _ := requiredOf(good())
	return table(header)
}

func TestProblemsAreCappedAndAllCounted(t *testing.T) {
	var phones []apiclient.Phone
	for n := range 50 {
		p := numbered(200 + n)
		p.PhonePass, p.OnHookAgent = "", "maybe"
		phones = append(phones, p)
	}
	phones[0].PhonePass, phones[1].PhonePass = "qq", "qq"
	phones[1].PhoneLogin = phones[0].PhoneLogin
	for _, limit := range []int{1, 2, 3, 10, 1000} {
		l := mustRead(t, listOf(phones...), Options{Problems: limit})
		if l.NErrors != 50 || l.NWarned != 50 || l.Counts[codes.Missing] != 48 || l.Counts[codes.DupLogin] != 2 || l.Counts[codes.Flag] != 50 {
			t.Errorf("limit %d: %d errors, %d warnings, %v", limit, l.NErrors, l.NWarned, l.Counts)
		}
		if len(l.Errors) != min(limit, 50) || len(l.Warnings) != min(limit, 50) {
			t.Errorf("limit %d: %d errors and %d warnings kept", limit, len(l.Errors), len(l.Warnings))
		}
		for i, p := range l.Errors { // clashes are found last, and are listed first
			if p.Line != i+2 {
				t.Errorf("limit %d: error %d is of line %d", limit, i, p.Line)
			}
		}
		if l.Invalid != 50 || l.Ready() != 0 {
			t.Errorf("%d invalid", l.Invalid)
		}
	}
}

func TestRecordsThatCannotBeReadAreInvalidRows(t *testing.T) {
	header, cells := requiredOf(good())
	line := strings.Join(cells, ",")
	for name, tt := range map[string]struct{ raw, want, column string }{
		"short":        {strings.Join(cells[:5], ","), "missing_cells", "server_ip"},
		"long":         {line + ",more", "extra_cells", ""},
		"bare quote":   {strings.Replace(line, "Ann", `A"nn`, 1), "broken_quotes", ""},
		"never closed": {strings.Replace(line, "Ann", `"Ann`, 1), "broken_quotes", ""},
	} {
		t.Run(name, func(t *testing.T) {
			list := strings.Join(header, ",") + "\n" + strings.ReplaceAll(line, "8101", "8102") + "\n\n" + tt.raw
			l := mustRead(t, list+"\n", Options{Keep: true})
			if l.Total != 2 || l.Invalid != 1 || l.Rows[0].Invalid {
				t.Fatalf("%d rows, %d invalid", l.Total, l.Invalid)
			}
			bad := l.Rows[1]
			if bad.Line != 4 || string(bad.Raw) != tt.raw || !bad.Invalid || bad.Readable {
				t.Errorf("got %+v", bad)
			}
			explained(t, bad.Problems)
			if d := cmp.Diff([]string{fmt.Sprintf("4 error %s %s %q", tt.want, tt.column, "")}, shorts(bad.Problems)); d != "" {
				t.Error(d)
			}
			if l.Counts[apiclient.Code(tt.want)] != 1 || len(l.Errors) != 1 {
				t.Errorf("counts %v", l.Counts)
			}
		})
	}
}

func TestReadingGoesOnBehindABadRecord(t *testing.T) {
	header, cells := requiredOf(good())
	line := strings.Join(cells, ",")
	l := mustRead(t, strings.Join([]string{strings.Join(header, ","), "1,2", line, line + ",x", line, ""}, "\n"), Options{Keep: true})
	want := []string{
		`2 error missing_cells voicemail_id ""`, `3 error duplicate_extension extension "8101"`, `3 error duplicate_login phone_login "8101"`,
		`3 error duplicate_dialplan_number dialplan_number "8101"`, `4 error extra_cells  ""`, `5 error duplicate_extension extension "8101"`,
		`5 error duplicate_login phone_login "8101"`, `5 error duplicate_dialplan_number dialplan_number "8101"`,
	}
	if d := cmp.Diff(want, shorts(l.Errors)); d != "" || l.Invalid != 4 {
		t.Error(d, l.Invalid)
	}
}

func TestReadErrorsAreReturned(t *testing.T) {
	broken := errors.New("disk on fire")
	long := listOf(good()) + strings.Repeat(strings.SplitN(listOf(good()), "\n", 2)[1], 3000)
	for _, list := range []string{"", "extension,", listOf(good()), long} {
		l, err := Read(t.Context(), io.MultiReader(strings.NewReader(list), iotest.ErrReader(broken)), Options{Keep: true})
		if !errors.Is(err, broken) || l != nil {
			t.Errorf("%d bytes: got %v, %v", len(list), l, err)
		}
	}
	var format *sheet.FormatError
	if _, err := Read(t.Context(), strings.NewReader(long+"\x00"), Options{}); !errors.As(err, &format) {
		t.Errorf("got %v", err)
	}
}

// endless is a list of many rows that is never in memory as a whole.
func endless(rows int) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, _ = io.WriteString(w, headerOnly())
		for n := range rows {
			_, _ = fmt.Fprintf(w, "%d,%d,1,L%d,Gx7kPq2w,10.0.9.8,sip,Rv4mTz9s,Ann Lee,-5,7275551212\n", 1000+n, 1000+n, n)
		}
		_ = w.Close()
	}()
	return r
}

func TestALongListStreamsPast(t *testing.T) {
	const rows = 100_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l, err := Read(t.Context(), endless(rows), Options{Problems: 10})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if l.Rows != nil || l.Total != rows || l.Invalid != 0 || l.NErrors != 0 {
		t.Errorf("%d rows kept of %d, %d errors", len(l.Rows), l.Total, l.NErrors)
	}
	if len(l.Mends) != 2 || l.Mends[0].Rows != rows {
		t.Errorf("mends %+v", l.Mends)
	}
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 8<<20 {
		t.Errorf("%d bytes are held afterwards", grown)
	}
}

func TestAReadThatHangsEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		list, typing := io.Pipe()
		defer list.Close()
		go func() { _, _ = io.WriteString(typing, listOf(good())) }()
		ctx, cancel := context.WithCancelCause(t.Context())
		signal := errors.New("interrupted")
		time.AfterFunc(time.Hour, func() { cancel(signal) })
		if l, err := Read(ctx, list, Options{}); !errors.Is(err, signal) || l != nil {
			t.Errorf("got %v, %v", l, err)
		}
	})
}
