package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gocarina/gocsv"
)

// lines are the records of a text.
type lines[T any] struct {
	text   text
	source *source
	csv    *csv.Reader
	rows   *gocsv.Unmarshaller
	head   Header
	misfit *feed[T] // for records that have to be fitted to the header; nil until there is one
	names  []string // the columns by their tags
}

func newLines[T any](r opened, o Options) (*lines[T], error) {
	l := &lines[T]{text: newText(r, o.Encoding)}
	var err error
	if l.source, err = newSource(l.text); err != nil {
		return nil, err
	}
	l.csv = csv.NewReader(l.source)
	return l, l.delimit(o.Delimiter)
}

// delimit finds out what separates cells. It takes away the line that may tell it, and blank rows above the header.
func (l *lines[T]) delimit(said rune) error {
	first, _ := firstLine(l.source.window)
	sep, told := sepLine(first)
	if told {
		l.csv.Comma = sep
		line, err := l.skip()
		if err != nil {
			return err
		}
		l.head.Preamble = bytes.Clone(line)
		first, _ = firstLine(l.source.window)
	}
	for len(first) > 0 && blankRow(first) {
		if _, err := l.skip(); err != nil {
			return err
		}
		first, _ = firstLine(l.source.window)
	}
	switch {
	case said != 0:
		l.csv.Comma = said
	case !told:
		l.csv.Comma = findDelimiter(first)
	}
	l.head.Delimiter = l.csv.Comma
	return nil
}

// skip reads over a record, however many cells it has.
func (l *lines[T]) skip() ([]byte, error) {
	l.csv.FieldsPerRecord = -1
	_, err := l.csv.Read()
	l.csv.FieldsPerRecord = 0
	if err != nil {
		return nil, headerError(err)
	}
	return trimBlankLines(l.source.take(l.csv.InputOffset())), nil
}

// blankRow says whether a line has nothing but what may separate cells.
func blankRow(line []byte) bool { return len(bytes.Trim(line, ",;|\t \"")) == 0 }

func (l *lines[T]) header() (Header, error) {
	var err error
	l.rows, err = gocsv.NewUnmarshaller(l.csv, new(T))
	switch {
	case errors.Is(err, io.EOF):
		return Header{}, ErrEmpty
	case err != nil:
		return Header{}, headerError(err)
	}
	l.head.Line, _ = l.csv.FieldPos(0)
	raw, eol := trimLineEnd(trimBlankLines(l.source.take(l.csv.InputOffset())))
	l.head.Raw, l.head.EOL = bytes.Clone(raw), eol
	l.head.Encoding, _ = l.encoding()
	for _, name := range l.rows.Headers {
		l.head.Names = append(l.head.Names, strings.TrimSpace(name))
	}
	l.csv.ReuseRecord = true // gocsv keeps the strings, not the slice
	return l.head, nil
}

// headerError says why the first record cannot be a header.
func headerError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &FormatError{Code: "broken_header", Line: parse.StartLine, Reason: "its first line, the header, has a quote that is not closed or stands where none can", Remedy: "mend the quotes of the header"}
	}
	return err
}

func (l *lines[T]) rename(names []string) error {
	l.names = names
	return l.rows.RenormalizeHeaders(func([]string) []string { return names })
}

func (l *lines[T]) encoding() (Encoding, bool) {
	return l.text.decoder.encoding, l.text.decoder.guessed
}

func (l *lines[T]) close() error { return nil }

func (l *lines[T]) next(keepUnknown bool) (Record, *T, error) {
	for {
		row, cells, err := readRow[T](l.rows, keepUnknown)
		raw, _ := trimLineEnd(trimBlankLines(l.source.take(l.csv.InputOffset())))
		if l.blank(raw) && (err == nil || errors.Is(err, csv.ErrFieldCount)) {
			continue
		}
		var parse *csv.ParseError
		switch {
		case errors.As(err, &parse):
			rec := Record{Line: parse.StartLine, Raw: raw}
			if !errors.Is(err, csv.ErrFieldCount) {
				return rec, nil, brokenQuotes(rec, parse)
			}
			return l.fit(rec, keepUnknown)
		case err != nil:
			return Record{}, nil, err
		}
		line, _ := l.csv.FieldPos(0)
		rec := Record{Line: line, Raw: raw, Cells: cells}
		if len(raw) > maxCell {
			all, _, _ := l.cells(raw)
			if e := l.head.tooLong(rec, all); e != nil {
				return rec, nil, e
			}
		}
		return rec, row, nil
	}
}

// fit takes a record that has not as many cells as the header.
func (l *lines[T]) fit(rec Record, keepUnknown bool) (Record, *T, error) {
	all, ends, err := l.cells(rec.Raw)
	if err != nil {
		return rec, nil, err
	}
	cells, bad := l.head.narrow(rec, all)
	if bad != nil {
		return rec, nil, bad
	}
	if e := l.head.tooLong(rec, cells); e != nil {
		return rec, nil, e
	}
	if len(cells) < len(all) {
		rec.Raw = rec.Raw[:ends[len(cells)]-len(string(l.head.Delimiter))]
	}
	for range len(cells) - len(all) {
		rec.Raw = append(bytes.Clone(rec.Raw), string(l.head.Delimiter)...)
	}
	if l.misfit == nil {
		if l.misfit, err = newFeed[T](l.names); err != nil {
			return rec, nil, err
		}
	}
	row, unknown, err := l.misfit.row(cells, keepUnknown)
	rec.Cells = unknown
	return rec, row, err
}

// cells takes a record apart that is sound but for their number, and tells where each begins. The CSV reader knows it too,
// but keeps it to itself when it refuses the record.
func (l *lines[T]) cells(raw []byte) (cells []string, starts []int, err error) {
	lf := bytes.Clone(raw)
	if l.source.returns {
		withLF(lf)
	}
	r := csv.NewReader(bytes.NewReader(lf))
	r.Comma = l.csv.Comma
	if cells, err = r.Read(); err != nil {
		return nil, nil, err
	}
	lineStarts := []int{0}
	for i, b := range lf {
		if b == '\n' {
			lineStarts = append(lineStarts, i+1)
		}
	}
	for i := range cells {
		line, column := r.FieldPos(i)
		starts = append(starts, lineStarts[line-1]+column-1)
	}
	return cells, starts, nil
}

func brokenQuotes(rec Record, err *csv.ParseError) *RecordError {
	e := &RecordError{
		Record: rec, Code: "broken_quotes", Reason: `a quote is not closed, or stands inside a cell that does not begin with one`,
		Remedy: `put the whole cell in quotes and write "" for a quote inside it`,
	}
	if err.Line > err.StartLine {
		e.Reason = fmt.Sprintf("a quote is opened here and not closed properly before line %d", err.Line)
	}
	return e
}

// blank says whether a record has nothing but separators and white space: a row that a spreadsheet left behind.
func (l *lines[T]) blank(raw []byte) bool {
	for _, b := range raw {
		if b != byte(l.head.Delimiter) && b != ' ' && b != '\t' && b != '"' && b != '\r' && b != '\n' {
			return false
		}
	}
	return true
}

func blankCell(cell string) bool { return strings.TrimSpace(cell) == "" }
