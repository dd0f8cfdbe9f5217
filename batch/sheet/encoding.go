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

// An Encoding is how the characters of a text file stand in its bytes. The zero Encoding is none.
type Encoding struct {
	name string
	code encoding.Encoding // nil: UTF-8
	mark bool              // it begins with a byte-order mark
}

// The encodings that need no asking.
var (
	utf8Text    = Encoding{name: "UTF-8"}
	windows1252 = Encoding{name: "windows-1252", code: charmap.Windows1252}
	utf16le     = Encoding{name: "UTF-16LE", code: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}
	utf16be     = Encoding{name: "UTF-16BE", code: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)}
)

// marks are the byte-order marks. That of UTF-32 is refused by the NUL bytes that come after it.
var marks = []struct {
	bytes string
	Encoding
}{
	{"\xef\xbb\xbf", utf8Text},
	{"\xff\xfe", utf16le},
	{"\xfe\xff", utf16be},
}

// aliases are other usual names of encodings, in the form of plainName.
var aliases = map[string]string{
	"latin1": "iso88591", "latin2": "iso88592", "latin9": "iso885915", "ansi": "windows1252", "mac": "macintosh", "macroman": "macintosh",
	"utf16": "utf16le", "unicode": "utf16le", "ucs2": "utf16le", "ibm": "codepage",
}

func (e Encoding) String() string { return e.name }

// ParseEncoding finds an encoding by its name: utf-8, utf-16le, utf-16be, windows-1250, iso-8859-2, macintosh, koi8-r,
// cp437 and their like. Case and punctuation do not matter.
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
	return Encoding{}, fmt.Errorf("%q is no encoding that is known", name)
}

// Encodings lists the names of all encodings that can be read.
func Encodings() []string {
	names := []string{"utf-8", "utf-16le", "utf-16be"}
	for _, c := range charmap.All {
		names = append(names, nameOf(c))
	}
	return names
}

// nameOf is an encoding's name as it is typed.
func nameOf(c encoding.Encoding) string {
	return strings.ToLower(strings.ReplaceAll(fmt.Sprint(c), " ", "-"))
}

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
}

// NewWriter gives a writer of UTF-8 text that writes to w in this encoding, its byte-order mark first. What was read can
// be written; of anything else see Fit. Close it; that does not close w.
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

// Fit puts a question mark in the place of characters that the encoding does not have.
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
