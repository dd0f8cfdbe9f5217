package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// splitLine splits a line into cells and removes double and single quotes. Where the quotes are broken, the cells are a
// best guess. If the line cannot be split, the result is nil.
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

func blankCell(cell string) bool { return strings.TrimSpace(cell) == "" }

// trimBlankEnd removes the blank cells at the end.
func trimBlankEnd(cells []string) []string {
	for len(cells) > 0 && blankCell(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}
