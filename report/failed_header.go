package report

import (
	"io"
	"strings"

	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// HoldsFailedRows reports whether a file has the header of failed rows: the last column is the one that WriteFailed
// adds. It reads no row.
func HoldsFailedRows(r io.Reader) bool {
	last := ""
	reader, err := sheet.NewReader[struct{ Problem string }](r, sheet.Options{}, func(h sheet.Header) ([]string, error) {
		if len(h.Names) > 1 {
			last = h.Names[len(h.Names)-1]
		}
		return nil, io.EOF // the header is all that is wanted
	})
	if err == nil {
		_ = reader.Close()
	}
	return strings.EqualFold(strings.TrimSpace(last), columns.ProblemColumn)
}
