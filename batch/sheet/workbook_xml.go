package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"unicode/utf16"
)

const (
	maxToken = 1 << 20 // bytes of one tag or text. A cell has at most 32,767 characters
	maxDepth = 64      // of elements in one another. A sheet has less than 10
)

// A markup reads a part as XML, one token after the other, in bounded memory: encoding/xml keeps a whole token, and the
// names of all open elements. It is not safe for concurrent use.
type markup struct {
	*xml.Decoder
	source io.ReadCloser
	name   string
	left   int // bytes that may still be read for this token
	depth  int
}

func (p parts) markup(name string) (*markup, error) {
	source, err := p.open(name)
	if err != nil {
		return nil, err
	}
	m := &markup{source: source, name: name}
	m.Decoder = xml.NewDecoder(m)
	return m, nil
}

// Read implements io.Reader for the decoder, which reads ahead by 4096 bytes.
func (m *markup) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, damaged(0, "its part %q holds a text of more than %d bytes", m.name, maxToken)
	}
	n, err := m.source.Read(b[:min(len(b), m.left)])
	m.left -= n
	return n, err
}

func (m *markup) close() error { return m.source.Close() }

// next returns the next token, whose bytes are valid until the one after it. Its errors are io.EOF and *FormatError.
func (m *markup) next() (xml.Token, error) {
	m.left = maxToken
	token, err := m.Token()
	switch token.(type) {
	case xml.StartElement:
		if m.depth++; m.depth > maxDepth {
			return nil, damaged(0, "its part %q has elements in one another more than %d deep", m.name, maxDepth)
		}
	case xml.EndElement:
		m.depth--
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return nil, damaged(0, "its part %q is no sound XML", m.name)
	}
	var format *FormatError
	if err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &format) {
		return nil, damaged(0, "its part %q cannot be read as XML", m.name) // such as an encoding other than UTF-8
	}
	return token, err
}

// skip goes to the end of the element that has just begun.
func (m *markup) skip() error {
	for depth := m.depth; m.depth >= depth; {
		if _, err := m.next(); err != nil {
			return err
		}
	}
	return nil
}

// text appends the text of the element that has just begun, up to its end.
func (m *markup) text(to []byte) ([]byte, error) {
	for depth := m.depth; m.depth >= depth; {
		token, err := m.next()
		if err != nil {
			return nil, err
		}
		if t, ok := token.(xml.CharData); ok {
			to = append(to, t...)
		}
		if len(to) > maxToken {
			return nil, damaged(0, "its part %q holds a text of more than %d bytes", m.name, maxToken)
		}
	}
	return to, nil
}

// richText appends the text of a shared or an inline string that has just begun: that of its t elements, whatever
// their fonts. Phonetic hints (rPh) are not shown in a cell (ECMA-376 part 1, 18.4.6).
func (m *markup) richText(to []byte) ([]byte, error) {
	for depth := m.depth; m.depth >= depth; {
		token, err := m.next()
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "t":
			to, err = m.text(to)
		case "rPh":
			err = m.skip()
		}
		if err != nil {
			return nil, err
		}
	}
	return to, nil
}

// unescape turns _x000D_ into the UTF-16 code unit that it stands for, in place: text that XML cannot hold is written
// so (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
func unescape(text []byte) []byte {
	out := text[:0]
	for i := 0; i < len(text); {
		unit, ok := escaped(text[i:])
		if !ok {
			out = append(out, text[i])
			i++
			continue
		}
		i += escapeLen
		if low, ok := escaped(text[i:]); ok && utf16.DecodeRune(unit, low) != '\uFFFD' {
			unit = utf16.DecodeRune(unit, low)
			i += escapeLen
		}
		out = append(out, string(unit)...) // a surrogate alone becomes U+FFFD
	}
	return out
}

const escapeLen = len("_x0000_")

// escaped reads the escape that text begins with.
func escaped(text []byte) (rune, bool) {
	if len(text) < escapeLen || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	var unit rune
	for _, c := range text[2:6] {
		switch {
		case '0' <= c && c <= '9':
			unit = unit<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			unit = unit<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return unit, true
}
