package report

import (
	"errors"
	"strconv"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A column is one column of a results file. write returns the cell of a result; read sets the field of a result from a
// cell. Both are inverse for the values that the program makes. The caller defuses and arms the cells (files.Defuse,
// files.Armed).
type column struct {
	name  string
	write func(*object.Result) string
	read  func(*object.Result, string) error
}

// resultColumns lists the columns of a results file, in their order. The CSV writer, the workbook writer and the
// reader of both use this table.
var resultColumns = []column{
	whole("line", func(r *object.Result) *int { return &r.Line }),
	text("kind", func(r *object.Result) *object.Kind { return &r.Kind }),
	text("status", func(r *object.Result) *object.Status { return &r.Status }),
	text("code", func(r *object.Result) *apiclient.Code { return &r.Code }),
	text("message", func(r *object.Result) *string { return &r.Message }),
	text("hint", func(r *object.Result) *string { return &r.Hint }),
	text("dialer", func(r *object.Result) *string { return &r.Dialer }),
	text("server_ip", func(r *object.Result) *string { return &r.ServerIP }),
	text("extension", func(r *object.Result) *string { return &r.Extension }),
	text("phone_login", func(r *object.Result) *string { return &r.PhoneLogin }),
	text("phone_full_name", func(r *object.Result) *string { return &r.PhoneFullName }),
	text("verified", func(r *object.Result) *object.Verified { return &r.Verified }),
	whole("attempts", func(r *object.Result) *int { return &r.Attempts }),
	milliseconds("duration_ms", func(r *object.Result) *time.Duration { return &r.Duration }),
	moment("finished_at", func(r *object.Result) *time.Time { return &r.FinishedAt }),
	text("run", func(r *object.Result) *string { return &r.Run }),
}

// Columns is the header of a results file.
var Columns = names(resultColumns)

// WarningsColumn is the name of the last column in the results of a check. Its cells list the code and the column of
// each warning of the row.
const WarningsColumn = "warnings"

// names returns the names of columns.
func names(resultColumns []column) []string {
	list := make([]string, len(resultColumns))
	for i, c := range resultColumns {
		list[i] = c.name
	}
	return list
}

// text returns a column that holds a text as it is.
func text[T ~string](name string, of func(*object.Result) *T) column {
	return column{
		name,
		func(r *object.Result) string { return string(*of(r)) },
		func(r *object.Result, cell string) error {
			*of(r) = T(cell)
			return nil
		},
	}
}

// whole returns a column that holds a whole number from 0 to maxNumber.
func whole(name string, of func(*object.Result) *int) column {
	return column{
		name,
		func(r *object.Result) string { return strconv.Itoa(*of(r)) },
		func(r *object.Result, cell string) error {
			n, err := number(cell)
			*of(r) = int(n)
			return err
		},
	}
}

// milliseconds returns a column that holds a duration in whole milliseconds.
func milliseconds(name string, of func(*object.Result) *time.Duration) column {
	return column{
		name,
		func(r *object.Result) string { return strconv.FormatInt(of(r).Milliseconds(), 10) },
		func(r *object.Result, cell string) error {
			n, err := number(cell)
			*of(r) = time.Duration(n) * time.Millisecond
			return err
		},
	}
}

// moment returns a column that holds a time in UTC in the form of RFC 3339, to the second. The zero time is an empty
// cell.
func moment(name string, of func(*object.Result) *time.Time) column {
	return column{
		name,
		func(r *object.Result) string {
			if of(r).IsZero() {
				return ""
			}
			return of(r).UTC().Format(time.RFC3339)
		},
		func(r *object.Result, cell string) error {
			if cell == "" {
				return nil
			}
			at, err := time.Parse(time.RFC3339, cell)
			if at = at.UTC(); err != nil || at.Year() < 1970 || at.Year() > 9998 {
				return errors.New("no time that this program writes")
			}
			*of(r) = at
			return nil
		},
	}
}

// maxNumber limits the numbers of a results file. As milliseconds, it is about thirty years.
const maxNumber = 1e12

// number reads a whole number from 0 to maxNumber.
func number(cell string) (int64, error) {
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || n < 0 || n > maxNumber {
		return 0, errors.New("no whole number in range")
	}
	return n, nil
}
