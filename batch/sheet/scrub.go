package sheet

import (
	"bytes"

	"golang.org/x/text/transform"
)

// A scrubber removes from decoded text what programs leave between records:
//   - U+FEFF at the start of a line, from joined files with byte-order marks;
//   - all CRs but one before an LF, from a text that was converted to Windows line ends twice;
//   - Ctrl-Z and line ends at the end of the file, the end-of-file sign of DOS.
//
// It implements transform.Transformer.
type scrubber struct {
	transform.NopResetter
	inLine bool // the last byte written is not a line end
}

const (
	mark = "\ufeff"
	// longestRun is the length in bytes of the longest run of CRs or Ctrl-Zs that the scrubber treats as a unit. A
	// longer run is text.
	longestRun = 1024
)

// Transform implements transform.Transformer.
func (s *scrubber) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		rest := src[nSrc:]
		if !s.inLine && rest[0] == mark[0] {
			if len(rest) < len(mark) && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			if bytes.HasPrefix(rest, []byte(mark)) {
				nSrc += len(mark)
				continue
			}
		}
		kept, skipped, whole := s.plainSpan(rest, atEOF)
		n := copy(dst[nDst:], rest[:kept])
		if n > 0 {
			s.inLine = rest[n-1] != '\n' && rest[n-1] != '\r'
		}
		nDst, nSrc = nDst+n, nSrc+n
		switch {
		case n < kept:
			return nDst, nSrc, transform.ErrShortDst
		case !whole:
			return nDst, nSrc, transform.ErrShortSrc
		}
		nSrc += skipped
	}
	return nDst, nSrc, nil
}

// plainSpan returns how many bytes at the start of text to copy, and how many bytes after them to skip. whole is false
// if the decision about the next bytes needs more text.
func (s *scrubber) plainSpan(text []byte, atEOF bool) (kept, skipped int, whole bool) {
	for kept < len(text) {
		next := bytes.IndexAny(text[kept:], "\r\n\x1a")
		if next < 0 {
			return len(text), 0, true
		}
		kept += next
		switch run := sameBytes(text[kept:]); {
		case text[kept] == '\n':
			kept++
			if bytes.HasPrefix(text[kept:], []byte(mark[:1])) {
				return kept, 0, true
			}
		case run > longestRun:
			kept += run
		case kept+run == len(text) && text[kept] == '\r' && !atEOF:
			return kept, 0, false
		case text[kept] == '\r' && kept+run < len(text) && text[kept+run] == '\n':
			if run > 1 {
				return kept, run - 1, true
			}
			kept++
		case text[kept] == '\r':
			kept += run
			if bytes.HasPrefix(text[kept:], []byte(mark[:1])) {
				return kept, 0, true
			}
		case len(text)-kept > longestRun || len(bytes.Trim(text[kept:], "\x1a\r\n")) > 0:
			// This Ctrl-Z is in the middle of the text.
			kept += run
		case atEOF:
			return kept, len(text) - kept, true
		default:
			return kept, 0, false
		}
	}
	return kept, 0, true
}

// sameBytes returns the length of the run of equal bytes at the start of text.
func sameBytes(text []byte) int {
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	return n
}
