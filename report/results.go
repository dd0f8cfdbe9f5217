package report

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
)

// Columns is the header of a results file.
var Columns = []string{
	"line", "kind", "status", "code", "message", "hint", "dialer", "server_ip", "extension", "phone_login",
	"phone_full_name", "verified", "attempts", "duration_ms", "finished_at", "run",
}

// WarningsColumn is the last column of a check's results: of which code the row has warnings, and in which columns.
const WarningsColumn = "warnings"

// WriteResults writes a results file: a header, then one record for each result. No cell does anything in a terminal
// or runs in a spreadsheet.
func WriteResults(w io.Writer, results []object.Result) error {
	return WriteResultsTo(w, "", results, nil)
}

// WriteResultsTo writes a results file as the ending of its name says: a workbook, whose cells are all text, or CSV. With
// the rows of a check it has a column of their warnings.
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

// resultRecords are the records of a results file, its header first.
func resultRecords(results []object.Result, checked []*preflight.Row) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		header := Columns
		if checked != nil {
			header = append(slices.Clone(Columns), WarningsColumn)
		}
		if !yield(header) {
			return
		}
		for i := range results {
			r := &results[i]
			record := []string{
				strconv.Itoa(r.Line), string(r.Kind), string(r.Status), string(r.Code), r.Message, r.Hint, r.Dialer, r.ServerIP,
				r.Extension, r.PhoneLogin, r.PhoneFullName, string(r.Verified), strconv.Itoa(r.Attempts),
				strconv.FormatInt(r.Duration.Milliseconds(), 10), stamp(r.FinishedAt), r.Run,
			}
			if checked != nil {
				record = append(record, warnings(checked[i]))
			}
			for i, cell := range record {
				record[i] = files.Defuse(Plain(cell))
			}
			if !yield(record) {
				return
			}
		}
	}
}

// warnings are those of a row, in one cell.
func warnings(row *preflight.Row) string {
	var list []string
	for _, p := range row.Problems {
		if p.Severity != codes.Warning {
			continue
		}
		text := string(p.Code)
		if p.Column != "" {
			text += ": " + p.Column
		}
		list = append(list, text)
	}
	return strings.Join(list, "; ")
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// ErrNotResults is returned for a file that is not a results file.
var ErrNotResults = errors.New("not a results file of phonebatch")

// ReadResults reads a results file back, CSV or a workbook. What a spreadsheet made of it may differ from what was written.
func ReadResults(r io.Reader) ([]object.Result, error) {
	text := bufio.NewReader(r)
	if magic, _ := text.Peek(len(zipMagic)); string(magic) == zipMagic {
		return readResultsBook(text)
	}
	if mark, _ := text.Peek(len("\ufeff")); string(mark) == "\ufeff" { // a spreadsheet has saved it
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

// isResultsHeader knows the header of a results file, a check's among them.
func isResultsHeader(header []string) bool {
	if len(header) == len(Columns)+1 && header[len(Columns)] == WarningsColumn {
		header = header[:len(Columns)]
	}
	return slices.Equal(header, Columns)
}

func addResult(results []object.Result, line int, record []string) ([]object.Result, error) {
	result, err := parseResult(record)
	if err != nil {
		return nil, fmt.Errorf("%w: line %d: %w", ErrNotResults, line, err)
	}
	return append(results, result), nil
}

// maxNumber bounds what a results file may hold as a number: in milliseconds, some thirty years.
const maxNumber = 1e12

func parseResult(record []string) (r object.Result, err error) {
	for i, cell := range record {
		record[i] = files.Armed(cell)
	}
	number := func(i int) int64 {
		n, bad := strconv.ParseInt(record[i], 10, 64)
		if (bad != nil || n < 0 || n > maxNumber) && err == nil {
			err = fmt.Errorf("column %s holds no whole number in range", Columns[i])
		}
		return n
	}
	r = object.Result{
		Line: int(number(0)), Kind: object.Kind(record[1]), Status: object.Status(record[2]), Code: apiclient.Code(record[3]),
		Message: record[4], Hint: record[5], Dialer: record[6], ServerIP: record[7], Extension: record[8],
		PhoneLogin: record[9], PhoneFullName: record[10], Verified: object.Verified(record[11]), Attempts: int(number(12)),
		Duration: time.Duration(number(13)) * time.Millisecond, Run: record[15],
	}
	if record[14] != "" {
		at, bad := time.Parse(time.RFC3339, record[14])
		if (bad != nil || at.UTC().Year() < 1970 || at.UTC().Year() > 9998) && err == nil {
			err = fmt.Errorf("column %s holds no time that we write", Columns[14])
		}
		r.FinishedAt = at.UTC()
	}
	return r, err
}
