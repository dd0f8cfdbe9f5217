package preflight

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// tellError writes why a file cannot be read as a list: the facts for the user, without the wording.
func tellError(t *testing.T, b *strings.Builder, err error) {
	t.Helper()
	var format *sheet.FormatError
	var header *columns.HeaderError
	var held *columns.HeldError
	switch {
	case errors.As(err, &format):
		fmt.Fprintf(b, "refused: %s, line %d\n", format.Code, format.Line)
		if format.Reason == "" || format.Remedy == "" {
			t.Errorf("reason %q, remedy %q", format.Reason, format.Remedy)
		}
	case errors.As(err, &held):
		for _, h := range held.Columns {
			fmt.Fprintf(b, "held back: %s, %d of %d rows from line %d, %q\n", h.Column, h.Rows, h.Total, h.Line, h.Value)
		}
		for _, hint := range held.Hints() {
			fmt.Fprintf(b, "hint: %s\n", hint)
		}
	case errors.As(err, &header):
		tellHeader(b, header)
		if len(header.Hints()) == 0 {
			t.Errorf("no hint with %v", err)
		}
	default:
		t.Fatal(err)
	}
}

func tellHeader(b *strings.Builder, e *columns.HeaderError) {
	fmt.Fprintf(b, "header refused: %s, line %d\n", joined(e.Codes()), e.Line)
	for _, u := range e.Ambiguous {
		fmt.Fprintf(b, "%s could be %s\n", u.Column, strings.Join(u.Could, ", "))
	}
	for _, field := range slices.Sorted(maps.Keys(e.Twice)) {
		fmt.Fprintf(b, "%s is in %s\n", field, strings.Join(e.Twice[field], ", "))
	}
	if e.Headless || e.Results {
		return
	}
	for _, field := range e.Missing {
		fmt.Fprintf(b, "no %s\n", field)
	}
	for _, field := range slices.Sorted(maps.Keys(e.Suggestion)) {
		fmt.Fprintf(b, "%s may be %s\n", e.Suggestion[field], field)
	}
}

// tellList writes what the pre-flight found. The passwords in the list belong to nobody.
func tellList(b *strings.Builder, l *List) {
	tellForm(b, l)
	for _, m := range l.Mapped {
		fmt.Fprintf(b, "column %s is %s\n", m.Column, m.Field)
	}
	for _, u := range l.Unsure {
		fmt.Fprintf(b, "column %s could be %s\n", u.Column, strings.Join(u.Could, ", "))
	}
	for _, name := range l.Unknown {
		fmt.Fprintf(b, "column %s is not sent\n", name)
	}
	for _, row := range l.Rows {
		tellRow(b, row)
		for _, p := range row.Problems {
			b.WriteString("  " + strings.TrimPrefix(short(p), strconv.Itoa(row.Line)+" ") + "\n")
		}
	}
	for _, m := range l.Mends {
		fmt.Fprintf(b, "mended: %s %s in %d from line %d, %s\n", m.Column, m.What, m.Rows, m.Line, m.Example)
	}
}

// tellForm writes how the list was read.
func tellForm(b *strings.Builder, l *List) {
	h := l.Header
	if h.Workbook {
		fmt.Fprintf(b, "sheet %s of %s\n", h.Sheet, strings.Join(h.Sheets, ", "))
	} else {
		guessed := ""
		if l.Guessed {
			guessed = " (guessed)"
		}
		fmt.Fprintf(b, "%s%s, cells between %q, lines end in %q\n", h.Encoding, guessed, h.Delimiter, h.EOL)
	}
	if h.Line != 1 {
		fmt.Fprintf(b, "header in line %d\n", h.Line)
	}
	if l.From != "" {
		fmt.Fprintf(b, "a list of %s\n", l.From)
	}
	if l.LeftOut > 0 {
		fmt.Fprintf(b, "%d rows left out\n", l.LeftOut)
	}
	for _, row := range l.Aside {
		fmt.Fprintf(b, "line %d set aside: %s\n", row.Line, row.Why)
	}
	if l.Guessed {
		fmt.Fprintf(b, "%d names hang on the encoding: %s\n", l.Accented.Rows, strings.Join(l.Accented.Examples, ", "))
	}
}

// tellRow writes the values that would be sent, in the order of a phone's fields, without empty values at the end.
func tellRow(b *strings.Builder, row *Row) {
	state := "ready"
	switch {
	case !row.Readable:
		state = "unreadable"
	case row.Invalid:
		state = "invalid"
	}
	var cells []string
	for _, f := range apiclient.Fields() {
		quoted := strconv.Quote(row.Phone.Value(f)) // shows invisible characters
		cells = append(cells, quoted[1:len(quoted)-1])
	}
	b.WriteString(strings.TrimRight(fmt.Sprintf("%d %s %s", row.Line, state, strings.Join(cells, "|")), "| ") + "\n")
}

func joined(codes []apiclient.Code) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = string(c)
	}
	return strings.Join(words, ", ")
}
