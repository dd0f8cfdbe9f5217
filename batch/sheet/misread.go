package sheet

import (
	"bytes"
	"fmt"
	"strings"

	"phonebatch/batch/codes"
)

// refuseMisread returns a *FormatError if the header makes sense only with another delimiter, other line ends or
// without quotes around each line.
func (o *Options) refuseMisread(header *topRow, delimiter rune) error {
	if o.Recognize == nil {
		return nil
	}
	for _, end := range wrongLineEnds {
		before, _, found := bytes.Cut(header.text, []byte(end.sign))
		if found && namesColumns(o.Recognize, splitLine(before, delimiter)) {
			return &FormatError{
				Code:   codes.OddLineEnds,
				Line:   header.line,
				Reason: "the rows are separated by " + end.name + " and not by line ends",
				Remedy: codes.Remedy(codes.OddLineEnds),
			}
		}
	}
	cells := splitLine(header.text, delimiter)
	if named, _ := o.Recognize(cells); named > 0 {
		return nil
	}
	if len(cells) == 1 && o.isQuotedLine(header.text, []byte(cells[0])) {
		return &FormatError{
			Code:   codes.LinesInQuotes,
			Line:   header.line,
			Reason: "each line is in quotes as a whole, as if the line were one cell",
			Remedy: codes.Remedy(codes.LinesInQuotes),
		}
	}
	for _, sign := range append([]rune("^~:§¦¬/\\#*!"), delimiters...) {
		if sign != delimiter && namesColumns(o.Recognize, splitLine(header.text, sign)) {
			return &FormatError{
				Code: codes.WrongDelimiter,
				Line: header.line,
				Reason: fmt.Sprintf("the cells seem to be separated by %q, but the file was read with %q as the delimiter",
					sign, delimiter),
				Remedy: codes.RemedyFor(codes.WrongDelimiter, codes.DelimiterKnown, delimiterWord(sign)),
			}
		}
	}
	if namesColumns(o.Recognize, splitWideSpaces(string(header.text))) {
		return &FormatError{
			Code:   codes.WrongDelimiter,
			Line:   header.line,
			Reason: "the cells seem to be separated by spaces",
			Remedy: codes.RemedyFor(codes.WrongDelimiter, codes.OnlySpaces),
		}
	}
	return nil
}

// isQuotedLine reports whether a line is in quotes as a whole, and its only cell is a header.
func (o *Options) isQuotedLine(line, cell []byte) bool {
	return bytes.HasPrefix(line, []byte{'"'}) && bytes.HasSuffix(line, []byte{'"'}) &&
		namesColumns(o.Recognize, splitLine(cell, findDelimiter(cell)))
}

// splitWideSpaces splits a line at every run of two or more spaces.
func splitWideSpaces(line string) (cells []string) {
	for _, cell := range strings.Split(line, "  ") {
		if cell = strings.TrimSpace(cell); cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// delimiterWord returns a delimiter as a user types it for --delimiter in a shell.
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

// wrongLineEnds are the texts that a program leaves between rows when it treats line ends as text.
var wrongLineEnds = []struct{ sign, name string }{
	{"\u2028", "U+2028, a line separator"},
	{"\u2029", "U+2029, a paragraph separator"},
	{"\u0085", "U+0085, NEL"},
	{"\u2026", "the character with code 85 (NEL or three dots)"},
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
