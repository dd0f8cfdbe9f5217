package pages

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// A scanner walks through the tags and texts of a page. Raw bytes are kept as the dialer printed them: the dialer does
// not escape values, so nothing is unescaped here.
type scanner struct {
	tokens *html.Tokenizer
	kind   html.TokenType
	name   string // of a tag, in lower case
	raw    []byte // valid until the next call of next
}

func newScanner(page []byte) *scanner {
	return &scanner{tokens: html.NewTokenizer(bytes.NewReader(page))}
}

// next moves to the next tag, text or comment, and returns false at the end of the page.
func (s *scanner) next() bool {
	s.kind = s.tokens.Next()
	s.raw, s.name = s.tokens.Raw(), ""
	switch s.kind {
	case html.ErrorToken:
		return false
	case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
		s.raw = bytes.Clone(s.raw) // TagName writes into the buffer of Raw
		name, _ := s.tokens.TagName()
		s.name = string(name)
	}
	return true
}

func (s *scanner) opens(name string) bool {
	return (s.kind == html.StartTagToken || s.kind == html.SelfClosingTagToken) && s.name == name
}

func (s *scanner) closes(name string) bool { return s.kind == html.EndTagToken && s.name == name }

// skipTo moves to the end tag of an element, and returns false if there is none.
func (s *scanner) skipTo(name string) bool {
	for s.next() {
		if s.closes(name) {
			return true
		}
	}
	return false
}

// blank reports whether the scanner is at a text of white space alone.
func (s *scanner) blank() bool {
	return s.kind == html.TextToken && len(bytes.TrimSpace(s.raw)) == 0
}

// An attribute is a name in lower case, and a value as the dialer printed it.
type attribute struct{ name, value string }

const space = " \t\r\n\f"

// attributes returns the attributes of the current tag in order, or nil at a text or a comment.
func (s *scanner) attributes() (list []attribute) {
	if s.name == "" {
		return nil
	}
	rest := strings.TrimSuffix(string(s.raw[1:]), ">")
	_, rest = splitAt(rest, space+"/")
	for {
		rest = strings.TrimLeft(rest, space+"/")
		if rest == "" {
			return list
		}
		var a attribute
		a.name, rest = splitAt(rest, space+"/=")
		if after, has := strings.CutPrefix(strings.TrimLeft(rest, space), "="); has {
			a.value, rest = attributeValue(strings.TrimLeft(after, space))
		}
		a.name = strings.ToLower(a.name)
		list = append(list, a)
	}
}

// attributeValue splits a text that begins with the value of an attribute.
func attributeValue(text string) (value, rest string) {
	if text == "" || text[0] != '"' && text[0] != '\'' {
		return splitAt(text, space)
	}
	value, rest, _ = strings.Cut(text[1:], text[:1])
	return value, rest
}

// splitAt splits a text before the first of the characters, but behind its first byte.
func splitAt(text, characters string) (before, rest string) {
	if text == "" {
		return "", ""
	}
	if i := strings.IndexAny(text[1:], characters); i >= 0 {
		return text[:i+1], text[i+1:]
	}
	return text, ""
}

// attribute returns the value of an attribute of the current tag, or "". If the tag has the attribute twice, the first
// value counts, as in a browser.
func (s *scanner) attribute(name string) string {
	for _, a := range s.attributes() {
		if a.name == name {
			return a.value
		}
	}
	return ""
}
