package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

type row struct {
	A string `csv:"a"`
	B string `csv:"b"`
}

func keep(h Header) ([]string, error) { return h.Names, nil }

// read returns one line of text for each record or problem of the list.
func read(t *testing.T, r io.Reader) (lines []string, err error) {
	t.Helper()
	reader, err := NewReader[row](r, keep)
	if err != nil {
		return nil, err
	}
	for {
		rec, row, err := reader.Next()
		var bad *RecordError
		switch {
		case errors.Is(err, io.EOF):
			return lines, nil
		case errors.As(err, &bad):
			lines = append(lines, fmt.Sprintf("%d %s %q", bad.Line, bad.Code, bad.Raw))
		case err != nil:
			return lines, err
		default:
			lines = append(lines, fmt.Sprintf("%d %s|%s %q", rec.Line, row.A, row.B, rec.Raw))
		}
	}
}

func TestRecords(t *testing.T) {
	for name, tt := range map[string]struct {
		list string
		want []string
	}{
		"plain":               {"a,b\n1,2\n3,4\n", []string{`2 1|2 "1,2"`, `3 3|4 "3,4"`}},
		"no last line end":    {"a,b\n1,2", []string{`2 1|2 "1,2"`}},
		"CRLF":                {"a,b\r\n1,2\r\n3,4\r\n", []string{`2 1|2 "1,2"`, `3 3|4 "3,4"`}},
		"byte-order mark":     {"\xef\xbb\xbfa,b\n1,2\n", []string{`2 1|2 "1,2"`}},
		"mark and quotes":     {"\xef\xbb\xbf\"a\",b\n1,2\n", []string{`2 1|2 "1,2"`}},
		"blank lines":         {"\n\na,b\n\n1,2\n\r\n\n3,4\n\n", []string{`5 1|2 "1,2"`, `8 3|4 "3,4"`}},
		"blank rows":          {"a,b\n,\n \t, \n1,2\n\"\",\n", []string{`4 1|2 "1,2"`}},
		"line break in cell":  {"a,b\n\"1\n1\",2\n3,4\n", []string{"2 1\n1|2 \"\\\"1\\n1\\\",2\"", `4 3|4 "3,4"`}},
		"short row":           {"a,b\n1\n3,4\n", []string{`2 missing_cells "1"`, `3 3|4 "3,4"`}},
		"long row":            {"a,b\n1,2,3\n3,4\n", []string{`2 extra_cells "1,2,3"`, `3 3|4 "3,4"`}},
		"bare quote":          {"a,b\n1,2\"x\n3,4\n", []string{`2 broken_quotes "1,2\"x"`, `3 3|4 "3,4"`}},
		"quote never closed":  {"a,b\n1,2\n\"3,4\n5,6\n", []string{`2 1|2 "1,2"`, `3 broken_quotes "\"3,4\n5,6"`}},
		"columns of no field": {"a,x,b\n1,9,2\n", []string{`2 1|2 "1,9,2"`}},
	} {
		t.Run(name, func(t *testing.T) {
			// Read in one go, and byte by byte: the window must not depend on where reads end.
			for _, r := range []io.Reader{strings.NewReader(tt.list), iotest.OneByteReader(strings.NewReader(tt.list))} {
				got, err := read(t, r)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(tt.want, got); d != "" {
					t.Error(d)
				}
			}
		})
	}
}

func TestFormats(t *testing.T) {
	long := strings.Repeat("1,2\n", chunk) // past the first window
	for name, tt := range map[string]struct {
		list string
		code string
		line int
	}{
		"empty":           {"", "empty_file", 0},
		"only a mark":     {"\xef\xbb\xbf", "empty_file", 0},
		"workbook":        {"PK\x03\x04...", "workbook", 0},
		"old workbook":    {"\xd0\xcf\x11\xe0\xa1\xb1", "workbook", 0},
		"gzip":            {"\x1f\x8b\x08", "compressed", 0},
		"UTF-16 LE":       {"\xff\xfea\x00,\x00", "utf16", 0},
		"UTF-16 BE":       {"\xfe\xff\x00a", "utf16", 0},
		"UTF-16 unmarked": {"a\x00,\x00b\x00", "nul_bytes", 1},
		"Windows-1252":    {"a,b\n1,2\nJos\xe9,2\n", "not_utf8", 3},
		"1252 far down":   {"a,b\n" + long + "Jos\xe9,2\n", "not_utf8", 2 + chunk},
		"NUL far down":    {"a,b\n" + long + "\x00,2\n", "nul_bytes", 2 + chunk},
		"cut at the end":  {"a,b\n1,\xc3", "not_utf8", 2},
		"semicolons":      {"a;b\n1;2\n", "delimiter", 1},
		"tabs":            {"a\tb\n1\t2\n", "delimiter", 1},
		"old line ends":   {"a,b\r1,2\r3,4\r", "old_line_ends", 1},
		"quoted header":   {"a,\"b\n1,2\n", "broken_header", 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, strings.NewReader(tt.list))
			var format *FormatError
			if !errors.As(err, &format) {
				t.Fatalf("got %v, want a FormatError", err)
			}
			if format.Code != tt.code || format.Line != tt.line || format.Remedy == "" {
				t.Errorf("got %s at line %d with remedy %q, want %s at line %d", format.Code, format.Line, format.Remedy, tt.code, tt.line)
			}
		})
	}
}

func TestRuneAcrossWindows(t *testing.T) {
	for pad := chunk - 8; pad < chunk+2; pad++ {
		list := "a,b\n" + strings.Repeat("x", pad) + "日本,é\n"
		got, err := read(t, strings.NewReader(list))
		if err != nil || len(got) != 1 || !strings.Contains(got[0], "日本|é") {
			t.Fatalf("pad %d: %v", pad, err)
		}
	}
}

func TestReadErrorsEndTheReading(t *testing.T) {
	broken := errors.New("disk on fire")
	got, err := read(t, io.MultiReader(strings.NewReader("a,b\n1,2\n"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || len(got) > 1 {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestHeaderKeepsItsBytes(t *testing.T) {
	r, err := NewReader[row](strings.NewReader("\xef\xbb\xbf a ,\"b\"\r\n1,2\r\n"), keep)
	if err != nil {
		t.Fatal(err)
	}
	if want := "\xef\xbb\xbf a ,\"b\""; string(r.Header.Raw) != want || r.Header.EOL != "\r\n" {
		t.Errorf("got %q and %q", r.Header.Raw, r.Header.EOL)
	}
	if d := cmp.Diff([]string{"a", "b"}, r.Header.Names); d != "" {
		t.Error(d)
	}
}

func TestUnknownCells(t *testing.T) {
	r, err := NewReader[row](strings.NewReader("a,First Name,b\n1,Ann,2\n"), keep)
	if err != nil {
		t.Fatal(err)
	}
	r.KeepUnknown = true
	rec, _, err := r.Next()
	if err != nil || rec.Cells["First Name"] != "Ann" {
		t.Errorf("got %v, %v", rec.Cells, err)
	}
}

// FuzzReader: whatever the bytes, reading ends, never panics, and loses nothing: header, records, problems and blank
// lines together are the text.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "a,b\r\n\"1\n\",2\r\n", "\xef\xbb\xbfa,b\n1\n", "a,b\n\"1,2\n", "a;b\n", "a,b\n1,2\"3\n,\n\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		r, err := NewReader[row](bytes.NewReader(list), keep)
		if err != nil {
			return
		}
		accounted := len(r.Header.Raw)
		last := r.Header.Line
		for {
			rec, _, err := r.Next()
			var bad *RecordError
			if errors.As(err, &bad) {
				rec, err = bad.Record, nil
			}
			if err != nil {
				if errors.Is(err, io.EOF) && !onlySeparators(list, accounted) {
					t.Errorf("%d of %d bytes accounted for", accounted, len(list))
				}
				return
			}
			if rec.Line <= last || !bytes.Contains(list, rec.Raw) {
				t.Errorf("line %d after %d, bytes %q", rec.Line, last, rec.Raw)
			}
			last, accounted = rec.Line, accounted+len(rec.Raw)
		}
	})
}

// onlySeparators says whether the bytes that no record accounts for can all be line ends and blank rows.
func onlySeparators(list []byte, accounted int) bool {
	separators := 0
	for _, b := range list {
		if strings.IndexByte("\r\n \t,\"", b) >= 0 {
			separators++
		}
	}
	return len(list)-accounted <= separators
}

func TestARecordIsNotEndless(t *testing.T) {
	for name, list := range map[string]string{
		"a quote that is never closed": "a,b\n1,2\n\"3" + strings.Repeat(",4\n", maxRecord),
		"an endless cell":              "a,b\n1,2\n" + strings.Repeat("x", 3*maxRecord),
	} {
		got, err := read(t, strings.NewReader(list))
		var format *FormatError
		if !errors.As(err, &format) || format.Code != "record_too_long" || format.Line != 3 || len(got) != 1 {
			t.Errorf("%s: %d records, %v", name, len(got), err)
		}
	}
}
