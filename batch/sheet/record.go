package sheet

import (
	"fmt"

	"phonebatch/batch/codes"
)

// A Record is one record of a list: its position, its text, and the facts that its cells alone do not show.
type Record struct {
	Line   int    // physical line where the record starts, counted from 1; in a workbook the row
	Raw    []byte // UTF-8 text without the line end; in a workbook CSV with commas. Valid until the next Next
	Filled int    // number of cells that are not blank, counted up to Enough
	// Surplus is the number of blank cells beyond the header's columns. Raw does not include them.
	Surplus int
	Short   bool // the record ends before its last columns, all of them optional (Options.Optional)
	// Cells holds the cells of the columns that have no field in T, by column name. It is nil unless the reader's
	// KeepUnknown is set.
	Cells  map[string]string
	Faults []Fault // what the cells of a workbook do not show. Valid until the next Next
}

// A RecordError says that one record cannot be read. The next call of Next reads the record after it. Its Record is
// complete except for Cells.
type RecordError struct {
	Record
	Code   codes.Code // missing_cells, extra_cells, broken_quotes, cell_too_long
	Column string     // the first missing column, or the column of the long cell; otherwise empty
	Reason string
	Remedy string
}

func (e *RecordError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }
