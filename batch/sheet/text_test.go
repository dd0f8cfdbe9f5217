package sheet

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func gzipText(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.String()
}

// rewrite returns a list written as it was read: preamble, header, records.
func rewrite(t *testing.T, r *Reader[row]) string {
	t.Helper()
	text := string(r.Header.Preamble) + string(r.Header.Raw) + r.Header.EOL
	for {
		rec, _, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text += string(rec.Raw) + r.Header.EOL
	}
	var b bytes.Buffer
	e, _ := r.Encoding()
	w, err := e.NewWriter(&b)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRewriteIsByteIdentical(t *testing.T) {
	var high []byte
	for b := 0x80; b <= 0xff; b++ {
		if !slices.Contains([]int{0x81, 0x8d, 0x8f, 0x90, 0x9d}, b) { // windows-1252 has no characters for these bytes
			high = append(high, byte(b), ' ')
		}
	}
	for name, list := range map[string]string{
		"UTF-8":        "a,b\né,日本\n",
		"marked":       "\xef\xbb\xbf a ,\"b\"\r\n1,2\r\n",
		"sep= line":    "\xef\xbb\xbfsep=;\r\na;b\r\n1;2\r\n",
		"CR":           "a,b\r1,\"\r\"\r",
		"windows-1252": "a;b\r\n" + string(high) + ";2\r\n",
		"UTF-16 LE":    "\xff\xfea\x00\t\x00b\x00\r\x00\n\x00\xe9\x00\t\x00\x3d\xd8\x00\xde\r\x00\n\x00",
		"UTF-16 BE":    "\xfe\xff\x00a\x00,\x00b\x00\n\x00\xe9\x00,\x002\x00\n",
	} {
		r, err := NewReader[row](strings.NewReader(list), Options{}, sameNames)
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(list, rewrite(t, r)); d != "" {
			t.Error(name, d)
		}
	}
}

func TestGivenEncoding(t *testing.T) {
	for _, tt := range []struct{ encoding, list, want string }{
		{"windows-1250", "a,b\n\xb3,2\n", `2 ł|2 "ł,2"`},
		{"cp1250", "a,b\n\xb3,2\n", `2 ł|2 "ł,2"`},
		{"iso-8859-2", "a,b\n\xb3,2\n", `2 ł|2 "ł,2"`},
		{"latin1", "a,b\n\xe9,2\n", `2 é|2 "é,2"`},
		{"macintosh", "a,b\r\x8e,2\r", `2 é|2 "é,2"`},
		{"CP437", "a,b\n\x82,2\n", `2 é|2 "é,2"`},
		{"KOI8-R", "a,b\n\xc1,2\n", `2 а|2 "а,2"`},
		{"utf-16le", "a\x00,\x00b\x00\n\x00\xe9\x00,\x002\x00", `2 é|2 "é,2"`},
		{"utf-16be", "\x00a\x00,\x00b\x00\n\x00\xe9\x00,\x002", `2 é|2 "é,2"`},
		{"utf-16", "\xff\xfea\x00,\x00b\x00\n\x00\xe9\x00,\x002\x00", `2 é|2 "é,2"`},
		{"utf8", "\xef\xbb\xbfa,b\né,2\n", `2 é|2 "é,2"`},
		{"windows-1252", "a,b\n1,\xc3\xa9\nJos\xe9,2\n", `2 1|Ã© "1,Ã©"`},
	} {
		e, err := ParseEncoding(tt.encoding)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readAs(t, strings.NewReader(tt.list), Options{Encoding: e})
		if err != nil || got[0] != tt.want {
			t.Errorf("%s: got %q, %v", tt.encoding, got, err)
		}
	}
	for _, name := range Encodings() {
		if _, err := ParseEncoding(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "utf", "latin", "windows-9999", "windows", "cp"} {
		if e, err := ParseEncoding(name); err == nil {
			t.Errorf("%q is %s", name, e)
		}
	}
}

func TestGivenEncodingLacksByte(t *testing.T) {
	for encoding, list := range map[string]string{"windows-1253": "a,b\n1,2\n1,\xaa\n", "utf-8": "a,b\n1,2\n1,\xaa\n"} {
		e, err := ParseEncoding(encoding)
		if err != nil {
			t.Fatal(err)
		}
		_, err = readAs(t, strings.NewReader(list), Options{Encoding: e})
		var format *FormatError
		if !errors.As(err, &format) || format.Line != 3 {
			t.Errorf("%s: %v", encoding, err)
		}
	}
}

func TestEncodingIsKnownAtEnd(t *testing.T) {
	for list, want := range map[string]string{
		"a,b\n1,2\n":               "UTF-8",
		"a,b\n1,é\n":               "UTF-8",
		"a,b\nCAF\xc9\x92S,\xe9\n": "UTF-8?", // É’ is also UTF-8 for ɒ: the list is refused as a mixture
		"a,b\n\xe9,CAF\xc9\x92S\n": "windows-1252 guessed",
		"\xef\xbb\xbfa,b\n1,2\n":   "UTF-8",
		"\xfe\xff\x00a\x00,\x00b":  "UTF-16BE",
	} {
		r, err := NewReader[row](strings.NewReader(list), Options{}, sameNames)
		for err == nil {
			_, _, err = r.Next()
		}
		got := "UTF-8?"
		if errors.Is(err, io.EOF) {
			e, guessed := r.Encoding()
			if got = e.String(); guessed {
				got += " guessed"
			}
		}
		if got != want {
			t.Errorf("%q: got %s, want %s (%v)", list, got, want, err)
		}
	}
}

func TestFit(t *testing.T) {
	for e, want := range map[Encoding]string{windows1252: "é € ? ?", utf8Text: "é € → 日", utf16le: "é € → 日"} {
		if got := e.Fit("é € → 日"); got != want {
			t.Errorf("%s: %q", e, got)
		}
	}
}

func TestGivenDelimiter(t *testing.T) {
	for name, list := range map[string]string{
		"comma": "a,b;b;b\n1,2\n", "semicolon": "a;b,x,y\n1;2\n", "tab": "a\tb,x,y\n1\t2\n", "pipe": "a|b\n1|2\n", ":": "a:b\n1:2\n", ";": "sep=,\na;b\n1;2\n", `\t`: "a\tb\n1\t2\n",
	} {
		d, err := ParseDelimiter(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readAs(t, strings.NewReader(list), Options{Delimiter: d}); err != nil || !strings.Contains(got[0], " 1|") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for _, name := range []string{"", `"`, "\n", "\r", "ab", "\xff"} {
		if _, err := ParseDelimiter(name); err == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestLimits(t *testing.T) {
	rows := "a,b\n" + strings.Repeat("1,2\n", 4)
	if got, err := readAs(t, strings.NewReader(rows), Options{MaxRows: 4}); err != nil || len(got) != 4 {
		t.Error(got, err)
	}
	_, err := readAs(t, strings.NewReader(rows), Options{MaxRows: 3})
	var format *FormatError
	if !errors.As(err, &format) || format.Code != "too_many_rows" || format.Line != 5 || !strings.Contains(format.Remedy, "--max-rows") {
		t.Error(err)
	}
	long := strings.Repeat("x", maxCell)
	got, err := read(t, strings.NewReader("a,b\n"+long+",2\n"+long+"x,2\n1,"+long+"x,\n"))
	if err != nil || len(got) != 3 || !strings.HasPrefix(got[0], "2 x") || !strings.HasPrefix(got[1], "3 cell_too_long") || !strings.HasPrefix(got[2], "4 cell_too_long") {
		t.Error(len(got), err)
	}
	endless := &limitedReader{r: strings.NewReader("123456789"), left: 8}
	if _, err := io.ReadAll(endless); !errors.As(err, &format) || format.Code != "file_too_large" {
		t.Error(err)
	}
}
