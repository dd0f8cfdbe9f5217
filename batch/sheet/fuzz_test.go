package sheet

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
)

// FuzzReader checks that for any bytes the reading ends, does not panic and loses nothing: the header, the records, the
// problems and the blank lines add up to the text.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "a,b\r\n\"1\n\",2\r\n", "\xef\xbb\xbfa,b\n1\n", "a,b\n\"1,2\n", "a;b\n", "a,b\n1,2\"3\n,\n\n", "sep=;\na;b\n1;2;;\n", "a,b\r1,2\r",
		"sep= ;\na,b\n1,2\n", "#TYPE x\na,b\n", "'a','b'\n'1','2'\n", "a,b\r\r\n1,2\r\r\n\x1a", "\ufeff\ufeffa,b\n\ufeff1,2\n", "a,b\n1,2\na,b\n", "a, \"b\"\n1, \"2\"\n=\"1\",2\n",
		"a\tb\n\xe9\t2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "a,b,,\n1,2\n", gzipText("a,b\n1,2\n"), "PK\x03\x04",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		if len(list) > 1<<16 {
			return
		}
		r, err := NewReader[row](bytes.NewReader(list), Options{}, sameNames)
		if err != nil {
			return
		}
		defer r.Close()
		if r.Header.Workbook || bytes.HasPrefix(list, []byte(gzipMagic)) {
			drain(t, r)
			return
		}
		text, ok := drain(t, r)
		if !ok {
			return
		}
		e, _ := r.Encoding()
		var whole strings.Builder
		opened, err := open(bytes.NewReader(list))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&whole, newText(opened, e)); err != nil {
			t.Fatal(err)
		}
		if lost := without(whole.String(), text); strings.ContainsFunc(lost, func(c rune) bool {
			return !unicode.IsSpace(c) && !strings.ContainsRune(",;|\""+string(r.Header.Delimiter)+string(r.Header.Quote), c)
		}) {
			t.Errorf("%q is lost of %q", lost, whole.String())
		}
	})
}

const gzipMagic = "\x1f\x8b"

// drain reads a list to its end and returns the texts of its records in order. ok is false if an error ended the
// reading early or if rows were set aside.
func drain(t *testing.T, r *Reader[row]) (text []string, ok bool) {
	t.Helper()
	text = append(text, string(r.Header.Preamble), string(r.Header.Raw))
	defer func() { ok = ok && len(r.Aside()) == 0 }() // for a row that was set aside, only the line is known
	for last := r.Header.Line; ; {
		rec, _, err := r.Next()
		var bad *RecordError
		if errors.As(err, &bad) {
			rec, err = bad.Record, nil
		}
		if err != nil {
			return text, errors.Is(err, io.EOF)
		}
		if rec.Line <= last {
			t.Errorf("line %d after %d", rec.Line, last)
		}
		last = rec.Line
		text = append(text, strings.TrimRight(string(rec.Raw), string(r.Header.Delimiter)))
	}
}

// without removes the parts from a text, in their order.
func without(text string, parts []string) (rest string) {
	for _, part := range parts {
		before, after, found := strings.Cut(text, part)
		if !found {
			return text + "?"
		}
		rest, text = rest+before, after
	}
	return rest + text
}
