package report

import (
	"fmt"
	"io"
	"strings"

	"phonebatch/batch/codes"
	"phonebatch/batch/preflight"
)

// TableRows is how many problems are shown one by one, in a table. More are shown by kind.
const TableRows = 80

// Problems writes the problems of a list: a table, errors first, by line, then warnings; or where there are many, their
// kinds. Nothing is written for a list without any. It fits the terminal that w is; a file gets lines of any width.
func Problems(w io.Writer, l *preflight.List) error {
	if l.NErrors+l.NWarned > TableRows {
		_, err := io.WriteString(w, groups(LookOf(w), l))
		return err
	}
	return ProblemTable(w, append(append([]preflight.Problem{}, l.Errors...), l.Warnings...))
}

// ProblemTable writes the first TableRows of some problems as a table.
func ProblemTable(w io.Writer, problems []preflight.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	_, err := io.WriteString(w, problemTable(LookOf(w), problems[:min(len(problems), TableRows)]))
	return err
}

// groups are the kinds of problems.
func groups(look Look, l *preflight.List) string {
	const indent = "    "
	var b strings.Builder
	for _, g := range l.Groups() {
		fmt.Fprintf(&b, "%s %s: %s, first at line %d%s\n", look.severity(g.Severity), g.Code, plural(g.Rows, "row"), g.Lines[0], further(g))
		if g.Column == "" {
			fmt.Fprintf(&b, indent+"%s\n", Plain(g.Message))
		} else {
			fmt.Fprintf(&b, indent+"%s %q: %s\n", short(g.Column, 40), short(g.Value, 40), Plain(g.Message))
		}
		fmt.Fprintf(&b, indent+"→ %s\n", Plain(g.Hint))
	}
	b.WriteString("each of them: check --json\n")
	return Wrap(b.String(), look.Width, hang)
}

// further names the lines after the first.
func further(g preflight.Group) (text string) {
	for _, line := range g.Lines[1:] {
		text += fmt.Sprintf(", %d", line)
	}
	if g.Rows > len(g.Lines) {
		text += ", …"
	}
	return text
}

// severity is the word for a severity, in its colour.
func (l Look) severity(s codes.Severity) string {
	colour := yellow
	if s == codes.Error {
		colour = red
	}
	return l.paint(colour, s.String())
}
