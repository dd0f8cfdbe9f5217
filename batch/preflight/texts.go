package preflight

import (
	"fmt"
	"strconv"
	"strings"
)

// linesText names lines in a message. of is the number of all lines, of which the message names the given ones.
func linesText(lines []int, of int) string {
	var b strings.Builder
	b.WriteString("line")
	if len(lines) > 1 {
		b.WriteByte('s')
	}
	for i, l := range lines {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(" " + number(l))
	}
	if more := of - len(lines); more > 0 {
		b.WriteString(" and " + number(more) + " more")
	}
	return b.String()
}

// inRows returns the beginning of a message about several rows, or "" for one row.
func inRows(rows int) string {
	if rows == 1 {
		return ""
	}
	return fmt.Sprintf("in %d rows, this is the first: ", rows)
}

func number(n int) string { return strconv.Itoa(n) }
