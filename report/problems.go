package report

import (
	"fmt"
	"io"
	"strings"

	"phonebatch/batch/preflight"
)

// TableRows is the greatest number of problems in a table. If there are more problems, they are shown by kind.
const TableRows = 80

// Problems writes the problems of a list: first the errors, then the warnings, each by line. If there are more than
// TableRows problems, Problems writes the kinds of problems. For a list without problems it writes nothing. If w is a
// terminal, the lines fit its width. The error is that of w.
func Problems(w io.Writer, l *preflight.List) error {
	if l.NErrors+l.NWarned > TableRows {
		_, err := io.WriteString(w, groups(LookOf(w), l))
		return err
	}
	return ProblemTable(w, append(append([]preflight.Problem{}, l.Errors...), l.Warnings...))
}

// ProblemTable writes the first TableRows problems as a table. The error is that of w.
func ProblemTable(w io.Writer, problems []preflight.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	_, err := io.WriteString(w, problemTable(LookOf(w), problems[:min(len(problems), TableRows)]))
	return err
}

// groups returns the kinds of problems of a list as text.
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
	b.WriteString("for each problem: check --json\n")
	return Wrap(b.String(), look.Width, hang)
}

// further lists the lines of a group after the first line.
func further(g preflight.Group) (text string) {
	for _, line := range g.Lines[1:] {
		text += fmt.Sprintf(", %d", line)
	}
	if g.Rows > len(g.Lines) {
		text += ", …"
	}
	return text
}
