package sheet

import "bytes"

// A topRow is one of the first records or lines of a text.
type topRow struct {
	line       int
	start, end int // offsets in the text, without the line end
	text       []byte
}

// topRows splits the start of a text into rows that are not blank. If records is set, a row is a record, whose quoted
// cells may hold line ends; otherwise a row is a line. crOnly says that the lines end in CR alone.
func topRows(text []byte, crOnly, records bool) (rows []topRow) {
	for pos, line := 0, 1; pos < len(text); {
		end := pos + lineLength(text[pos:], records)
		if row := text[pos:end]; !blankRow(row) {
			rows = append(rows, topRow{line, pos, end, row})
		}
		if len(rows) > headerCandidates+2 && records {
			return rows
		}
		next := nextLine(text, end)
		line += lineEnds(text[pos:next], crOnly)
		pos = next
	}
	return rows
}

// lineLength returns the length of the first line without its line end. If records is set, line ends inside quotes do
// not count.
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

// nextLine returns the offset of the next line, where end is the offset of a line end.
func nextLine(text []byte, end int) int {
	switch {
	case bytes.HasPrefix(text[end:], []byte("\r\n")):
		return end + 2
	case end < len(text):
		return end + 1
	}
	return end
}

// blankRow reports whether a line holds only usual delimiters, quotes and white space.
func blankRow(line []byte) bool { return len(bytes.Trim(line, ",;|\t \"")) == 0 }
