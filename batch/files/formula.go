package files

import (
	"regexp"
	"strings"
	"sync"
)

// formula matches a text that a spreadsheet takes for the beginning of a formula, full-width signs included. number
// matches a text that a spreadsheet takes for a number. A spreadsheet skips spaces before both.
var (
	formula = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^'*[=+\-@＝＋－＠]`) })
	number  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`) })
)

// Defuse puts an apostrophe before each part of a cell that a spreadsheet would run as a formula. The parts end at
// semicolons and tabs, because a spreadsheet that uses these as separators begins a new cell there. Plain numbers stay
// as they are: with an apostrophe, -5.00 would become a text.
func Defuse(cell string) string { return each(cell, defused) }

// Armed undoes Defuse: Armed(Defuse(cell)) == cell for every cell.
func Armed(cell string) string { return each(cell, armed) }

// each applies change to the parts of a cell between semicolons and tabs, and returns the new cell.
func each(cell string, change func(part string) string) string {
	if !strings.ContainsAny(cell, ";\t") {
		return change(cell)
	}
	var b strings.Builder
	for cell != "" {
		end := strings.IndexAny(cell, ";\t") + 1
		if end == 0 {
			end = len(cell) + 1
		}
		part := cell[:end-1]
		b.WriteString(change(part))
		b.WriteString(cell[len(part):min(end, len(cell))])
		cell = cell[min(end, len(cell)):]
	}
	return b.String()
}

func defused(part string) string {
	if runs(part) {
		return indent(part) + "'" + part[len(indent(part)):]
	}
	return part
}

func armed(part string) string {
	space := indent(part)
	if bare, found := strings.CutPrefix(part[len(space):], "'"); found && begins(bare) {
		return space + bare
	}
	return part
}

// runs reports whether a spreadsheet would run the part, or would run it after the apostrophes before it are removed.
func runs(part string) bool {
	if part == "" || part[0] >= '0' && part[0] <= '9' || part[0] >= 'A' && part[0] <= 'z' {
		return false // a shortcut for nearly all cells
	}
	return begins(part[len(indent(part)):])
}

// begins reports whether the text begins a formula and is not a number.
func begins(text string) bool { return formula().MatchString(text) && !number().MatchString(text) }

// indent returns the beginning of a part that a spreadsheet skips: spaces, and quotes that it takes for its own.
func indent(part string) string {
	return part[:len(part)-len(strings.TrimLeft(part, "\" \u00a0\u3000"))]
}
