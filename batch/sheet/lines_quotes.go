package sheet

import (
	"encoding/csv"
	"fmt"
	"strings"
)

// mend takes a record that the CSV reader refuses for its quotes, if it is plain all the same what is meant.
func (l *lines[T]) mend(rec Record, parse *csv.ParseError, keepUnknown bool) (Record, *T, error) {
	if l.tolerant == nil {
		l.tolerant = newTolerant(l.csv.Comma)
	}
	cells, ok := l.tolerant.cells(string(rec.Raw))
	if !ok || l.source.single || len(cells) != len(l.head.Names) {
		return rec, nil, l.brokenQuotes(rec, parse)
	}
	return l.fitted(rec, cells, keepUnknown)
}

// unswapped gives a cell its own quotes back.
func (l *lines[T]) unswapped(cell string) string {
	if !l.source.single || !strings.ContainsAny(cell, `"'`) {
		return cell
	}
	text := []byte(cell)
	swapQuotes(text)
	return string(text)
}

func (l *lines[T]) brokenQuotes(rec Record, err *csv.ParseError) *RecordError {
	e := &RecordError{
		Record: rec, Code: "broken_quotes", Reason: `a quote is not closed, or stands inside a cell that does not begin with one`,
		Remedy: `put the whole cell in quotes and write "" for a quote inside it`,
	}
	switch {
	case l.source.single:
		e.Remedy = "put the whole cell in single quotes and write '' for one inside it"
	case err.Line > err.StartLine:
		e.Reason = fmt.Sprintf("a quote is opened here and not closed properly before line %d", err.Line)
	case spacesAtQuotes(rec.Raw, l.csv.Comma):
		e.Reason, e.Remedy = "a space stands between a quote and "+l.head.delimiterName(), "take away the spaces around cells in quotes"
	}
	return e
}
