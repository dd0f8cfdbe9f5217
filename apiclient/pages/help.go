package pages

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// helps holds the names of the fields whose help the form has printed so far; the value says whether the help stood
// behind a field that was read. The dialer prints a link to its help behind each field, once. So a value that ends its
// field early, and whose text takes the place of the rest, leaves a field without its help, or a help that stands
// twice.
type helps map[string]bool

// note checks the tag or the text that the scanner stands at, and notes the help that a tag links to. The error says
// that a value has broken its field: a text holds the end of a value, an attribute has a name that the dialer never
// prints, a comment may hide fields, or the help of a field that was read stands twice.
func (h helps) note(s *scanner) error {
	broken := unexpected("a value of the form breaks its field")
	if s.kind == html.CommentToken || s.kind == html.DoctypeToken ||
		s.kind == html.TextToken && bytes.Contains(s.raw, []byte(`">`)) {
		return broken
	}
	for _, a := range s.attributes() {
		name := helpOf(a)
		if strings.Trim(a.name, attributeLetters) != "" || h[name] {
			return broken
		}
		if name != "" {
			h[name] = false
		}
	}
	return nil
}

// attributeLetters are the characters of the names of attributes that the dialer prints. It does not end the tag of the
// button, so the < of the next tag is among them.
const attributeLetters = "abcdefghijklmnopqrstuvwxyz_-<"

// helpOf returns the name of the field whose help an attribute links to, or "". Older builds link in an element a.
func helpOf(a attribute) string {
	if a.name != "onclick" && a.name != "href" {
		return ""
	}
	_, place, _ := strings.Cut(a.value, "#phones-")
	name, _, found := strings.Cut(place, "')")
	if !found {
		return ""
	}
	return name
}

// behind moves from an input element to the end of its cell. The cell must hold what the dialer prints behind a value
// and nothing else: texts, and the link to the help of this field.
func (h helps) behind(s *scanner, name string) error {
	if _, before := h[name]; before {
		return unexpected("the help of the field %s stands before the field", name)
	}
	for s.next() {
		if err := h.note(s); err != nil {
			return err
		}
		if s.closes("td") || s.opens("tr") {
			if !h[name] {
				return unexpected("the field %s has no help behind it", name)
			}
			return nil
		}
		if !h.fits(s, name) {
			return unexpected("behind the field %s is more than the dialer prints", name)
		}
		if _, here := h[name]; here {
			h[name] = true
		}
	}
	return unexpected("the form does not end")
}

// fits reports whether the dialer prints what the scanner stands at in the cell of a field, behind its value.
func (h helps) fits(s *scanner, name string) bool {
	list := s.attributes()
	switch {
	case s.kind == html.TextToken:
		return true
	case s.kind == html.EndTagToken || s.opens("i"):
		return len(list) == 0
	case h[name]: // the image of a link, and the strength of a password
		return s.opens("img") || name == secretField && (s.opens("font") || s.opens("span"))
	}
	for _, a := range list {
		if helpOf(a) == name {
			return s.opens("img") || s.opens("a")
		}
	}
	return false
}
