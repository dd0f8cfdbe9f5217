package sheet

import (
	"bytes"
	"regexp"
	"strings"
)

// A lenientParser splits a line whose quotes the CSV reader refuses, if the line has only one possible meaning: spaces
// are between a quote and the delimiter, or a cell is a formula that gives a text, such as ="00123". It does not handle
// records of several lines.
type lenientParser struct {
	cell *regexp.Regexp // matches a cell at the start of a line; groups: the cell, its quoted text, the delimiter
}

func newLenientParser(delimiter rune) *lenientParser {
	d := regexp.QuoteMeta(string(delimiter))
	return &lenientParser{regexp.MustCompile(`^( *"((?:[^"]|"")*)" *|="[^"` + d + `]*"|[^"` + d + `]*)(` + d + `|$)`)}
}

// cells splits a line into cells. ok is false if the meaning of the line is not clear.
func (t *lenientParser) cells(line string) (cells []string, ok bool) {
	for ok = !strings.ContainsAny(line, "\r\n"); ok; {
		at := t.cell.FindStringSubmatch(line)
		if at == nil {
			return nil, false
		}
		cell := strings.TrimSpace(at[1])
		if strings.HasPrefix(cell, `"`) {
			cell = strings.ReplaceAll(at[2], `""`, `"`)
		}
		cells = append(cells, cell)
		if at[3] == "" {
			return cells, true
		}
		line = line[len(at[0]):]
	}
	return nil, false
}

// spacesAtQuotes reports whether a line has a space between a quote and a delimiter.
func spacesAtQuotes(line []byte, delimiter rune) bool {
	d := string(delimiter)
	return bytes.Contains(line, []byte(d+` "`)) || bytes.Contains(line, []byte(`" `+d)) ||
		bytes.HasPrefix(line, []byte(` "`)) || bytes.HasSuffix(line, []byte(`" `))
}
