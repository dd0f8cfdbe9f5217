package report

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"phonebatch/batch/preflight"
)

// TableRows is how many problems are shown one by one, in a table. More are shown by kind.
const TableRows = 50

// Problems writes the problems of a list: a table, errors first, by line, then warnings; or where there are many, their
// kinds. Nothing is written for a list without any.
func Problems(w io.Writer, l *preflight.List) error {
	if l.NErrors+l.NWarned > TableRows {
		return groups(w, l)
	}
	return ProblemTable(w, append(append([]preflight.Problem{}, l.Errors...), l.Warnings...))
}

// groups writes the kinds of problems.
func groups(w io.Writer, l *preflight.List) error {
	var b strings.Builder
	for _, g := range l.Groups() {
		fmt.Fprintf(&b, "%s %s: %s, first at line %d%s\n", g.Severity, g.Code, plural(g.Rows, "row"), g.Lines[0], further(g))
		if g.Column == "" {
			fmt.Fprintf(&b, "    %s\n", Plain(g.Message))
		} else {
			fmt.Fprintf(&b, "    %s %q: %s\n", short(g.Column, 40), short(g.Value, 40), Plain(g.Message))
		}
		fmt.Fprintf(&b, "    → %s\n", Plain(g.Hint))
	}
	b.WriteString("each of them: check --json\n")
	_, err := io.WriteString(w, b.String())
	return err
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

// ProblemTable writes the first TableRows of some problems as a table.
func ProblemTable(w io.Writer, problems []preflight.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "LINE\tCOLUMN\tVALUE\t\tCODE\tPROBLEM")
	hinted := make(map[string]bool) // a hint is given once, with the first problem that it is for
	for _, p := range problems[:min(len(problems), TableRows)] {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\n", p.Line, short(p.Column, 24), short(p.Value, 24), p.Severity, p.Code, Plain(p.Message))
		if hint := Plain(p.Hint); !hinted[hint] {
			hinted[hint] = true
			fmt.Fprintf(table, "\t\t\t\t\t→ %s\n", hint)
		}
	}
	return table.Flush()
}

// short makes foreign text plain and keeps it within a column of a table.
func short(text string, width int) string {
	text = Plain(text)
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:width-1]) + "…"
}
