package report

import (
	"fmt"

	"phonebatch/batch/sheet"
)

// asideWords gives the words for each reason to set a row aside, in the order of the report.
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

// maxLines limits how many line numbers are listed for one reason.
const maxLines = 10

// setAside lists the rows that are set aside, with one line of text for each reason. It returns "" if there are none.
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
