package sheet

import (
	"encoding/csv"
	"fmt"

	"phonebatch/batch/codes"
)

// brokenQuotes returns the error for a record whose quotes are broken beyond repair. The reason and the remedy depend
// on the damage. err is the error of the CSV reader.
func brokenQuotes(rec Record, err *csv.ParseError, h *Header) *RecordError {
	e := &RecordError{
		Record: rec,
		Code:   codes.BrokenQuotes,
		Reason: `a quote is not closed, or is inside a cell that does not start with a quote`,
		Remedy: codes.Remedy(codes.BrokenQuotes),
	}
	switch {
	case h.Quote == '\'':
		e.Remedy = codes.RemedyFor(codes.BrokenQuotes, codes.SingleQuotes)
	case err.Line > err.StartLine:
		e.Reason = fmt.Sprintf("a quote is opened here and not closed properly before line %d", err.Line)
	case spacesAtQuotes(rec.Raw, h.Delimiter):
		e.Reason = "there is a space between a quote and " + h.delimiterName()
		e.Remedy = codes.RemedyFor(codes.BrokenQuotes, codes.SpacesAtQuotes)
	}
	return e
}
