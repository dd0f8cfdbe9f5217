package report

import (
	"fmt"
	"io"
	"strings"

	"phonebatch/batch"
)

// Compared writes how a list and a dialer differ: a line for each difference, TableRows lines at most, and then the
// counts. If w is a terminal, the lines fit its width. The error is that of w.
func Compared(w io.Writer, c *batch.Comparison) error {
	var lines []string
	for _, o := range c.OnlyList {
		lines = append(lines, fmt.Sprintf("line %d: extension %s on %s is only in the list", o.Line, Plain(o.Name), Plain(o.ServerIP)))
	}
	for i := range c.OnlyDialer {
		p := &c.OnlyDialer[i]
		lines = append(lines, fmt.Sprintf("extension %s on %s is only on the dialer: %s", Plain(p.Extension), Plain(p.ServerIP), Plain(p.PhoneFullName)))
	}
	for _, d := range c.Differ {
		o := d.Object
		lines = append(lines, fmt.Sprintf("line %d: extension %s on %s differs: %s", o.Line, Plain(o.Name), Plain(o.ServerIP), strings.Join(d.Columns, ", ")))
	}
	more := max(0, len(lines)-TableRows)
	text := strings.Join(lines[:len(lines)-more], "\n")
	if text != "" {
		text += "\n"
	}
	if more > 0 {
		text += fmt.Sprintf("and %d more\n", more)
	}
	text += fmt.Sprintf("%d the same, %d only in the list, %d only on the dialer, %d different\n", c.Same, len(c.OnlyList), len(c.OnlyDialer), len(c.Differ))
	_, err := io.WriteString(w, Wrap(text, LookOf(w).Width, hang))
	return err
}
