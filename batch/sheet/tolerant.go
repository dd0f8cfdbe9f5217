package sheet

import (
	"bytes"
	"regexp"
	"strings"
)

// A tolerant takes a line apart whose quotes the CSV reader refuses, where only one thing can be meant: spaces stand
// between a quote and the delimiter, or a cell is a formula that gives a text, such as ="00123". It does not look over
// line ends.
type tolerant struct {
	cell *regexp.Regexp // a cell at the beginning of a line, what stands in its quotes, and the delimiter
}

func newTolerant(delimiter rune) *tolerant {
	d := regexp.QuoteMeta(string(delimiter))
	return &tolerant{regexp.MustCompile(`^( *"((?:[^"]|"")*)" *|="[^"` + d + `]*"|[^"` + d + `]*)(` + d + `|$)`)}
}

// cells takes a line apart. ok is false where it is not plain what is meant.
func (t *tolerant) cells(line string) (cells []string, ok bool) {
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

// spacesAtQuotes says whether a space stands between a quote and a delimiter.
func spacesAtQuotes(line []byte, delimiter rune) bool {
	d := string(delimiter)
	return bytes.Contains(line, []byte(d+` "`)) || bytes.Contains(line, []byte(`" `+d)) ||
		bytes.HasPrefix(line, []byte(` "`)) || bytes.HasSuffix(line, []byte(`" `))
}
