package report

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// Columns is the header of a results file.
var Columns = []string{
	"line", "kind", "status", "code", "message", "hint", "dialer", "server_ip", "extension", "phone_login",
	"phone_full_name", "verified", "attempts", "duration_ms", "finished_at", "run",
}

// WriteResults writes a results file: a header, then one record for each result. No cell does anything in a terminal
// or runs in a spreadsheet.
func WriteResults(w io.Writer, results []run.Result) error {
	c := csv.NewWriter(w)
	if err := c.Write(Columns); err != nil {
		return err
	}
	for i := range results {
		r := &results[i]
		record := []string{
			strconv.Itoa(r.Line), r.Kind, string(r.Status), string(r.Code), r.Message, r.Hint, r.Dialer, r.ServerIP,
			r.Extension, r.PhoneLogin, r.PhoneFullName, string(r.Verified), strconv.Itoa(r.Attempts),
			strconv.FormatInt(r.Duration.Milliseconds(), 10), stamp(r.FinishedAt), r.Run,
		}
		for i, cell := range record {
			record[i] = defuse(Plain(cell))
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// ErrNotResults is returned for a file that is not a results file.
var ErrNotResults = errors.New("not a results file of phonebatch")

// ReadResults reads a results file back. What a spreadsheet made of it may differ from what was written.
func ReadResults(r io.Reader) ([]run.Result, error) {
	text := bufio.NewReader(r)
	if mark, _ := text.Peek(len("\ufeff")); string(mark) == "\ufeff" { // a spreadsheet has saved it
		_, _ = text.Discard(len(mark))
	}
	c := csv.NewReader(text)
	header, err := c.Read()
	if err != nil || strings.Join(header, ",") != strings.Join(Columns, ",") {
		return nil, ErrNotResults
	}
	var results []run.Result
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return results, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotResults, err)
		}
		result, err := parseResult(record)
		if err != nil {
			line, _ := c.FieldPos(0)
			return nil, fmt.Errorf("%w: line %d: %w", ErrNotResults, line, err)
		}
		results = append(results, result)
	}
}

// maxNumber bounds what a results file may hold as a number: in milliseconds, some thirty years.
const maxNumber = 1e12

func parseResult(record []string) (r run.Result, err error) {
	for i, cell := range record {
		record[i] = armed(cell)
	}
	number := func(i int) int64 {
		n, bad := strconv.ParseInt(record[i], 10, 64)
		if (bad != nil || n < 0 || n > maxNumber) && err == nil {
			err = fmt.Errorf("column %s holds no whole number in range", Columns[i])
		}
		return n
	}
	r = run.Result{
		Line: int(number(0)), Kind: record[1], Status: run.Status(record[2]), Code: apiclient.Code(record[3]),
		Message: record[4], Hint: record[5], Dialer: record[6], ServerIP: record[7], Extension: record[8],
		PhoneLogin: record[9], PhoneFullName: record[10], Verified: run.Verified(record[11]), Attempts: int(number(12)),
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

var (
	formula = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^'*[=+\-@＝＋－＠]`) })
	number  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`) })
)

// defuse puts an apostrophe before a cell that a spreadsheet would run as a formula. Plain numbers stay as they are:
// a defused -5.00 would be text.
func defuse(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// runs says whether a spreadsheet would run a cell, once an apostrophe before it is gone.
func runs(cell string) bool {
	if cell == "" || cell[0] >= '0' && cell[0] <= '9' || cell[0] >= 'A' && cell[0] <= 'z' {
		return false // nearly all cells
	}
	return formula().MatchString(cell) && !number().MatchString(cell)
}

// armed undoes defuse.
func armed(cell string) string {
	if bare, found := strings.CutPrefix(cell, "'"); found && runs(bare) {
		return bare
	}
	return cell
}
