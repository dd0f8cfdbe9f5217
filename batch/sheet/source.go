package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"phonebatch/batch/codes"
)

// A source passes UTF-8 text to the CSV reader. It stores the text until take releases it, so that the reader can
// return the original text of every record. It is not safe for concurrent use.
type source struct {
	r      io.Reader
	buffer []byte
	window []byte // part of buffer that is not released; it starts at offset start of the text
	start  int64  // offset of window[0] in the text
	readTo int64  // offset up to which Read has returned the text
	line   int    // line on which the window starts
	err    error  // the first error of r; Read returns it at the end of the window
	// crOnly says that lines end in CR alone, as on old Macs. Read then returns LF for CR, because the CSV reader needs
	// LF.
	crOnly bool
	// singleQuotes says that cells are in single quotes. Read then swaps single and double quotes, because the CSV
	// reader needs double quotes.
	singleQuotes bool
}

// chunkSize is the number of bytes that fill reads at a time.
const chunkSize = 64 << 10

// newSource returns a source that has read the first chunk of r.
func newSource(r io.Reader) (*source, error) {
	s := &source{r: r, line: 1}
	if err := s.fill(); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	_, eol := firstLine(s.window)
	s.crOnly = eol == "\r"
	return s, nil
}

// Read implements io.Reader.
func (s *source) Read(p []byte) (int, error) {
	if s.readTo == s.start+int64(len(s.window)) {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.window[s.readTo-s.start:])
	s.readTo += int64(n)
	if s.crOnly {
		crToLF(p[:n])
	}
	if s.singleQuotes {
		swapQuotes(p[:n])
	}
	return n, nil
}

// restoreQuotes swaps the quotes of a cell back after Read has swapped them. See singleQuotes.
func (s *source) restoreQuotes(cell string) string {
	if !s.singleQuotes || !strings.ContainsAny(cell, `"'`) {
		return cell
	}
	text := []byte(cell)
	swapQuotes(text)
	return string(text)
}

// swapQuotes replaces each single quote with a double quote, and each double quote with a single quote.
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

// blankOut drops the first n bytes of a text that has not been read yet, except for the line ends. The lines after them
// keep their numbers.
func (s *source) blankOut(n int) {
	ends := lineEnds(s.window[:n], s.crOnly)
	s.window = s.window[n-ends:]
	for i := range ends {
		s.window[i] = '\n'
	}
}

// lineEnds counts the line ends of a text. crOnly says that the lines end in CR alone.
func lineEnds(text []byte, crOnly bool) int {
	n := bytes.Count(text, []byte{'\n'})
	if crOnly {
		n += bytes.Count(text, []byte{'\r'})
	}
	return n
}

// crToLF replaces each CR with an LF.
func crToLF(text []byte) {
	for i, b := range text {
		if b == '\r' {
			text[i] = '\n'
		}
	}
}

// fill adds a chunk to the window. It may overwrite the text that take has returned.
func (s *source) fill() error {
	if s.err != nil {
		return s.err
	}
	old := len(s.window)
	if old > maxRecord {
		s.err = &FormatError{
			Code:   codes.RecordTooLong,
			Line:   s.line,
			Reason: fmt.Sprintf("the row that starts here is longer than %d bytes: is a quote not closed?", maxRecord),
			Remedy: codes.Remedy(codes.RecordTooLong),
		}
		return s.err
	}
	if cap(s.window)-old < chunkSize { // no room after the window: move it to the front of a buffer that is large enough
		if len(s.buffer) < old+chunkSize {
			s.buffer = make([]byte, 2*old+2*chunkSize)
		}
		s.window = s.buffer[:copy(s.buffer, s.window)]
	}
	n, err := io.ReadFull(s.r, s.window[old:old+chunkSize])
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

// take returns the text from the last release up to offset end, and releases that text. The result is valid until the
// next Read.
func (s *source) take(end int64) []byte {
	n := end - s.start
	raw := s.window[:n:n]
	s.window, s.start = s.window[n:], end
	s.line += lineEnds(raw, s.crOnly)
	return raw
}

// firstLine returns the first line that is not blank, and its line end. Line ends inside quotes do not count. If the
// text ends before the line does, eol is empty.
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

// trimLineEnd removes the line end and returns it. If raw has none, eol is LF.
func trimLineEnd(raw []byte) (text []byte, eol string) {
	for _, eol := range []string{"\r\n", "\n", "\r"} {
		if text, found := bytes.CutSuffix(raw, []byte(eol)); found {
			return text, eol
		}
	}
	return raw, "\n"
}
