package pages

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// A cell is one <td> of a row.
type cell struct {
	span  int      // the columns that the cell fills
	raw   string   // everything between <td> and </td>
	text  string   // the same without tags
	tags  []string // the names of the tags
	hrefs []string // the targets of the links
}

// inCell holds the tags that a cell may contain. Every other tag could move a column, or swallow what follows.
var inCell = map[string]bool{
	"a": true, "font": true, "b": true, "i": true, "u": true, "em": true, "strong": true, "span": true, "br": true,
	"small": true, "big": true,
}

// cells reads the cells of one row up to </tr>. The scanner stands at <tr>.
func cells(s *scanner) (list []cell, err error) {
	for s.next() {
		switch {
		case s.blank():
		case s.closes("tr"):
			return list, nil
		case s.opens("td"):
			c, err := oneCell(s)
			if err != nil {
				return nil, err
			}
			list = append(list, c)
		default:
			return nil, unexpected("something stands between two cells")
		}
	}
	return nil, unexpected("a row does not end")
}

// oneCell reads a cell up to </td>. The scanner stands at <td>.
func oneCell(s *scanner) (c cell, err error) {
	c.span = 1
	if span := s.attribute("colspan"); span != "" {
		if c.span, err = strconv.Atoi(span); err != nil || c.span < 1 || c.span > 9 {
			return c, unexpected("a cell fills %q columns", span)
		}
	}
	var raw, text strings.Builder
	for s.next() {
		switch {
		case s.closes("td"):
			c.raw, c.text = raw.String(), text.String()
			return c, nil
		case s.kind == html.TextToken:
			text.Write(s.raw)
		case !inCell[s.name]:
			return c, unexpected("a cell holds markup that could move a column, after %q", text.String())
		default:
			c.tags = append(c.tags, s.name)
			if s.opens("a") {
				c.hrefs = append(c.hrefs, s.attribute("href"))
			}
		}
		raw.Write(s.raw)
	}
	return c, unexpected("a cell does not end")
}
