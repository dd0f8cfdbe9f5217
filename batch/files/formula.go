// Package files holds what all files have in common that a person opens.
package files

import (
	"regexp"
	"strings"
	"sync"
)

// What a spreadsheet takes for the beginning of a formula, the full-width signs among them, and what it takes for a number.
// A spreadsheet passes over spaces.
var (
	formula = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^'*[=+\-@＝＋－＠]`) })
	number  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`) })
)

// Defuse puts an apostrophe before what a spreadsheet would run as a formula: a cell, or a part of it behind a semicolon or
// a tab, where a spreadsheet that goes by these begins a new one. Plain numbers stay as they are: a defused -5.00 would be
// text.
func Defuse(cell string) string { return each(cell, defused) }

// Armed undoes Defuse.
func Armed(cell string) string { return each(cell, armed) }

// each changes the parts of a cell that a spreadsheet may take for cells.
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

// runs says whether a spreadsheet would run a part, once an apostrophe before it is gone.
func runs(part string) bool {
	if part == "" || part[0] >= '0' && part[0] <= '9' || part[0] >= 'A' && part[0] <= 'z' {
		return false // nearly all cells
	}
	return begins(part[len(indent(part)):])
}

func begins(text string) bool { return formula().MatchString(text) && !number().MatchString(text) }

// indent is what a part begins with that a spreadsheet passes over: spaces, and quotes that it takes for its own.
func indent(part string) string {
	return part[:len(part)-len(strings.TrimLeft(part, "\" \u00a0\u3000"))]
}
