package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"phonebatch/batch"
	"phonebatch/batch/object"
)

// Compared writes how a list and a dialer differ: a table with a line for each difference, TableRows lines at most, and
// then the counts. If w is a terminal that is too narrow for the table, it writes a sentence for each difference. The
// error is that of w.
func Compared(w io.Writer, c *batch.Comparison) error {
	lines := differenceLines(c)
	more := max(0, len(lines)-TableRows)
	text := differenceTable(LookOf(w), lines[:len(lines)-more])
	if more > 0 {
		text += fmt.Sprintf("and %d more: compare --json\n", more)
	}
	text += fmt.Sprintf("%d the same, %d only in the list, %d only on the dialer, %d different", c.Same, len(c.OnlyList), len(c.OnlyDialer), len(c.Differ))
	if c.LeftOut > 0 {
		text += fmt.Sprintf("; rows with errors, not compared: %d", c.LeftOut)
	}
	_, err := io.WriteString(w, Wrap(text+"\n", LookOf(w).Width, hang))
	return err
}

// A differenceLine is one line of the table. Its texts are safe for a terminal.
type differenceLine struct {
	line              string // of the list; "" for a phone that is only on the dialer
	server, extension string
	what              string // the column that differs, or one of the texts below
	listed, shown     string
}

const (
	onlyInList   = "only in the list"
	onlyOnDialer = "only on the dialer"
)

// differenceLines returns a line for each phone on one side alone, and for each column that differs.
func differenceLines(c *batch.Comparison) (lines []differenceLine) {
	of := func(o *object.Object, what, listed, shown string) {
		lines = append(lines, differenceLine{
			strconv.Itoa(o.Line), short(o.Shown, maxCell), short(o.Name, maxCell), what, short(listed, maxCell), short(shown, maxCell),
		})
	}
	for _, o := range c.OnlyList {
		of(o, onlyInList, "", "")
	}
	for i := range c.OnlyDialer {
		p := &c.OnlyDialer[i]
		lines = append(lines, differenceLine{
			server: short(p.ServerIP, maxCell), extension: short(p.Extension, maxCell), what: onlyOnDialer, shown: short(p.PhoneFullName, maxCell),
		})
	}
	for _, d := range c.Differ {
		for _, column := range d.Columns {
			of(d.Object, column.Column, column.Listed, column.Shown)
		}
	}
	return lines
}

// differenceTable returns lines as a table, or as sentences if the table is wider than the terminal.
func differenceTable(look Look, lines []differenceLine) string {
	if len(lines) == 0 {
		return ""
	}
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, gap, ' ', 0)
	fmt.Fprintln(t, "LINE\tSERVER\tEXTENSION\tDIFFERENCE\tLIST\tDIALER")
	for _, l := range lines {
		fmt.Fprintln(t, strings.Join([]string{l.line, l.server, l.extension, l.what, l.listed, l.shown}, "\t"))
	}
	_ = t.Flush() // a Builder takes everything
	var table strings.Builder
	for line := range strings.Lines(b.String()) {
		table.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	if look.Width == 0 || widest(table.String()) <= look.Width {
		return table.String()
	}
	b.Reset()
	for _, l := range lines {
		b.WriteString(l.sentence() + "\n")
	}
	return b.String()
}

// sentence returns the line as a sentence.
func (l *differenceLine) sentence() string {
	text := fmt.Sprintf("extension %s on %s", l.extension, l.server)
	if l.line != "" {
		text = "line " + l.line + ": " + text
	}
	switch l.what {
	case onlyInList:
		return text + " is " + l.what
	case onlyOnDialer:
		return strings.TrimSuffix(text+" is "+l.what+": "+l.shown, ": ")
	}
	return fmt.Sprintf(`%s differs: %s "%s" in the list, "%s" on the dialer`, text, l.what, l.listed, l.shown)
}
