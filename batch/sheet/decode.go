package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"phonebatch/batch/codes"
)

// A text is the UTF-8 text of a file. It is not safe for concurrent use.
type text struct {
	io.Reader
	decoder *decoder
}

// newText returns the text of r, without its byte-order mark. The encoding is the given one, or the one that the
// byte-order mark names. Without both, the decoder chooses the encoding while it reads.
func newText(r input, given Encoding) text {
	e := given
	for _, m := range marks {
		first, _ := r.Peek(len(m.bytes))
		if string(first) == m.bytes && (given.name == "" || given.name == m.name) {
			_, _ = r.Discard(len(m.bytes))
			e, e.mark = m.Encoding, true
			break
		}
	}
	d := &decoder{encoding: e}
	if e.name == "" {
		d.encoding, d.mayGuess = utf8Text, true
	}
	if d.encoding.code != nil {
		d.transformer = d.encoding.code.NewDecoder()
	}
	return text{transform.NewReader(transform.NewReader(r, d), new(scrubber)), d}
}

// A decoder converts a text to UTF-8. Without a given encoding and without a byte-order mark, a text is UTF-8 up to the
// first byte that is not valid UTF-8. If all text before that byte is ASCII, the decoder switches to windows-1252,
// which is identical to UTF-8 for ASCII; so it reads a list of any length only once. A text that mixes the two
// encodings is refused with a *FormatError.
type decoder struct {
	transform.NopResetter
	encoding    Encoding
	transformer transform.Transformer
	mayGuess    bool
	guessed     bool
	lfs         int // LFs so far
	crs         int // CRs so far, counted until the first LF
	wideLine    int // line of the first UTF-8 character beyond ASCII; 0 if there is none
}

// Transform implements transform.Transformer.
func (d *decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if d.transformer == nil {
		nDst, nSrc, err = d.utf8(dst, src, atEOF)
	}
	if d.transformer == nil || err != nil {
		return nDst, nSrc, err
	}
	rest, whole := src[nSrc:], true
	if _, ok := d.encoding.code.(*charmap.Charmap); ok {
		if rest, err = d.checkSingleByte(rest, atEOF); err != nil {
			return nDst, nSrc, err
		}
		whole = len(rest) == len(src)-nSrc
	}
	m, n, err := d.transformer.Transform(dst[nDst:], rest, atEOF)
	if i := bytes.IndexByte(dst[nDst:nDst+m], 0); i >= 0 {
		return nDst, nSrc, d.nulError(dst[nDst : nDst+i])
	}
	if i := bytes.Index(dst[nDst:nDst+m], []byte("\ufffd")); i >= 0 {
		return nDst, nSrc, &FormatError{
			Code:   codes.WrongEncoding,
			Line:   d.line(dst[nDst : nDst+i]),
			Reason: "the file contains bytes that are not valid " + d.encoding.name,
			Remedy: codes.Remedy(codes.WrongEncoding),
		}
	}
	d.count(dst[nDst : nDst+m])
	if err == nil && !whole {
		err = transform.ErrShortSrc
	}
	return nDst + m, nSrc + n, err
}

// utf8 copies UTF-8 text. When the decoder switches to another encoding, utf8 stops there without an error.
func (d *decoder) utf8(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if len(dst) < len(src) {
		src, atEOF, err = src[:len(dst)], false, transform.ErrShortDst
	}
	end := 0
	for end < len(src) {
		if end += asciiPrefix(src[end:]); end == len(src) {
			break
		}
		if src[end] == 0 {
			return 0, 0, d.nulError(src[:end])
		}
		_, size := utf8.DecodeRune(src[end:])
		if size == 1 { // an invalid or incomplete character
			if !atEOF && !utf8.FullRune(src[end:]) {
				if err == nil {
					err = transform.ErrShortSrc
				}
				break
			}
			if err = d.switchEncoding(src[:end]); err == nil {
				break
			}
			return 0, 0, err
		}
		if d.wideLine == 0 {
			d.wideLine = d.line(src[:end])
		}
		end += size
	}
	copy(dst, src[:end])
	d.count(src[:end])
	return end, end, err
}

// switchEncoding switches to windows-1252 at the first byte that is not valid UTF-8, or returns a *FormatError. before
// is the text in front of that byte that is not counted yet.
func (d *decoder) switchEncoding(before []byte) error {
	switch line := d.line(before); {
	case d.mayGuess && d.wideLine == 0:
		d.encoding, d.guessed = windows1252, true
		d.transformer = windows1252.code.NewDecoder()
		return nil
	case d.mayGuess:
		return mixedError(line, fmt.Sprintf("not UTF-8 text, but line %d is", d.wideLine))
	default:
		return &FormatError{
			Code:   codes.NotUTF8,
			Line:   line,
			Reason: "this is not UTF-8 text, although the file claims to be",
			Remedy: codes.Remedy(codes.NotUTF8),
		}
	}
}

// checkSingleByte returns the part of src that may be decoded as windows-1252. If src holds a UTF-8 character that
// lists often have, the error is a *FormatError, because the file mixes two encodings.
func (d *decoder) checkSingleByte(src []byte, atEOF bool) ([]byte, error) {
	if !d.guessed {
		return src, nil
	}
	for i := asciiPrefix(src); i < len(src); i += 1 + asciiPrefix(src[i+1:]) {
		if !atEOF && !utf8.FullRune(src[i:]) {
			return src[:i], nil
		}
		if r, size := utf8.DecodeRune(src[i:]); size > 1 && mistakable(r) {
			return nil, mixedError(d.line(src[:i]), "UTF-8 text, but an earlier line is not")
		}
	}
	return src, nil
}

// mistakable reports whether r is a character beyond ASCII that lists often have. In windows-1252 its bytes would be a
// sequence that no list has: Ã© for é, â€™ for ’. Other characters are ambiguous: the bytes of ɒ are É’ in
// windows-1252.
func mistakable(r rune) bool { return r >= 'À' && r <= 'ſ' || r >= 0x800 }

// mixedError returns the error for a text in two encodings. conflict says how the line differs from an earlier line.
func mixedError(line int, conflict string) error {
	return &FormatError{
		Code:   codes.MixedEncoding,
		Line:   line,
		Reason: "this line is " + conflict + ": the file seems to contain lists in two encodings",
		Remedy: codes.Remedy(codes.MixedEncoding),
	}
}

// nulError returns the error for a NUL byte in text. before is the text in front of the byte that is not counted yet.
func (d *decoder) nulError(before []byte) error {
	return &FormatError{
		Code:   codes.NULBytes,
		Line:   d.line(before),
		Reason: "the file contains NUL bytes: it is UTF-16 text without a byte-order mark, or it is not text",
		Remedy: codes.Remedy(codes.NULBytes),
	}
}

// line returns the number of the line on which the text after before starts. before follows the counted text directly.
func (d *decoder) line(before []byte) int {
	ends := d.lfs + bytes.Count(before, []byte{'\n'})
	if ends == 0 {
		ends = d.crs + bytes.Count(before, []byte{'\r'})
	}
	return ends + 1
}

// count counts the line ends of decoded text.
func (d *decoder) count(text []byte) {
	d.lfs += bytes.Count(text, []byte{'\n'})
	if d.lfs == 0 {
		d.crs += bytes.Count(text, []byte{'\r'})
	}
}

// asciiPrefix returns the length in bytes of the longest prefix of text that is ASCII without NUL.
func asciiPrefix(text []byte) int {
	const high, low = 0x8080808080808080, 0x0101010101010101
	n := 0
	for ; n+8 <= len(text); n += 8 {
		w := binary.LittleEndian.Uint64(text[n:])
		if w&high != 0 || (w-low)&^w&high != 0 {
			break
		}
	}
	for n < len(text) && text[n] < utf8.RuneSelf && text[n] != 0 {
		n++
	}
	return n
}
