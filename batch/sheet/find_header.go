package sheet

import "phonebatch/batch/codes"

// headerCandidates is the number of records at the start of a list among which the reader looks for the header.
const headerCandidates = 10

// findHeader returns the index of the first of n rows that namesColumns accepts, or -1 if there is none.
func findHeader(n int, recognize Recognizer, cells func(int) []string) int {
	for i := 0; recognize != nil && i < n; i++ {
		if namesColumns(recognize, cells(i)) {
			return i
		}
	}
	return -1
}

// namesColumns reports whether a row is certainly a header: at least three of its cells name columns, or exactly two
// cells do and no other cell is filled.
func namesColumns(recognize Recognizer, cells []string) bool {
	if recognize == nil {
		return false
	}
	named, all := recognize(cells)
	return named >= 3 || all && named == 2
}

// noHeaderRowError returns the error for a --header-row that does not name a row.
func noHeaderRowError(line int) error {
	return &FormatError{
		Code:   codes.NoHeaderRow,
		Line:   line,
		Reason: "there is no header on the line that --header-row names",
		Remedy: codes.Remedy(codes.NoHeaderRow),
	}
}
