package report

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"strings"

	"phonebatch/batch/object"
	"phonebatch/batch/sheet"
)

// zipMagic holds the first bytes of every workbook.
const zipMagic = "PK\x03\x04"

// resultsSuffixes lists the suffixes of file names to which results can be written. A file without a suffix is CSV.
var resultsSuffixes = map[string]bool{"": true, ".csv": true, ".xlsx": true}

// CanHoldResults reports whether results can be written to a file with this name.
func CanHoldResults(path string) bool { return resultsSuffixes[suffix(path)] }

// IsWorkbook reports whether a file name is that of a workbook.
func IsWorkbook(path string) bool { return suffix(path) == ".xlsx" }

// suffix returns the suffix of a file name with its dot, in lower case.
func suffix(path string) string { return strings.ToLower(filepath.Ext(path)) }

// writeResultsBook writes records, the header first, as a workbook. There must be at least one record.
func writeResultsBook(w io.Writer, records iter.Seq[[]string]) error {
	var book *textWorkbook
	var err error
	for record := range records {
		if book == nil {
			book, err = newTextWorkbook(w, "Results", record)
		} else {
			err = book.write(record)
		}
		if err != nil {
			return err
		}
	}
	return book.close()
}

// noFields makes the sheet reader return all cells by the names of their columns. The reader requires a field; no
// column has the name of this one.
type noFields struct {
	None string `csv:"(no column)"`
}

// readResultsBook reads the results from a workbook. Every error wraps ErrNotResults.
func readResultsBook(r io.Reader) ([]object.Result, error) {
	rows, err := sheet.NewReader[noFields](r, sheet.Options{}, func(h sheet.Header) ([]string, error) {
		if !isResultsHeader(h.Names) {
			return nil, ErrNotResults
		}
		return h.Names, nil
	})
	if err != nil {
		return nil, notResults(err)
	}
	defer rows.Close()
	rows.KeepUnknown = true
	var results []object.Result
	for {
		rec, _, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return results, nil
		}
		if err != nil {
			return nil, notResults(err)
		}
		record := make([]string, len(Columns))
		for i, name := range Columns {
			record[i] = rec.Cells[name]
		}
		if results, err = addResult(results, rec.Line, record); err != nil {
			return nil, err
		}
	}
}

// notResults makes an error wrap ErrNotResults.
func notResults(err error) error {
	if errors.Is(err, ErrNotResults) {
		return ErrNotResults
	}
	return fmt.Errorf("%w: %w", ErrNotResults, err)
}
