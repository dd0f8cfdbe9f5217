package sheet

import (
	"fmt"

	"phonebatch/batch/codes"
)

// damaged returns the error for a workbook that violates its file format. If no row is concerned, row is 0.
func damaged(row int, reason string, args ...any) *FormatError {
	return &FormatError{
		Code:   codes.WorkbookDamaged,
		Line:   row,
		Reason: "the workbook is damaged: " + fmt.Sprintf(reason, args...),
		Remedy: codes.Remedy(codes.WorkbookDamaged),
	}
}

// tooLarge returns the error for a workbook that exceeds a limit.
func tooLarge(reason string, args ...any) *FormatError {
	return &FormatError{
		Code:   codes.WorkbookTooLarge,
		Reason: fmt.Sprintf(reason, args...),
		Remedy: codes.Remedy(codes.WorkbookTooLarge),
	}
}
