package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// text is the UTF-8 text of a file. It is not safe for concurrent use.
type text struct {
	io.Reader
	decoder *decoder
}

// newText decides on the encoding, as far as the first bytes tell it, and takes the byte-order mark away.
func newText(r opened, said Encoding) text {
	e := said
	for _, m := range marks {
		first, _ := r.Peek(len(m.bytes))
		if string(first) == m.bytes && (said.name == "" || said.name == m.name) {
			_, _ = r.Discard(len(m.bytes))
			e, e.mark = m.Encoding, true
			break
		}
	}
	d := &decoder{encoding: e}
	if e.name == "" {
		d.encoding, d.guessing = utf8Text, true
	}
	if d.encoding.code != nil {
		d.transformer = d.encoding.code.NewDecoder()
	}
	return text{transform.NewReader(transform.NewReader(r, d), new(scrubber)), d}
}

// A decoder makes UTF-8 of a text. What is not said to be anything else is UTF-8, or from the first byte on that is none
// windows-1252, which is the same up to there: a list of any length is decided on without reading it twice. A text that is
// neither throughout is refused.
type decoder struct {
	transform.NopResetter
	encoding    Encoding
	transformer transform.Transformer
	guessing    bool
	guessed     bool
	lines       int // line ends seen
	returns     int // CRs seen
	wide        int // the line of the first character beyond ASCII that is UTF-8; 0 is none
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
		if rest, err = d.single(rest, atEOF); err != nil {
			return nDst, nSrc, err
		}
		whole = len(rest) == len(src)-nSrc
	}
	m, n, err := d.transformer.Transform(dst[nDst:], rest, atEOF)
	if i := bytes.IndexByte(dst[nDst:nDst+m], 0); i >= 0 {
		return nDst, nSrc, d.nul(dst[nDst : nDst+i])
	}
	if i := bytes.Index(dst[nDst:nDst+m], []byte("\ufffd")); i >= 0 {
		return nDst, nSrc, &FormatError{Code: "wrong_encoding", Line: d.line(dst[nDst : nDst+i]), Reason: "there are bytes in it that are no " + d.encoding.name, Remedy: sayEncoding}
	}
	d.count(dst[nDst : nDst+m])
	if err == nil && !whole {
		err = transform.ErrShortSrc
	}
	return nDst + m, nSrc + n, err
}

// utf8 copies what is UTF-8. It stops without an error where the text turns out to be something else.
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
			return 0, 0, d.nul(src[:end])
		}
		_, size := utf8.DecodeRune(src[end:])
		if size == 1 { // no character begins like this, or it is cut off
			if !atEOF && !utf8.FullRune(src[end:]) {
				if err == nil {
					err = transform.ErrShortSrc
				}
				break
			}
			if err = d.other(src[:end]); err == nil {
				break
			}
			return 0, 0, err
		}
		if d.wide == 0 {
			d.wide = d.line(src[:end])
		}
		end += size
	}
	copy(dst, src[:end])
	d.count(src[:end])
	return end, end, err
}

// other goes over to the encoding that a text must have which is no UTF-8, or refuses it.
func (d *decoder) other(before []byte) error {
	switch line := d.line(before); {
	case d.guessing && d.wide == 0:
		d.encoding, d.guessed = windows1252, true
		d.transformer = windows1252.code.NewDecoder()
		return nil
	case d.guessing:
		return mixed(line, fmt.Sprintf("no UTF-8 text, and line %d is", d.wide))
	default:
		return &FormatError{Code: "not_utf8", Line: line, Reason: "this is not UTF-8 text, although the file claims to be", Remedy: sayEncoding}
	}
}

// single looks at text of single bytes before it is decoded, and says how much of it may be.
func (d *decoder) single(src []byte, atEOF bool) ([]byte, error) {
	if !d.guessed {
		return src, nil
	}
	for i := asciiPrefix(src); i < len(src); i += 1 + asciiPrefix(src[i+1:]) {
		if !atEOF && !utf8.FullRune(src[i:]) {
			return src[:i], nil
		}
		if r, size := utf8.DecodeRune(src[i:]); size > 1 && mistakable(r) {
			return nil, mixed(d.line(src[:i]), "UTF-8 text, and an earlier line is none")
		}
	}
	return src, nil
}

// mistakable says whether a character beyond ASCII is one that lists are full of. What its bytes would be in windows-1252
// no list has: Ã© for é, â€™ for ’. Of others that cannot be said: É’ is ɒ.
func mistakable(r rune) bool { return r >= 'À' && r <= 'ſ' || r >= 0x800 }

func mixed(line int, what string) error {
	return &FormatError{
		Code: "mixed_encoding", Line: line, Reason: "this line is " + what + ": lists of two encodings seem to be in one file",
		Remedy: "save both as UTF-8 before putting them together; if it is all of one encoding, say which: --encoding windows-1252",
	}
}

func (d *decoder) nul(before []byte) error {
	return &FormatError{Code: "nul_bytes", Line: d.line(before), Reason: "there are NUL bytes in it, as in UTF-16 text without a byte-order mark, or a file that is no text", Remedy: sayEncoding}
}

// line is the one that comes after some text, which comes after all that was counted.
func (d *decoder) line(before []byte) int {
	ends := d.lines + bytes.Count(before, []byte{'\n'})
	if ends == 0 {
		ends = d.returns + bytes.Count(before, []byte{'\r'})
	}
	return ends + 1
}

func (d *decoder) count(text []byte) {
	d.lines += bytes.Count(text, []byte{'\n'})
	if d.lines == 0 {
		d.returns += bytes.Count(text, []byte{'\r'})
	}
}

// asciiPrefix is how many bytes at the beginning are ASCII, and not NUL.
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
