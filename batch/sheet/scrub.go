package sheet

import (
	"bytes"

	"golang.org/x/text/transform"
)

// A scrubber takes out of decoded text what programs leave between records and no reader needs:
//   - U+FEFF at the start of a line: files with byte-order marks that were joined;
//   - the CRs but one before an LF: a text file that was converted to Windows line ends twice;
//   - Ctrl-Z at the end of the file, and line ends behind it: the end of a file in DOS.
//
// It implements transform.Transformer.
type scrubber struct {
	transform.NopResetter
	inLine bool // the last byte written is not a line end
}

const (
	mark = "\ufeff"
	// longestRun is how many CRs or Ctrl-Zs in a row are looked at together, in bytes: more are text.
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
		keep, skip, whole := s.plain(rest, atEOF)
		n := copy(dst[nDst:], rest[:keep])
		if n > 0 {
			s.inLine = rest[n-1] != '\n' && rest[n-1] != '\r'
		}
		nDst, nSrc = nDst+n, nSrc+n
		switch {
		case n < keep:
			return nDst, nSrc, transform.ErrShortDst
		case !whole:
			return nDst, nSrc, transform.ErrShortSrc
		}
		nSrc += skip
	}
	return nDst, nSrc, nil
}

// plain says how many bytes at the beginning of text are to be kept, and how many behind them are to be skipped. It is not
// whole where more text is needed to say what comes next.
func (s *scrubber) plain(text []byte, atEOF bool) (keep, skip int, whole bool) {
	for keep < len(text) {
		next := bytes.IndexAny(text[keep:], "\r\n\x1a")
		if next < 0 {
			return len(text), 0, true
		}
		keep += next
		switch run := sameBytes(text[keep:]); {
		case text[keep] == '\n':
			keep++
			if bytes.HasPrefix(text[keep:], []byte(mark[:1])) {
				return keep, 0, true
			}
		case run > longestRun:
			keep += run
		case keep+run == len(text) && text[keep] == '\r' && !atEOF:
			return keep, 0, false
		case text[keep] == '\r' && keep+run < len(text) && text[keep+run] == '\n':
			if run > 1 {
				return keep, run - 1, true
			}
			keep++
		case text[keep] == '\r':
			keep += run
			if bytes.HasPrefix(text[keep:], []byte(mark[:1])) {
				return keep, 0, true
			}
		case len(text)-keep > longestRun || len(bytes.Trim(text[keep:], "\x1a\r\n")) > 0: // Ctrl-Z in the middle of the text
			keep += run
		case atEOF:
			return keep, len(text) - keep, true
		default:
			return keep, 0, false
		}
	}
	return keep, 0, true
}

// sameBytes counts how often the first byte of text is repeated at its beginning.
func sameBytes(text []byte) int {
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	return n
}
