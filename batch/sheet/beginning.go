package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
	"unicode/utf8"
)

// mostAbove is among how many of the first records the header is looked for.
const mostAbove = 10

// A topRow is one of the first records of a text.
type topRow struct {
	line       int
	start, end int // in the text, without the line end
	text       []byte
}

// A beginning is how a text begins: where its header is, and how its cells are separated and quoted.
type beginning struct {
	header    int // where the header starts, in bytes
	delimiter rune
	preamble  []byte // the line that tells Excel of the delimiter; nil where there is none, or it is wrong
	single    bool   // cells stand in single quotes
	spaced    bool   // spaces stand between delimiters and quotes
	aside     []Aside
}

// findBeginning looks at the first bytes of a text. returns says that its lines end in CRs. Its errors are a *FormatError
// for a text whose header cannot be told from what stands around it.
func findBeginning(text []byte, returns bool, o *Options) (b beginning, err error) {
	rows := topRows(text, returns, true)
	told := rune(0)
	if len(rows) > 0 {
		if sep, ok := sepLine(rows[0].text); ok {
			row := rows[0]
			rows = rows[1:]
			if len(rows) > 0 && !bytes.ContainsRune(rows[0].text, sep) && splits(rows[0].text) {
				b.aside = append(b.aside, Aside{row.line, SepLine})
			} else {
				told, b.preamble = sep, bytes.Clone(text[row.start:nextLine(text, row.end)])
			}
		}
	}
	if len(rows) > 0 && bytes.HasPrefix(bytes.TrimLeft(rows[0].text, `"`), []byte("#TYPE ")) {
		b.aside = append(b.aside, Aside{rows[0].line, TypeLine})
		rows = rows[1:]
	}
	delimiter := func(line []byte) rune {
		switch {
		case o.Delimiter != 0:
			return o.Delimiter
		case told != 0:
			return told
		}
		return findDelimiter(line)
	}
	at, err := b.choose(rows, text, returns, o, delimiter)
	if err != nil || at == nil {
		b.header, b.delimiter = len(text), delimiter(nil)
		return b, err
	}
	for _, row := range rows {
		if row.start < at.start {
			b.aside = append(b.aside, Aside{row.line, AboveHeader})
		}
	}
	b.header, b.delimiter = at.start, delimiter(at.text)
	b.single = singleQuoted(at.text, b.delimiter)
	b.spaced = spacedQuotes(text[at.start:], b.delimiter)
	return b, o.misread(at, b.delimiter)
}

// choose gives the row of the header, nil where there is no row at all.
func (b *beginning) choose(rows []topRow, text []byte, returns bool, o *Options, delimiter func([]byte) rune) (*topRow, error) {
	if o.HeaderRow > 0 {
		return rowOfLine(topRows(text, returns, false), o.HeaderRow)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	named := func(rows []topRow) int {
		return findHeader(len(rows), o.Recognize, func(i int) []string { return splitLine(rows[i].text, delimiter(rows[i].text)) })
	}
	if i := named(rows[:min(len(rows), mostAbove)]); i > 0 {
		return &rows[i], nil
	} else if i < 0 {
		// An odd quote in a title hides the lines below it.
		lines := topRows(text[rows[0].start:], returns, false)
		if i := named(lines[:min(len(lines), mostAbove)]); i > 0 {
			found := lines[i]
			found.line += rows[0].line - 1
			found.start, found.end = found.start+rows[0].start, found.end+rows[0].start
			return &found, nil
		}
	}
	return &rows[0], nil
}

// rowOfLine is the row that starts at a line, which somebody has named.
func rowOfLine(rows []topRow, line int) (*topRow, error) {
	for i := range rows {
		if rows[i].line == line {
			return &rows[i], nil
		}
	}
	return nil, noHeaderRow(line)
}

func noHeaderRow(line int) error {
	return &FormatError{Code: "no_header_row", Line: line, Reason: "there is no header on the line that --header-row names", Remedy: "count the lines of the file, blank ones too, from 1; in a workbook name the row's number"}
}

// findHeader finds which of n rows names the columns: the first that names three, or two or more and nothing else. It is
// -1 where none does.
func findHeader(n int, recognize Recognizer, cells func(int) []string) int {
	for i := 0; recognize != nil && i < n; i++ {
		if namesColumns(recognize, cells(i)) {
			return i
		}
	}
	return -1
}

// namesColumns says whether a row is surely a header.
func namesColumns(recognize Recognizer, cells []string) bool {
	if recognize == nil {
		return false
	}
	named, all := recognize(cells)
	return named >= 3 || all && named == 2
}

// topRows takes the beginning of a text apart: as records, whose cells in quotes may have line ends in them, or as lines.
// Blank ones are left out.
func topRows(text []byte, returns, records bool) (rows []topRow) {
	for pos, line := 0, 1; pos < len(text); {
		end := pos + lineLength(text[pos:], records)
		if row := text[pos:end]; !blankRow(row) {
			rows = append(rows, topRow{line, pos, end, row})
		}
		if len(rows) > mostAbove+2 && records {
			return rows
		}
		next := nextLine(text, end)
		line += lineEnds(text[pos:next], returns)
		pos = next
	}
	return rows
}

// lineLength is how long the first line is, without its end; of records the end within quotes does not count.
func lineLength(text []byte, records bool) int {
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted && records
		case !quoted && (b == '\n' || b == '\r'):
			return i
		}
	}
	return len(text)
}

// nextLine is where the line after the one that ends at end begins.
func nextLine(text []byte, end int) int {
	switch {
	case bytes.HasPrefix(text[end:], []byte("\r\n")):
		return end + 2
	case end < len(text):
		return end + 1
	}
	return end
}

// splitLine takes a line apart as far as it can be, quotes of either kind taken away.
func splitLine(line []byte, delimiter rune) []string {
	r := csv.NewReader(bytes.NewReader(line))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = delimiter, true, delimiter != '\t' && delimiter != ' '
	cells, err := r.Read()
	if err != nil {
		return nil
	}
	for i, cell := range cells {
		cell = strings.TrimSpace(strings.Trim(cell, mark))
		if n := len(cell); n > 1 && cell[0] == '\'' && cell[n-1] == '\'' {
			cell = cell[1 : n-1]
		}
		cells[i] = strings.Trim(cell, `"`)
	}
	return cells
}

// splits says whether one of the usual delimiters stands in a line.
func splits(line []byte) bool { return bytes.ContainsAny(line, ",;\t|") }

// singleQuoted says whether every cell of a header stands in single quotes.
func singleQuoted(line []byte, delimiter rune) bool {
	cells := bytes.Split(bytes.TrimSpace(line), []byte(string(delimiter)))
	for _, cell := range cells {
		if n := len(cell); n < 2 || cell[0] != '\'' || cell[n-1] != '\'' {
			return false
		}
	}
	return true
}

// spacedQuotes says whether a quote stands behind a delimiter and spaces.
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
