package sheet

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// delimiters are the delimiters that findDelimiter looks for. The first one wins a tie.
var delimiters = []rune{',', ';', '\t', '|'}

// ParseDelimiter reads a delimiter from its name (comma, semicolon, tab, \t, pipe) or from the character itself.
func ParseDelimiter(name string) (rune, error) {
	switch name {
	case "comma":
		return ',', nil
	case "semicolon":
		return ';', nil
	case "tab", `\t`:
		return '\t', nil
	case "pipe":
		return '|', nil
	}
	r, size := utf8.DecodeRuneInString(name)
	if size == 0 || size < len(name) || !validDelimiter(r) {
		return 0, fmt.Errorf("want comma, semicolon, tab, pipe, or one character")
	}
	return r, nil
}

// validDelimiter reports whether r can separate cells.
func validDelimiter(r rune) bool {
	return r != '"' && r != '\r' && r != '\n' && r != 0 && r != utf8.RuneError
}

// findDelimiter returns the delimiter that is most frequent outside the quotes of a header: one of delimiters, a comma
// if the header has none.
func findDelimiter(header []byte) rune {
	counts := make(map[rune]int)
	quoted := false
	for _, r := range string(header) {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[r]++
		}
	}
	best := delimiters[0]
	for _, d := range delimiters {
		if counts[d] > counts[best] {
			best = d
		}
	}
	return best
}

// sepLine reads the line above the header that tells Excel the delimiter, such as "sep=;". Some programs put quotes
// around the line, spaces into it, or empty cells after it.
func sepLine(line []byte) (rune, bool) {
	line = bytes.TrimLeft(line, `" `)
	if len(line) < 5 || !bytes.EqualFold(line[:3], []byte("sep")) {
		return 0, false
	}
	if line = bytes.TrimLeft(line[3:], " "); len(line) < 2 || line[0] != '=' {
		return 0, false
	}
	sign := line[1:]
	if trimmed := bytes.TrimLeft(sign, " "); len(trimmed) > 0 {
		sign = trimmed
	}
	r, size := utf8.DecodeRune(sign)
	rest := bytes.Trim(sign[size:], "\" ,;|\t"+string(r))
	return r, validDelimiter(r) && len(rest) == 0
}
