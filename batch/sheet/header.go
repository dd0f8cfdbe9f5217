package sheet

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/batch/codes"
)

// A Header is the first record of a list, with the facts about how the list is written.
type Header struct {
	Line      int
	Names     []string // as written, without surrounding spaces
	Raw       []byte   // like Record.Raw
	EOL       string   // line end after the header
	Encoding  Encoding // encoding of a text. It is certain only at the end of the list: see Reader.Encoding
	Delimiter rune     // between cells in Raw
	Quote     rune     // around cells in Raw: a double or a single quote
	Preamble  []byte   // the line that tells Excel the delimiter, with its line end; nil if there is none
	Workbook  bool
	Sheet     string   // name of the sheet in a workbook
	Sheets    []string // names of all visible sheets of the workbook
}

// fitCells fits cells to the columns of the header. It removes blank cells at the end, and adds blank cells for columns
// that have no name or are optional; spreadsheets leave both behind. rec receives Surplus and Short. If the cells do
// not fit, fitCells returns a *RecordError.
func (h *Header) fitCells(rec *Record, cells []string, optional func(column int) bool) ([]string, *RecordError) {
	want, have := len(h.Names), len(cells)
	for have > want && blankCell(cells[have-1]) {
		have--
	}
	rec.Surplus = len(cells) - have
	cells = cells[:have]
	missing := have
	for missing < want && (h.Names[missing] == "" || optional != nil && optional(missing)) {
		missing++
	}
	for missing == want && have < want {
		rec.Short = rec.Short || h.Names[have] != ""
		cells, have = append(cells, ""), have+1
	}
	e := &RecordError{Record: *rec}
	switch {
	case have < want:
		e.Code, e.Column = codes.MissingCells, h.Names[have]
		e.Reason = fmt.Sprintf("the row has %d of the header's %d cells: it ends before column %q", have, want, e.Column)
	case have > want:
		e.Code = codes.ExtraCells
		e.Reason = fmt.Sprintf("the row has %d cells, %d more than the header", have, have-want)
	default:
		return cells, nil
	}
	e.Remedy = codes.RemedyFor(e.Code, codes.AroundDelimiter, h.delimiterName())
	return nil, e
}

// tooLong returns a *RecordError if a cell is longer than a spreadsheet cell can be, and nil otherwise.
func (h *Header) tooLong(rec Record, cells []string) *RecordError {
	for i, cell := range cells {
		if len(cell) > maxCell {
			return &RecordError{
				Record: rec,
				Code:   codes.CellTooLong,
				Column: h.Names[min(i, len(h.Names)-1)],
				Reason: fmt.Sprintf("a cell has %d bytes: is a quote missing before or after the cell?", len(cell)),
				Remedy: codes.RemedyFor(codes.CellTooLong, codes.LongestCell, maxCell),
			}
		}
	}
	return nil
}

// delimiterName returns the delimiter with its article for a message.
func (h *Header) delimiterName() string {
	switch h.Delimiter {
	case ',':
		return "a comma"
	case ';':
		return "a semicolon"
	case '\t':
		return "a tab"
	}
	return fmt.Sprintf("a %q", h.Delimiter)
}

// blank reports whether a record holds only delimiters, quotes and white space. Spreadsheets leave such rows behind.
func (h *Header) blank(raw []byte) bool {
	for _, b := range raw {
		if b != byte(h.Delimiter) && b != ' ' && b != '\t' && b != byte(h.Quote) && b != '\r' && b != '\n' {
			return false
		}
	}
	return true
}

// Enough is the highest number of filled cells that a reader counts. A row with this many filled cells is neither a
// title nor a footer, even if one cell is in the problem column that phonebatch adds.
const Enough = 5

// filledCells counts the cells of a record that are not blank, up to Enough.
func filledCells(raw []byte, h *Header) (n int) {
	quoted, filled := false, false
	for i := 0; i < len(raw) && n < Enough; i++ {
		switch b := raw[i]; {
		case rune(b) == h.Quote:
			quoted = !quoted
		case !quoted && startsWith(raw[i:], h.Delimiter):
			filled = false
		case !filled && b != ' ' && b != '\t' && b != '\r' && b != '\n':
			filled = true
			n++
		}
	}
	return n
}

// startsWith reports whether text, which is not empty, starts with r.
func startsWith(text []byte, r rune) bool {
	if r < 0x80 {
		return rune(text[0]) == r
	}
	sign := string(r)
	return len(text) >= len(sign) && string(text[:len(sign)]) == sign
}

// Widened returns the text of a record with the given number of blank cells appended. Record.Surplus gives the number.
func (h *Header) Widened(raw []byte, cells int) []byte {
	return append(slices.Clip(raw), strings.Repeat(string(h.Delimiter), cells)...)
}

// Split splits the text of a record into cells and removes the quotes. Where the quotes are broken, the cells are a
// best guess. If the text cannot be split, the result is nil.
func (h *Header) Split(raw []byte) []string {
	return splitLine(raw, h.Delimiter)
}
