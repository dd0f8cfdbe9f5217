package sheet

import (
	"bytes"
	"fmt"
	"strings"
)

// misread refuses a header that is read in a way in which nobody has written it.
func (o *Options) misread(header *topRow, delimiter rune) error {
	if o.Recognize == nil {
		return nil
	}
	for _, end := range oddEnds {
		before, _, found := bytes.Cut(header.text, []byte(end.sign))
		if found && namesColumns(o.Recognize, splitLine(before, delimiter)) {
			return &FormatError{Code: "odd_line_ends", Line: header.line, Reason: "its lines do not end in line ends, but in " + end.name, Remedy: "save it again from where it came from, with ordinary line ends, or as .xlsx"}
		}
	}
	cells := splitLine(header.text, delimiter)
	if named, _ := o.Recognize(cells); named > 0 {
		return nil
	}
	if len(cells) == 1 && bytes.HasPrefix(header.text, []byte{'"'}) && bytes.HasSuffix(header.text, []byte{'"'}) && namesColumns(o.Recognize, splitLine([]byte(cells[0]), findDelimiter([]byte(cells[0])))) {
		return &FormatError{Code: "lines_in_quotes", Line: header.line, Reason: "each line stands in quotes as a whole, as if it were one cell", Remedy: "save the list anew from where it came from; or open it in a text editor and take the quotes at both ends of each line away"}
	}
	for _, sign := range append([]rune("^~:§¦¬/\\#*!"), delimiters...) {
		if sign != delimiter && namesColumns(o.Recognize, splitLine(header.text, sign)) {
			return &FormatError{Code: "wrong_delimiter", Line: header.line, Reason: fmt.Sprintf("%q seems to stand between the cells, and it was read as if %q did", sign, delimiter), Remedy: "say what separates the cells: --delimiter " + delimiterWord(sign)}
		}
	}
	if namesColumns(o.Recognize, wideSpaces(string(header.text))) {
		return &FormatError{Code: "wrong_delimiter", Line: header.line, Reason: "spaces seem to stand between the cells", Remedy: saveAsCSV}
	}
	return nil
}

// wideSpaces splits a line where it has two spaces or more.
func wideSpaces(line string) (cells []string) {
	for _, cell := range strings.Split(line, "  ") {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// delimiterWord is a delimiter as --delimiter takes it from a shell.
func delimiterWord(sign rune) string {
	switch sign {
	case ',':
		return "comma"
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	case '|':
		return "pipe"
	}
	return "'" + string(sign) + "'"
}

// oddEnds are what stands between rows where something has taken the line ends for text.
var oddEnds = []struct{ sign, name string }{
	{"\u2028", "U+2028, a line separator"},
	{"\u2029", "U+2029, a paragraph separator"},
	{"\u0085", "U+0085, NEL"},
	{"\u2026", "the sign of code 85, NEL or three dots"},
	{"\v", "vertical tabs"},
	{"\f", "form feeds"},
	{"\x1c", "file separators (code 1C)"},
	{"\x1d", "group separators (code 1D)"},
	{"\x1e", "record separators (code 1E)"},
	{"\x00", "NUL"},
	{`\r\n`, `\r\n, written out as letters`},
	{`\n`, `\n, written out as letters`},
	{`<br`, "<br>, as in web pages"},
	{"&#10;", "&#10;, as in web pages"},
}
