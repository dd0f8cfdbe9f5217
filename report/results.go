package report

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// WriteResults writes a results file as CSV: the header, then one record for each result. All cells are safe for a
// terminal (Plain) and for a spreadsheet (files.Defuse). The error is that of w.
func WriteResults(w io.Writer, results []object.Result) error {
	return WriteResultsTo(w, "", results, nil)
}

// WriteResultsTo writes a results file to w in the format that the suffix of path names: a workbook whose cells are
// all text, or CSV. checked holds the rows of a check, one for each result, or is nil. With the rows of a check, the
// file has a column of their warnings. The error is that of w.
func WriteResultsTo(w io.Writer, path string, results []object.Result, checked []*preflight.Row) error {
	if IsWorkbook(path) {
		return writeResultsBook(w, resultRecords(results, checked))
	}
	c := csv.NewWriter(w)
	for record := range resultRecords(results, checked) {
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// ReadResults reads the results from a CSV file or a workbook. The values may differ from those that were written, if a
// spreadsheet has saved the file since. Every error wraps ErrNotResults or is that of r.
func ReadResults(r io.Reader) ([]object.Result, error) {
	text := bufio.NewReader(r)
	if magic, _ := text.Peek(len(zipMagic)); string(magic) == zipMagic {
		return readResultsBook(text)
	}
	if mark, _ := text.Peek(len("\ufeff")); string(mark) == "\ufeff" { // a byte order mark: a spreadsheet has saved the file
		_, _ = text.Discard(len(mark))
	}
	c := csv.NewReader(text)
	header, err := c.Read()
	if err != nil || !isResultsHeader(header) {
		return nil, ErrNotResults
	}
	var results []object.Result
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return results, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotResults, err)
		}
		line, _ := c.FieldPos(0)
		if results, err = addResult(results, line, record); err != nil {
			return nil, err
		}
	}
}
