package sheet

import (
	"fmt"

	"phonebatch/batch/codes"
	"phonebatch/batch/exit"
)

// A FormatError says that the input cannot be read as a list. It ends the reading.
type FormatError struct {
	Code   codes.Code // stable word: nul_bytes, mixed_encoding, foreign_file, …
	Line   int        // 0 if the error concerns the whole file
	Reason string
	Remedy string
}

// Codes lists the code of the error.
func (e *FormatError) Codes() []codes.Code { return []codes.Code{e.Code} }

// Error returns the reason, preceded by the line if there is one.
func (e *FormatError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	}
	return e.Reason
}

// Status implements exit.Error.
func (e *FormatError) Status() int { return exit.ListErrors }

// Hints implements exit.Error.
func (e *FormatError) Hints() []string { return exit.Hint(e.Remedy) }

// ErrEmpty says that a list has no header and no record.
var ErrEmpty = &FormatError{Code: codes.EmptyFile, Reason: "the file is empty", Remedy: codes.Remedy(codes.EmptyFile)}
