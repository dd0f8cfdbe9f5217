package report

import (
	"fmt"
	"io"
	"strings"

	"phonebatch/batch/preflight"
)

// Mends writes what pre-flight changed, filled and set aside. If w is a terminal, the lines fit its width. The error
// is that of w.
func Mends(w io.Writer, l *preflight.List) error {
	var b strings.Builder
	b.WriteString(reading(l))
	for _, m := range l.Mends {
		fmt.Fprintf(&b, "%s: %s in %s", Plain(m.Column), m.What, plural(m.Rows, "row"))
		if m.Example != "" {
			fmt.Fprintf(&b, ", first at line %d: %s", m.Line, Plain(m.Example))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, Wrap(b.String(), LookOf(w).Width, hang))
	return err
}

// reading says how the list was read, wherever the user may have expected something else.
func reading(l *preflight.List) (text string) {
	h := &l.Header
	if len(h.Sheets) > 1 {
		text += fmt.Sprintf("read sheet %s of %s; --sheet names another\n", Plain(h.Sheet), short(strings.Join(h.Sheets, ", "), 200))
	}
	text += setAside(l.Aside)
	if l.From != "" {
		text += "known by its columns as a list of " + l.From + "\n"
	}
	if l.LeftOut > 0 {
		text += plural(l.LeftOut, "row") + " left out by --where\n"
	}
	for _, m := range l.Mapped {
		text += fmt.Sprintf("column %q taken as %s\n", short(m.Column, 40), m.Field)
	}
	for _, u := range l.Unsure {
		text += fmt.Sprintf("column %q could mean %s, and is ignored; choose one with --map\n", short(u.Column, 40), strings.Join(u.Open, " or "))
	}
	if n := l.Nameless; n.Rows > 0 {
		text += fmt.Sprintf("values in a column without a name in %s, first at line %d: ignored; check whether cells have moved\n", plural(n.Rows, "row"), n.Line)
	}
	if !l.Guessed {
		return text
	}
	text += fmt.Sprintf("it is not UTF-8, and was read as %s", h.Encoding)
	if n := l.Accented.Rows; n > 0 {
		text += fmt.Sprintf("; look at these names, of %s: %s", plural(n, "row"), short(quotedList(l.Accented.Examples), 200))
	}
	return text + "; --encoding sets another encoding\n"
}
