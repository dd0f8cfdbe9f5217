package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"unicode/utf16"
)

const (
	maxToken = 1 << 20 // bytes of one tag or text; a cell has at most 32,767 characters
	maxDepth = 64      // depth of nested elements; a sheet has less than 10
)

// A markup parses a part as XML, token by token, in limited memory. It limits the length of a token and the depth of
// elements, because encoding/xml stores a whole token and the names of all open elements. A markup is not safe for
// concurrent use.
type markup struct {
	*xml.Decoder
	source io.ReadCloser
	name   string
	budget int // bytes that may still be read for the current token
	depth  int
}

// markup opens a part for parsing. The caller must close the result. The error is a *FormatError.
func (p parts) markup(name string) (*markup, error) {
	source, err := p.open(name)
	if err != nil {
		return nil, err
	}
	m := &markup{source: source, name: name}
	m.Decoder = xml.NewDecoder(m)
	return m, nil
}

// Read implements io.Reader for the XML decoder, which reads 4096 bytes ahead.
func (m *markup) Read(b []byte) (int, error) {
	if m.budget <= 0 {
		return 0, damaged(0, "its part %q holds a text of more than %d bytes", m.name, maxToken)
	}
	n, err := m.source.Read(b[:min(len(b), m.budget)])
	m.budget -= n
	return n, err
}

func (m *markup) close() error { return m.source.Close() }

// next returns the next token. Its bytes are valid until the next call. The error is io.EOF or a *FormatError.
func (m *markup) next() (xml.Token, error) {
	m.budget = maxToken
	token, err := m.Token()
	switch token.(type) {
	case xml.StartElement:
		if m.depth++; m.depth > maxDepth {
			return nil, damaged(0, "its part %q nests elements more than %d deep", m.name, maxDepth)
		}
	case xml.EndElement:
		m.depth--
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return nil, damaged(0, "its part %q is not valid XML", m.name)
	}
	var format *FormatError
	if err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &format) {
		return nil, damaged(0, "its part %q cannot be read as XML", m.name) // for example an encoding other than UTF-8
	}
	return token, err
}

// skip reads to the end of the element that has just started.
func (m *markup) skip() error {
	for depth := m.depth; m.depth >= depth; {
		if _, err := m.next(); err != nil {
			return err
		}
	}
	return nil
}

// text appends the text of the element that has just started to a buffer, and reads to the end of the element.
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

// richText appends the text of the shared or inline string that has just started to a buffer. The text is that of the t
// elements in all fonts. Phonetic hints (rPh) do not count, because a cell does not show them (ECMA-376 part 1,
// 18.4.6).
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

// unescape replaces escapes such as _x000D_ with the UTF-16 code unit that they name, in place. Workbooks escape text
// that XML cannot hold (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
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
		out = append(out, string(unit)...) // a lone surrogate becomes U+FFFD
	}
	return out
}

const escapeLen = len("_x0000_")

// escaped returns the code unit of the escape at the start of text. ok is false if text does not start with an escape.
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
