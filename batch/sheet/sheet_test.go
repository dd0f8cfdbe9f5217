package sheet

import (
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

func sameNames(h Header) ([]string, error) { return h.Names, nil }

// read returns one line of text for each record or problem of a list.
func read(t *testing.T, r io.Reader) (lines []string, err error) {
	t.Helper()
	return readAs(t, r, Options{})
}

func readAs(t *testing.T, r io.Reader, o Options) (lines []string, err error) {
	t.Helper()
	reader, err := NewReader[row](r, o, sameNames)
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
		"plain":                {"a,b\n1,2\n3,4\n", []string{`2 1|2 "1,2"`, `3 3|4 "3,4"`}},
		"no last line end":     {"a,b\n1,2", []string{`2 1|2 "1,2"`}},
		"CRLF":                 {"a,b\r\n1,2\r\n3,4\r\n", []string{`2 1|2 "1,2"`, `3 3|4 "3,4"`}},
		"byte-order mark":      {"\xef\xbb\xbfa,b\n1,2\n", []string{`2 1|2 "1,2"`}},
		"mark and quotes":      {"\xef\xbb\xbf\"a\",b\n1,2\n", []string{`2 1|2 "1,2"`}},
		"blank lines":          {"\n\na,b\n\n1,2\n\r\n\n3,4\n\n", []string{`5 1|2 "1,2"`, `8 3|4 "3,4"`}},
		"blank rows above":     {",,\n \n;\n\"\"\na;b\n1;2\n", []string{`6 1|2 "1;2"`}},
		"blank rows":           {"a,b\n,\n \t, \n1,2\n\"\",\n", []string{`4 1|2 "1,2"`}},
		"line break in cell":   {"a,b\n\"1\n1\",2\n3,4\n", []string{"2 1\n1|2 \"\\\"1\\n1\\\",2\"", `4 3|4 "3,4"`}},
		"short row":            {"a,b\n1\n3,4\n", []string{`2 missing_cells "1"`, `3 3|4 "3,4"`}},
		"long row":             {"a,b\n1,2,3\n3,4\n", []string{`2 extra_cells "1,2,3"`, `3 3|4 "3,4"`}},
		"blank cells behind":   {"a,b\n1,2, \"\",  \"\"\n3,4\n", []string{`2 1|2 "1,2"`, `3 3|4 "3,4"`}},
		"bare quote":           {"a,b\n1,2\"x\n3,4\n", []string{`2 broken_quotes "1,2\"x"`, `3 3|4 "3,4"`}},
		"quote never closed":   {"a,b\n1,2\n\"3,4\n5,6\n", []string{`2 1|2 "1,2"`, `3 broken_quotes "\"3,4\n5,6"`}},
		"columns of no field":  {"a,x,b\n1,9,2\n", []string{`2 1|2 "1,9,2"`}},
		"semicolons":           {"a;b\n1;2\n", []string{`2 1|2 "1;2"`}},
		"semicolons, commas":   {"a;b\n1,5;2\n", []string{`2 1,5|2 "1,5;2"`}},
		"tabs":                 {"a\tb\n1\t2\n\t\n3\t4\n", []string{`2 1|2 "1\t2"`, `4 3|4 "3\t4"`}},
		"bars":                 {"a|b\n1|2\n", []string{`2 1|2 "1|2"`}},
		"comma in quotes":      {"a;\"x,y,z\";b\n1;9;2\n", []string{`2 1|2 "1;9;2"`}},
		"sep= line":            {"sep=;\r\na;b,c;d,e,f\r\n1;2;3\r\n", []string{`3 1| "1;2;3"`}},
		"sep= line in quotes":  {"\"sep=|\"\na|b\n1|2\n", []string{`3 1|2 "1|2"`}},
		"CR":                   {"a,b\r1,2\r\r3,4\r", []string{`2 1|2 "1,2"`, `4 3|4 "3,4"`}},
		"CR, no last one":      {"a,b\r1,2", []string{`2 1|2 "1,2"`}},
		"CR in a cell of CRs":  {"a,b\r\"1\r1\",2\r3,4\r", []string{"2 1\n1|2 \"\\\"1\\r1\\\",2\"", `4 3|4 "3,4"`}},
		"empty at the right":   {"a,b,,\n1,2,,\n3,4\n5,6,\n7,8,,,, ,\n9\n", []string{`2 1|2 "1,2,,"`, `3 3|4 "3,4,,"`, `4 5|6 "5,6,,"`, `5 7|8 "7,8,,"`, `6 missing_cells "9"`}},
		"nothing to the right": {"a,b\n1,\"2,\",,\n\"\n1\",2,\n", []string{`2 1|2, "1,\"2,\""`, "3 \n1|2 \"\\\"\\n1\\\",2\""}},
		"Windows-1252":         {"a,b\n1,2\nJos\xe9,\x80\n", []string{`2 1|2 "1,2"`, `3 José|€ "José,€"`}},
		"UTF-16 LE":            {"\xff\xfea\x00,\x00b\x00\n\x00\xe9\x00,\x002\x00\n\x00", []string{`2 é|2 "é,2"`}},
		"UTF-16 BE":            {"\xfe\xff\x00a\x00,\x00b\x00\n\x00\xe9\x00,\x002\x00\n", []string{`2 é|2 "é,2"`}},
		"gzip":                 {gzipText("a,b\n1,2\n"), []string{`2 1|2 "1,2"`}},
	} {
		t.Run(name, func(t *testing.T) {
			// Reads the list as a whole and byte by byte: the result must not depend on where reads end.
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

func TestFormatErrors(t *testing.T) {
	long := strings.Repeat("1,2\n", chunkSize) // longer than the first window
	for name, tt := range map[string]struct {
		list string
		code string
		line int
	}{
		"empty":                {"", "empty_file", 0},
		"only a mark":          {"\xef\xbb\xbf", "empty_file", 0},
		"only a delimiter":     {"sep=;\n", "empty_file", 0},
		"web page":             {"<table><tr><td>extension", "foreign_file", 0},
		"PDF":                  {"%PDF-1.7", "foreign_file", 0},
		"gzip cut short":       {"\x1f\x8b\x08", "damaged_gzip", 0},
		"UTF-16 unmarked":      {"a\x00,\x00b\x00", "nul_bytes", 1},
		"UTF-32":               {"\xff\xfe\x00\x00a\x00\x00\x00", "nul_bytes", 1},
		"NUL far down":         {"a,b\n" + long + "\x00,2\n", "nul_bytes", 2 + chunkSize},
		"NUL in 1252":          {"a,b\n\xe9,2\n\x00,2\n", "nul_bytes", 3},
		"mark, but not UTF-8":  {"\xef\xbb\xbfa,b\n1,2\nJos\xe9,2\n", "not_utf8", 3},
		"not windows-1252":     {"a,b\nM\x81ller,2\n", "wrong_encoding", 2},
		"UTF-8, then 1252":     {"a,b\n1,\xc3\xa9\n" + long + "Jos\xe9,2\n", "mixed_encoding", 3 + chunkSize},
		"1252, then UTF-8":     {"a,b\nJos\xe9,2\n" + long + "Jos\xc3\xa9,2\n", "mixed_encoding", 3 + chunkSize},
		"quoted header":        {"a,\"b\n1,2\n", "broken_header", 1},
		"quoted header and CR": {"a,b\"\r1,2\r", "broken_header", 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, strings.NewReader(tt.list))
			var format *FormatError
			if !errors.As(err, &format) {
				t.Fatalf("got %v, want a FormatError", err)
			}
			if string(format.Code) != tt.code || format.Line != tt.line || format.Remedy == "" {
				t.Errorf("got %s at line %d with remedy %q, want %s at line %d", format.Code, format.Line, format.Remedy, tt.code, tt.line)
			}
		})
	}
}

func TestRuneAcrossWindows(t *testing.T) {
	for pad := range 12 {
		list := "a,b\n" + strings.Repeat("1,2\n", chunkSize/4-3) + strings.Repeat("x", pad) + "日本,é\n"
		got, err := read(t, strings.NewReader(list))
		if err != nil || !strings.Contains(got[len(got)-1], "日本|é") {
			t.Fatalf("pad %d: %v", pad, err)
		}
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("broken disk")
	got, err := read(t, io.MultiReader(strings.NewReader("a,b\n1,2\n"), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || len(got) > 1 {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestUnknownCells(t *testing.T) {
	r, err := NewReader[row](strings.NewReader("a,First Name,b\n1,Ann,2\n"), Options{}, sameNames)
	if err != nil {
		t.Fatal(err)
	}
	r.KeepUnknown = true
	rec, _, err := r.Next()
	if err != nil || rec.Cells["First Name"] != "Ann" {
		t.Errorf("got %v, %v", rec.Cells, err)
	}
}

func TestRecordLengthLimit(t *testing.T) {
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
