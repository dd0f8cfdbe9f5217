package sheet

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// An Encoding is the character encoding of a text file. The zero Encoding means that the encoding is not known.
type Encoding struct {
	name string
	code encoding.Encoding // nil for UTF-8
	mark bool              // the text starts with a byte-order mark
}

// The encodings that the decoder finds without help.
var (
	utf8Text    = Encoding{name: "UTF-8"}
	windows1252 = Encoding{name: "windows-1252", code: charmap.Windows1252}
	utf16le     = Encoding{name: "UTF-16LE", code: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	utf16be     = Encoding{name: "UTF-16BE", code: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
)

// marks are the byte-order marks. UTF-32 starts with the mark of UTF-16LE; its NUL bytes make the decoder refuse the
// text.
var marks = []struct {
	bytes string
	Encoding
}{
	{"\xef\xbb\xbf", utf8Text},
	{"\xff\xfe", utf16le},
	{"\xfe\xff", utf16be},
}

// aliases maps common other names to the names of encodings, both in the form that plainName returns.
var aliases = map[string]string{
	"latin1": "iso88591", "latin2": "iso88592", "latin9": "iso885915", "ansi": "windows1252",
	"mac": "macintosh", "macroman": "macintosh",
	"utf16": "utf16le", "unicode": "utf16le", "ucs2": "utf16le", "ibm": "codepage",
}

// String returns the name of the encoding, or "" for the zero Encoding.
func (e Encoding) String() string { return e.name }

// ParseEncoding returns the encoding with the given name: utf-8, utf-16le, utf-16be, windows-1250, iso-8859-2,
// macintosh, koi8-r, cp437 and similar. Case and punctuation do not matter.
func ParseEncoding(name string) (Encoding, error) {
	want := plainName(name)
	if other, ok := aliases[want]; ok {
		want = other
	}
	for _, e := range []Encoding{utf8Text, utf16le, utf16be} {
		if plainName(e.name) == want {
			return e, nil
		}
	}
	for _, c := range charmap.All {
		known := plainName(fmt.Sprint(c))
		number := strings.TrimPrefix(strings.TrimPrefix(known, "ibmcodepage"), "windows")
		if known == want || "cp"+number == want || "ibm"+number == want {
			return Encoding{name: nameOf(c), code: c}, nil
		}
	}
	return Encoding{}, fmt.Errorf("unknown encoding %q", name)
}

// Encodings returns the names of all encodings that the reader supports.
func Encodings() []string {
	names := []string{"utf-8", "utf-16le", "utf-16be"}
	for _, c := range charmap.All {
		names = append(names, nameOf(c))
	}
	return names
}

// nameOf returns the name of an encoding as a user types the name.
func nameOf(c encoding.Encoding) string {
	return strings.ToLower(strings.ReplaceAll(fmt.Sprint(c), " ", "-"))
}

// plainName returns a name in lower case with only letters and digits.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// NewWriter returns a writer that converts UTF-8 text to this encoding and writes the result to w. If the encoding has
// a byte-order mark, NewWriter writes the mark first. Text that was read in this encoding can always be written; pass
// other text through Fit. Close the writer to flush it; Close does not close w.
func (e Encoding) NewWriter(w io.Writer) (io.WriteCloser, error) {
	for _, m := range marks {
		if e.mark && m.name == e.name {
			if _, err := io.WriteString(w, m.bytes); err != nil {
				return nil, err
			}
		}
	}
	if e.code == nil {
		return transform.NewWriter(w, transform.Nop), nil
	}
	return transform.NewWriter(w, e.code.NewEncoder()), nil
}

// Fit replaces each character that the encoding does not have with a question mark.
func (e Encoding) Fit(text string) string {
	table, ok := e.code.(*charmap.Charmap)
	if !ok {
		return text
	}
	return strings.Map(func(r rune) rune {
		if _, known := table.EncodeRune(r); known {
			return r
		}
		return '?'
	}, text)
}
