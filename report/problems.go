package report

import (
	"fmt"
	"io"
	"text/tabwriter"
	"unicode/utf8"

	"phonebatch/batch/preflight"
)

// TableRows is how many problems a table shows before it says how many more there are.
const TableRows = 50

// Problems writes the problems of a list as a table: errors first, by line, then warnings. Nothing is written for a
// list without any.
func Problems(w io.Writer, l *preflight.List) error {
	shown := append(append([]preflight.Problem{}, l.Errors...), l.Warnings...)
	shown = shown[:min(len(shown), TableRows)]
	if err := ProblemTable(w, shown); err != nil {
		return err
	}
	if more := l.NErrors + l.NWarned - len(shown); more > 0 && len(shown) > 0 {
		_, err := fmt.Fprintf(w, "and %d more (--json lists them); of all: %s\n", more, counted(l))
		return err
	}
	return nil
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

// counted counts problems by code.
func counted(l *preflight.List) string {
	text := ""
	for _, code := range byCount(l.Counts) {
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%s %d", code, l.Counts[code])
	}
	return text
}

// short makes foreign text plain and keeps it within a column of a table.
func short(text string, width int) string {
	text = Plain(text)
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:width-1]) + "…"
}
