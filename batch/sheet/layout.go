package sheet

import (
	"bytes"
	"unicode/utf8"
)

// A layout says where the header of a text is, and how its cells are separated and quoted.
type layout struct {
	header       int // offset of the header in bytes
	delimiter    rune
	preamble     []byte // the line that tells Excel the delimiter; nil if there is none or if the line is wrong
	singleQuotes bool   // the cells are in single quotes
	spacedQuotes bool   // there are spaces between delimiters and quotes
	aside        []Aside
}

// findLayout finds the layout of a text from its first bytes. crOnly says that the lines end in CR alone. The error is
// a *FormatError if o.HeaderRow does not name a row, or if refuseMisread refuses the header.
func findLayout(text []byte, crOnly bool, o *Options) (l layout, err error) {
	rows := topRows(text, crOnly, true)
	sepDelimiter := rune(0)
	if len(rows) > 0 {
		if sep, ok := sepLine(rows[0].text); ok {
			row := rows[0]
			rows = rows[1:]
			if len(rows) > 0 && !bytes.ContainsRune(rows[0].text, sep) && hasDelimiter(rows[0].text) {
				l.aside = append(l.aside, Aside{row.line, SepLine})
			} else {
				sepDelimiter, l.preamble = sep, bytes.Clone(text[row.start:nextLine(text, row.end)])
			}
		}
	}
	if len(rows) > 0 && bytes.HasPrefix(bytes.TrimLeft(rows[0].text, `"`), []byte("#TYPE ")) {
		l.aside = append(l.aside, Aside{rows[0].line, TypeLine})
		rows = rows[1:]
	}
	delimiter := func(line []byte) rune {
		switch {
		case o.Delimiter != 0:
			return o.Delimiter
		case sepDelimiter != 0:
			return sepDelimiter
		}
		return findDelimiter(line)
	}
	header, err := l.chooseHeader(rows, text, crOnly, o, delimiter)
	if err != nil || header == nil {
		l.header, l.delimiter = len(text), delimiter(nil)
		return l, err
	}
	for _, row := range rows {
		if row.start < header.start {
			l.aside = append(l.aside, Aside{row.line, AboveHeader})
		}
	}
	l.header, l.delimiter = header.start, delimiter(header.text)
	l.singleQuotes = singleQuoted(header.text, l.delimiter)
	l.spacedQuotes = spacedQuotes(text[header.start:], l.delimiter)
	return l, o.refuseMisread(header, l.delimiter)
}

// chooseHeader returns the row of the header, or nil if the text has no rows. The error is that of rowAtLine.
func (l *layout) chooseHeader(
	rows []topRow, text []byte, crOnly bool, o *Options, delimiter func([]byte) rune,
) (*topRow, error) {
	if o.HeaderRow > 0 {
		return rowAtLine(topRows(text, crOnly, false), o.HeaderRow)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	find := func(rows []topRow) int {
		return findHeader(len(rows), o.Recognize, func(i int) []string {
			return splitLine(rows[i].text, delimiter(rows[i].text))
		})
	}
	if i := find(rows[:min(len(rows), headerCandidates)]); i > 0 {
		return &rows[i], nil
	} else if i < 0 {
		// An unpaired quote in a title hides the lines below the title.
		lines := topRows(text[rows[0].start:], crOnly, false)
		if i := find(lines[:min(len(lines), headerCandidates)]); i > 0 {
			found := lines[i]
			found.line += rows[0].line - 1
			found.start, found.end = found.start+rows[0].start, found.end+rows[0].start
			return &found, nil
		}
	}
	return &rows[0], nil
}

// rowAtLine returns the row that starts at the line that --header-row gives. The error is a *FormatError if no row
// starts there.
func rowAtLine(rows []topRow, line int) (*topRow, error) {
	for i := range rows {
		if rows[i].line == line {
			return &rows[i], nil
		}
	}
	return nil, noHeaderRowError(line)
}

// hasDelimiter reports whether a line holds one of the usual delimiters.
func hasDelimiter(line []byte) bool { return bytes.ContainsAny(line, ",;\t|") }

// singleQuoted reports whether every cell of a header is in single quotes.
func singleQuoted(line []byte, delimiter rune) bool {
	cells := bytes.Split(bytes.TrimSpace(line), []byte(string(delimiter)))
	for _, cell := range cells {
		if n := len(cell); n < 2 || cell[0] != '\'' || cell[n-1] != '\'' {
			return false
		}
	}
	return true
}

// spacedQuotes reports whether text has a quote after a delimiter and spaces.
func spacedQuotes(text []byte, delimiter rune) bool {
	if delimiter == '\t' || delimiter == ' ' {
		return false
	}
	for rest := text; ; {
		at := bytes.Index(rest, []byte(string(delimiter)+" "))
		if at < 0 {
			return false
		}
		rest = bytes.TrimLeft(rest[at+utf8.RuneLen(delimiter):], " ")
		if len(rest) > 0 && rest[0] == '"' {
			return true
		}
	}
}
