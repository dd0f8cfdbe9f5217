package sheet

import (
	"fmt"

	"phonebatch/batch/codes"
)

// Options say how to read a list. The reader finds out everything that the options leave open.
type Options struct {
	Encoding  Encoding // the zero Encoding: the reader finds the encoding
	Delimiter rune     // 0: the reader finds the delimiter
	Sheet     string   // name of the sheet in a workbook; empty: the first visible sheet
	MaxRows   int      // more rows are a FormatError; 0 means DefaultMaxRows

	// Recognize finds the header below titles, and the sheet with the list among the sheets of a workbook. If Recognize
	// is nil, the header is the first row of the first visible sheet.
	Recognize Recognizer
	// Optional reports whether a row may end before the column, counted from 0; the cells that the row lacks are then
	// empty. If Optional is nil, a row may not end early.
	Optional func(column int) bool
	// Alike reports whether a row below the header names the same columns in the same order. If Alike is nil, the names
	// must be equal except for case.
	Alike     func(header, cells []string) bool
	HeaderRow int // line of the header, in a workbook its row; 0: the reader finds the header
}

// The limits of a list. Real lists stay far below them.
const (
	DefaultMaxRows = 1_000_000
	MaxFile        = 1 << 30 // bytes, unpacked
	maxRecord      = 1 << 20 // bytes
	maxCell        = 32_767  // bytes; a spreadsheet cell holds as many characters
)

// maxRows returns the row limit.
func (o *Options) maxRows() int {
	if o.MaxRows > 0 {
		return o.MaxRows
	}
	return DefaultMaxRows
}

// tooManyRows returns the error for a list that exceeds the row limit at the given line.
func (o *Options) tooManyRows(line int) error {
	return &FormatError{
		Code:   codes.TooManyRows,
		Line:   line,
		Reason: fmt.Sprintf("the list has more than %d rows", o.maxRows()),
		Remedy: codes.Remedy(codes.TooManyRows),
	}
}
