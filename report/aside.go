package report

import (
	"fmt"

	"phonebatch/batch/sheet"
)

// asideWords say why rows are set aside.
var asideWords = []struct {
	why   sheet.Reason
	words string
}{
	{sheet.AboveHeader, "above the header"},
	{sheet.HeaderRepeated, "the header again"},
	{sheet.TotalsRow, "the totals row of the table"},
	{sheet.SepLine, "a sep= line whose delimiter the list does not have"},
	{sheet.TypeLine, "the #TYPE line of PowerShell"},
}

// maxLines is how many lines are named one by one.
const maxLines = 10

// setAside says which rows are no rows of the list, a line a reason.
func setAside(rows []sheet.Aside) (text string) {
	for _, reason := range asideWords {
		n := 0
		lines := ""
		for _, row := range rows {
			if row.Why != reason.why {
				continue
			}
			if n++; n <= maxLines {
				lines += fmt.Sprintf(", %d", row.Line)
			}
		}
		if n == 0 {
			continue
		}
		if n > maxLines {
			lines += fmt.Sprintf(" and %d more", n-maxLines)
		}
		noun := "line"
		if n > 1 {
			noun = "lines"
		}
		text += fmt.Sprintf("set aside: %s %s, %s\n", noun, lines[2:], reason.words)
	}
	return text
}
