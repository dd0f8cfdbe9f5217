package sheet

import (
	"slices"
	"strings"
)

// Enough is how far filled cells are counted: a row that has so many is no title and no footer, even if one of them is what
// we have put behind it ourselves.
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

func startsWith(text []byte, r rune) bool {
	if r < 0x80 {
		return rune(text[0]) == r
	}
	sign := string(r)
	return len(text) >= len(sign) && string(text[:len(sign)]) == sign
}

// Widened is the text of a record with so many blank cells more behind it: those that Record.Surplus counts.
func (h *Header) Widened(raw []byte, cells int) []byte {
	return append(slices.Clip(raw), strings.Repeat(string(h.Delimiter), cells)...)
}

// Split takes the text of a record apart as far as it can be.
func (h *Header) Split(raw []byte) []string {
	return splitLine(raw, h.Delimiter)
}
