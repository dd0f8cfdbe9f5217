package sheet

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// delimiters are those that are looked for, the likelier one first.
var delimiters = []rune{',', ';', '\t', '|'}

// ParseDelimiter reads the name of a delimiter: comma, semicolon, tab, pipe, or the character itself.
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
	if size == 0 || size < len(name) || !delimits(r) {
		return 0, fmt.Errorf("want comma, semicolon, tab, pipe, or one character")
	}
	return r, nil
}

// delimits says whether a character can separate cells.
func delimits(r rune) bool {
	return r != '"' && r != '\r' && r != '\n' && r != 0 && r != utf8.RuneError
}

// findDelimiter finds what separates the cells of a header: whatever of the usual ones is most frequent outside quotes.
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

// sepLine reads the line by which Excel is told of the delimiter, such as sep=; before the header. Programs put quotes
// around it, spaces into it and empty cells behind it.
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
	behind := bytes.Trim(sign[size:], "\" ,;|\t"+string(r))
	return r, delimits(r) && len(behind) == 0
}
