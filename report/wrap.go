package report

import (
	"strings"

	"github.com/rivo/uniseg"
)

const (
	gap  = 2 // columns between two columns of a table
	hang = 2 // columns by which the second and later lines of a broken line are indented more than the first
)

// Wrap breaks the lines of a text between words, so that no line has more than width columns. The second and later
// parts of a broken line are indented by hang columns more than the first part. A word that is wider than a line is
// broken where its script allows a break, or else between two characters. If width is 0, the text stays as it is.
func Wrap(text string, width, hang int) string {
	if width <= 0 {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		body, end := strings.CutSuffix(line, "\n")
		b.WriteString(wrapLine(body, width, hang))
		if end {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// wrapLine breaks one line, which has no line end.
func wrapLine(line string, width, hang int) string {
	if visible(line) <= width {
		return strings.TrimRight(line, " ")
	}
	words := strings.TrimLeft(line, " ")
	indent := len(line) - len(words)
	return strings.Join(broken(words, width, min(indent, width/2), min(indent+hang, width/2)), "\n")
}

// broken breaks words into lines. The first line is indented by first columns, the other lines by then columns.
func broken(words string, width, first, then int) (lines []string) {
	at, line, free := first, "", true // free: the line has only its indentation
	begin := func(indent int) { at, line, free = indent, strings.Repeat(" ", indent), true }
	begin(first)
	for _, word := range unbroken(words, width/2) {
		wide := visible(word)
		if !free && at+1+wide > width {
			lines = append(lines, strings.TrimRight(line, " "))
			begin(then)
		}
		if !free {
			line, at = line+" ", at+1
		}
		for free && word != "" && at+wide > width {
			head, tail := splitWord(word, width-at)
			lines = append(lines, line+head)
			begin(then)
			word, wide = tail, visible(tail)
		}
		line, at = line+word, at+wide
		free = free && word == ""
	}
	return append(lines, strings.TrimRight(line, " "))
}

// unbroken splits a text into the parts that should stay on one line: words, and quoted texts of at most most columns.
func unbroken(text string, most int) (parts []string) {
	words := strings.Split(text, " ")
	for i := 0; i < len(words); i++ {
		part, end := words[i], i
		for strings.Count(part, `"`)%2 == 1 && end+1 < len(words) && visible(part) <= most {
			end++
			part += " " + words[end]
		}
		if end == i || visible(part) > most || strings.Count(part, `"`)%2 == 1 {
			part, end = words[i], i
		}
		parts, i = append(parts, part), end
	}
	return parts
}

// splitWord splits a word so that the head fits into columns. The head ends at the last place where a line may end
// (UAX #14), or else after the last character that fits. The head has at least one character.
func splitWord(word string, columns int) (head, tail string) {
	state, used, cut, character := -1, 0, 0, 0
	for rest := word; rest != ""; {
		var cluster string
		var boundaries int
		cluster, rest, boundaries, state = uniseg.StepString(rest, state)
		used += boundaries >> uniseg.ShiftWidth
		if used > columns && character > 0 {
			break
		}
		character = len(word) - len(rest)
		if boundaries&uniseg.MaskLine == uniseg.LineCanBreak && cluster != "" {
			cut = character
		}
	}
	if cut == 0 {
		cut = character
	}
	return word[:cut], word[cut:]
}

// visible returns the number of columns that a text takes on a terminal. Wide characters take two columns, colours
// none.
func visible(text string) int {
	if printable(text) {
		return len(text)
	}
	return uniseg.StringWidth(colourless(text))
}

// colourless returns a text without its colour escapes.
func colourless(text string) string {
	for {
		before, after, found := strings.Cut(text, "\x1b[")
		_, rest, ended := strings.Cut(after, "m")
		if !found || !ended {
			return text
		}
		text = before + rest
	}
}

// pad adds spaces to a text up to a number of columns.
func pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(columns-visible(text), 0))
}

// fit cuts a text that is wider than columns, between two characters. The last column then holds an ellipsis.
func fit(text string, columns int) string {
	if visible(text) <= columns {
		return text
	}
	used, state := 0, -1
	for rest := text; rest != ""; {
		var boundaries int
		end := len(text) - len(rest)
		_, rest, boundaries, state = uniseg.StepString(rest, state)
		if used += boundaries >> uniseg.ShiftWidth; used > columns-1 {
			return text[:end] + "…"
		}
	}
	return text
}

// short makes foreign text plain and cuts it to a number of columns.
func short(text string, columns int) string { return fit(Plain(text), columns) }
