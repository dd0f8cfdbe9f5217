// Package sheet turns the bytes of a list into numbered records, and keeps each record's original bytes. It knows
// no phones: what the columns mean is the business of whoever asks for a reader.
//
// Today it reads CSV: UTF-8 with or without a byte-order mark, commas, LF or CRLF. Everything else is refused with
// a FormatError that names the way out.
package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"
)

// A Record is where one record of a list stands, and what its bytes are.
type Record struct {
	Line int    // the physical line on which it starts, the first one being 1
	Raw  []byte // its bytes without the line end. Valid until the next Next
	// Cells are those of columns that T has no field for, by name; nil unless the reader's KeepUnknown.
	Cells map[string]string
}

// A RecordError says that one record cannot be read. Reading goes on behind it. Its Record is complete but for cells.
type RecordError struct {
	Record
	Code   string // missing_cells, extra_cells, broken_quotes
	Column string // the first missing column, where that is what is wrong
	Reason string
	Remedy string
}

func (e *RecordError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// A Header is the list's first record.
type Header struct {
	Line  int
	Names []string // as they stand, surrounding spaces trimmed
	Raw   []byte   // with the byte-order mark if there is one, without the line end
	EOL   string   // the line end after it
}

// Rename maps the columns as the list names them to the csv tags of T. A column that T has no field for keeps a name
// of its own. An error ends the reading before the first record.
type Rename func(h Header) ([]string, error)

// A Reader reads records into values of T, whose string fields carry csv tags. It is not safe for concurrent use.
type Reader[T any] struct {
	Header      Header
	KeepUnknown bool // hand out the cells of columns that T has no field for; set before the first Next

	source *source
	csv    *csv.Reader
	rows   *gocsv.Unmarshaller
}

// ErrEmpty is returned for a list without any record, not even a header.
var ErrEmpty = &FormatError{Code: "empty_file", Reason: "the file is empty", Remedy: "phonebatch sample writes a list to start from"}

// NewReader reads the header and maps its columns. Its errors are a *FormatError, what rename returned, or what
// reading r returned.
func NewReader[T any](r io.Reader, rename Rename) (*Reader[T], error) {
	source, err := newSource(r)
	if err != nil {
		return nil, err
	}
	reader := &Reader[T]{source: source, csv: csv.NewReader(source)}
	reader.rows, err = gocsv.NewUnmarshaller(reader.csv, new(T))
	switch {
	case errors.Is(err, io.EOF):
		return nil, ErrEmpty
	case err != nil:
		return nil, headerError(err, source.window)
	}
	if err := reader.header(); err != nil {
		return nil, err
	}
	names, err := rename(reader.Header)
	if err != nil {
		return nil, err
	}
	reader.csv.ReuseRecord = true // gocsv keeps the strings, not the slice
	return reader, reader.rows.RenormalizeHeaders(func([]string) []string { return names })
}

// header looks at the first record: whether it can be one, and what ends it.
func (r *Reader[T]) header() error {
	line, _ := r.csv.FieldPos(0)
	raw := r.source.take(r.csv.InputOffset())
	text, eol := trimLineEnd(trimBlankLines(raw))
	if slices.ContainsFunc(r.rows.Headers, func(name string) bool { return strings.Contains(name, "\r") }) {
		return oldLineEnds(line)
	}
	if len(r.rows.Headers) == 1 {
		for _, d := range []string{";", "\t", "|"} {
			if strings.Contains(r.rows.Headers[0], d) {
				return &FormatError{Code: "delimiter", Line: line, Reason: fmt.Sprintf("its columns are separated by %q, not by commas", d), Remedy: saveWithCommas}
			}
		}
	}
	r.Header = Header{Line: line, EOL: eol, Raw: bytes.Clone(text)}
	if r.source.bom {
		r.Header.Raw = append(bytes.Clone(bom), text...)
	}
	for _, name := range r.rows.Headers {
		r.Header.Names = append(r.Header.Names, strings.TrimSpace(name))
	}
	return nil
}

func oldLineEnds(line int) error {
	return &FormatError{Code: "old_line_ends", Line: line, Reason: "its lines end in CR alone, as old Macs wrote them", Remedy: saveAsCSV}
}

// headerError says why the first record cannot be a header; text is what has been read of the list.
func headerError(err error, text []byte) error {
	var format *FormatError
	var parse *csv.ParseError
	switch {
	case errors.As(err, &format):
		return format
	case errors.As(err, &parse) && !bytes.Contains(text, []byte{'\n'}) && bytes.Contains(text, []byte{'\r'}):
		return oldLineEnds(parse.StartLine)
	case errors.As(err, &parse):
		return &FormatError{Code: "broken_header", Line: parse.StartLine, Reason: "its first line, the header, has a quote that is not closed or stands where none can", Remedy: "mend the quotes of the header"}
	}
	return err
}

// Next returns the next record that is not blank. It returns io.EOF after the last; a *RecordError for a record that
// cannot be read, after which Next can be called again; anything else ends the reading.
func (r *Reader[T]) Next() (Record, *T, error) {
	for {
		row, cells, err := r.read()
		raw, _ := trimLineEnd(trimBlankLines(r.source.take(r.csv.InputOffset())))
		var parse *csv.ParseError
		if blank(raw) && (err == nil || errors.Is(err, csv.ErrFieldCount)) {
			continue
		}
		if errors.As(err, &parse) {
			return Record{}, nil, r.recordError(parse, raw)
		}
		if err != nil {
			return Record{}, nil, err
		}
		line, _ := r.csv.FieldPos(0)
		return Record{Line: line, Raw: raw, Cells: cells}, row, nil
	}
}

func (r *Reader[T]) read() (*T, map[string]string, error) {
	if r.KeepUnknown {
		row, cells, err := r.rows.ReadUnmatched()
		if err != nil {
			return nil, nil, err
		}
		return row.(*T), cells, nil
	}
	row, err := r.rows.Read()
	if err != nil {
		return nil, nil, err
	}
	return row.(*T), nil, nil
}

func (r *Reader[T]) recordError(err *csv.ParseError, raw []byte) error {
	e := &RecordError{Record: Record{Line: err.StartLine, Raw: raw}}
	if !errors.Is(err.Err, csv.ErrFieldCount) {
		e.Code, e.Reason = "broken_quotes", `a quote is not closed, or stands inside a cell that does not begin with one`
		if err.Line > err.StartLine {
			e.Reason = fmt.Sprintf("a quote is opened here and not closed properly before line %d", err.Line)
		}
		e.Remedy = `put the whole cell in quotes and write "" for a quote inside it`
		return e
	}
	want, have := len(r.Header.Names), countCells(raw)
	e.Remedy = "give the row as many cells as the header has; a cell that holds a comma must stand in quotes"
	if have < want {
		e.Code, e.Column = "missing_cells", r.Header.Names[have]
		e.Reason = fmt.Sprintf("the row has %d of the header's %d cells: it ends before column %q", have, want, e.Column)
		return e
	}
	e.Code = "extra_cells"
	e.Reason = fmt.Sprintf("the row has %d cells, %d more than the header", have, have-want)
	return e
}

// countCells counts the cells of a record that is sound but for their number. The CSV reader knows it too, but
// keeps it to itself when it refuses the record.
func countCells(raw []byte) int {
	cells, err := csv.NewReader(bytes.NewReader(raw)).Read()
	if err != nil {
		return 0
	}
	return len(cells)
}

// blank says whether a record has nothing but separators and white space: a row that a spreadsheet left behind.
func blank(raw []byte) bool {
	for _, b := range raw {
		if b != ',' && b != ' ' && b != '\t' && b != '"' && b != '\r' && b != '\n' {
			return false
		}
	}
	return true
}

func trimBlankLines(raw []byte) []byte { return bytes.TrimLeft(raw, "\r\n") }

func trimLineEnd(raw []byte) (text []byte, eol string) {
	if text, found := bytes.CutSuffix(raw, []byte("\r\n")); found {
		return text, "\r\n"
	}
	text, found := bytes.CutSuffix(raw, []byte("\n"))
	if !found {
		text, _ = bytes.CutSuffix(raw, []byte("\r")) // which encoding/csv drops at the very end
	}
	return text, "\n"
}
