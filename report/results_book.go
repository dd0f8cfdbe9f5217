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

// zipMagic is what a workbook begins with.
const zipMagic = "PK\x03\x04"

// Whether the ending of a name is one that results can be written to; without any they are CSV.
var resultsEndings = map[string]bool{"": true, ".csv": true, ".xlsx": true}

// CanHoldResults says whether the ending of a name is one that results can be written to.
func CanHoldResults(path string) bool { return resultsEndings[ending(path)] }

// IsWorkbook says whether a file is a workbook by its name.
func IsWorkbook(path string) bool { return ending(path) == ".xlsx" }

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }

// writeResultsBook writes records as a workbook.
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

// A resultsRow is one row of a workbook of results. Its fields are in the order of Columns.
type resultsRow struct {
	Line          string `csv:"line"`
	Kind          string `csv:"kind"`
	Status        string `csv:"status"`
	Code          string `csv:"code"`
	Message       string `csv:"message"`
	Hint          string `csv:"hint"`
	Dialer        string `csv:"dialer"`
	ServerIP      string `csv:"server_ip"`
	Extension     string `csv:"extension"`
	PhoneLogin    string `csv:"phone_login"`
	PhoneFullName string `csv:"phone_full_name"`
	Verified      string `csv:"verified"`
	Attempts      string `csv:"attempts"`
	DurationMS    string `csv:"duration_ms"`
	FinishedAt    string `csv:"finished_at"`
	Run           string `csv:"run"`
}

func (r *resultsRow) record() []string {
	return []string{
		r.Line, r.Kind, r.Status, r.Code, r.Message, r.Hint, r.Dialer, r.ServerIP, r.Extension, r.PhoneLogin, r.PhoneFullName, r.Verified, r.Attempts, r.DurationMS, r.FinishedAt, r.Run,
	}
}

// readResultsBook reads a workbook of results back.
func readResultsBook(r io.Reader) ([]object.Result, error) {
	rows, err := sheet.NewReader[resultsRow](r, sheet.Options{}, func(h sheet.Header) ([]string, error) {
		if !isResultsHeader(h.Names) {
			return nil, ErrNotResults
		}
		return h.Names, nil
	})
	if err != nil {
		return nil, notResults(err)
	}
	defer rows.Close()
	var results []object.Result
	for {
		rec, row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return results, nil
		}
		if err != nil {
			return nil, notResults(err)
		}
		if results, err = addResult(results, rec.Line, row.record()); err != nil {
			return nil, err
		}
	}
}

func notResults(err error) error {
	if errors.Is(err, ErrNotResults) {
		return ErrNotResults
	}
	return fmt.Errorf("%w: %w", ErrNotResults, err)
}
