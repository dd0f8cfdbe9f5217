package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// A source hands UTF-8 text to the CSV reader and remembers what has not been released yet, so that every record's
// original text can be kept. It is not safe for concurrent use.
type source struct {
	r      io.Reader
	buffer []byte
	window []byte // the part of buffer that may still be asked for: text from offset start on
	start  int64  // offset of window[0] in the text
	next   int64  // offset up to which text was handed out
	first  int    // the line on which the window begins
	err    error  // sticky, given once the window is used up
	// returns says that lines end in CR alone, as old Macs wrote them: the CSV reader is handed LF in their place.
	returns bool
	// single says that cells stand in single quotes: the CSV reader is handed each of the two quotes in place of the other.
	single bool
}

// chunk is how much is read at a time, in bytes.
const chunk = 64 << 10

// newSource reads the beginning of a text.
func newSource(r io.Reader) (*source, error) {
	s := &source{r: r, first: 1}
	if err := s.fill(); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	_, eol := firstLine(s.window)
	s.returns = eol == "\r"
	return s, nil
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	if s.next == s.start+int64(len(s.window)) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.window[s.next-s.start:])
	s.next += int64(n)
	if s.returns {
		withLF(p[:n])
	}
	if s.single {
		swapQuotes(p[:n])
	}
	return n, nil
}

// swapQuotes puts double quotes in the place of single ones, and single ones in the place of double ones.
func swapQuotes(text []byte) {
	for i, b := range text {
		switch b {
		case '"':
			text[i] = '\''
		case '\'':
			text[i] = '"'
		}
	}
}

// clear takes away the first n bytes of a text of which nothing has been read, but for their line ends: lines keep their
// numbers.
func (s *source) clear(n int) {
	ends := lineEnds(s.window[:n], s.returns)
	s.window = s.window[n-ends:]
	for i := range ends {
		s.window[i] = '\n'
	}
}

// lineEnds counts the line ends of a text; returns says that they are CRs.
func lineEnds(text []byte, returns bool) int {
	n := bytes.Count(text, []byte{'\n'})
	if returns {
		n += bytes.Count(text, []byte{'\r'})
	}
	return n
}

func withLF(text []byte) {
	for i, b := range text {
		if b == '\r' {
			text[i] = '\n'
		}
	}
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

// take returns the text from the last release up to offset end, and releases it. The result is valid until the next Read.
func (s *source) take(end int64) []byte {
	n := end - s.start
	raw := s.window[:n:n]
	s.window, s.start = s.window[n:], end
	s.first += lineEnds(raw, s.returns)
	return raw
}

// firstLine returns the first line that is not blank, up to the first line end outside quotes, and that line end; it is
// empty where the text ends before.
func firstLine(text []byte) (line []byte, eol string) {
	text = trimBlankLines(text)
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n':
			return text[:i], "\n"
		case b == '\r' && i+1 < len(text) && text[i+1] == '\n':
			return text[:i], "\r\n"
		case b == '\r':
			return text[:i], "\r"
		}
	}
	return text, ""
}

func trimBlankLines(raw []byte) []byte { return bytes.TrimLeft(raw, "\r\n") }

func trimLineEnd(raw []byte) (text []byte, eol string) {
	for _, eol := range []string{"\r\n", "\n", "\r"} {
		if text, found := bytes.CutSuffix(raw, []byte(eol)); found {
			return text, eol
		}
	}
	return raw, "\n"
}
