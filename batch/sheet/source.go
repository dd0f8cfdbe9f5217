package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// A FormatError says that the input is no list that can be read at all. Nothing of it is read further.
type FormatError struct {
	Code   string // stable word: not_utf8, utf16, workbook, delimiter, old_line_ends, …
	Line   int    // 0 where the whole file is meant
	Reason string
	Remedy string
}

func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return e.Reason
}

const saveAsCSV = `save it from the spreadsheet as "CSV UTF-8 (comma delimited)"`

// saveWithCommas is for those whose spreadsheet means semicolons when it says comma.
const saveWithCommas = `save it with commas: LibreOffice asks for the field delimiter when it saves as "Text CSV"; Excel takes the list separator of the computer's region settings`

// foreign recognises by their first bytes the files that people pass instead of a CSV file.
var foreign = []struct {
	magic  string
	format FormatError
}{
	{"PK\x03\x04", FormatError{Code: "workbook", Reason: "this is a workbook (.xlsx, .ods), not a CSV file", Remedy: saveAsCSV}},
	{"\xd0\xcf\x11\xe0", FormatError{Code: "workbook", Reason: "this is an old or an encrypted workbook, not a CSV file", Remedy: saveAsCSV}},
	{"\x1f\x8b", FormatError{Code: "compressed", Reason: "this is a compressed file", Remedy: "unpack it first: gunzip FILE"}},
	{"\xff\xfe", FormatError{Code: "utf16", Reason: "this is UTF-16 text, not UTF-8", Remedy: saveAsCSV}},
	{"\xfe\xff", FormatError{Code: "utf16", Reason: "this is UTF-16 text, not UTF-8", Remedy: saveAsCSV}},
	{"%PDF", FormatError{Code: "foreign_file", Reason: "this is a PDF document", Remedy: saveAsCSV}},
}

var bom = []byte("\xef\xbb\xbf")

// A source hands bytes to the CSV reader and remembers those that have not been released yet, so that every record's
// original bytes can be kept. It refuses what is no UTF-8 text. It is not safe for concurrent use.
type source struct {
	r       io.Reader
	buffer  []byte
	window  []byte // the part of buffer that may still be asked for: bytes from offset start on
	start   int64  // offset of window[0] in the text, the byte-order mark not counted
	next    int64  // offset up to which bytes were handed out
	checked int64  // offset up to which the bytes are known to be UTF-8; never before start, as records end with one
	lines   int    // line ends seen in checked bytes
	first   int    // the line on which the window begins
	err     error  // sticky, given once the window is used up
	bom     bool
}

// maxRecord is how long one record may be, in bytes: no sane one comes near.
const maxRecord = 1 << 20

// chunk is how much is read at a time, in bytes.
const chunk = 64 << 10

// newSource reads the first bytes and refuses what is no CSV text by its looks.
func newSource(r io.Reader) (*source, error) {
	s := &source{r: r, first: 1}
	if err := s.fill(); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for _, f := range foreign {
		if bytes.HasPrefix(s.window, []byte(f.magic)) {
			return nil, &f.format
		}
	}
	if s.bom = bytes.HasPrefix(s.window, bom); s.bom {
		s.window = s.window[len(bom):]
	}
	return s, nil
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	if s.next == s.start+int64(len(s.window)) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	if err := s.check(); err != nil {
		return 0, err
	}
	n := copy(p, s.window[s.next-s.start:])
	s.next += int64(n)
	return n, nil
}

// fill adds a chunk to the window. What was taken before may be overwritten.
func (s *source) fill() error {
	if s.err != nil {
		return s.err
	}
	old := len(s.window)
	if old > maxRecord {
		s.err = &FormatError{Code: "record_too_long", Line: s.first, Reason: fmt.Sprintf("a row begins here that is longer than %d bytes: is a quote opened and never closed?", maxRecord), Remedy: "close the quote, or split the row"}
		return s.err
	}
	if cap(s.window)-old < chunk { // no room behind the window: move it to the front, of a larger buffer if need be
		if len(s.buffer) < old+chunk {
			s.buffer = make([]byte, 2*old+2*chunk)
		}
		s.window = s.buffer[:copy(s.buffer, s.window)]
	}
	n, err := io.ReadFull(s.r, s.window[old:old+chunk])
	s.window = s.window[:old+n]
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	s.err = err
	if n > 0 {
		return nil
	}
	return err
}

// check refuses bytes that are no UTF-8 text. A character cut by the end of the window is looked at with the next one.
func (s *source) check() error {
	fresh := s.window[s.checked-s.start:]
	if s.err == nil {
		fresh = fresh[:len(fresh)-cutRune(fresh)]
	}
	if !utf8.Valid(fresh) || bytes.IndexByte(fresh, 0) >= 0 {
		return s.refuse(fresh)
	}
	s.checked += int64(len(fresh))
	s.lines += bytes.Count(fresh, []byte{'\n'})
	return nil
}

func (s *source) refuse(fresh []byte) error {
	for i := 0; i < len(fresh); {
		r, size := utf8.DecodeRune(fresh[i:])
		if r == utf8.RuneError && size == 1 {
			return &FormatError{
				Code: "not_utf8", Line: s.lines + 1 + bytes.Count(fresh[:i], []byte{'\n'}),
				Reason: "this is not UTF-8 text", Remedy: saveAsCSV,
			}
		}
		if r == 0 {
			return &FormatError{
				Code: "nul_bytes", Line: s.lines + 1 + bytes.Count(fresh[:i], []byte{'\n'}),
				Reason: "there are NUL bytes in it, as in UTF-16 text or a file that is no text", Remedy: saveAsCSV,
			}
		}
		i += size
	}
	return nil
}

// cutRune returns how many bytes at the end of text begin a character that is not complete.
func cutRune(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if b := text[len(text)-n]; utf8.RuneStart(b) {
			if b >= utf8.RuneSelf && !utf8.FullRune(text[len(text)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

// take returns the bytes from the last release up to offset end, and releases them. The result is valid until the
// next Read.
func (s *source) take(end int64) []byte {
	n := end - s.start
	raw := s.window[:n:n]
	s.window, s.start = s.window[n:], end
	s.first += bytes.Count(raw, []byte{'\n'})
	return raw
}
