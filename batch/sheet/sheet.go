// Package sheet turns the bytes of a list into numbered records, and keeps each record's original text. It knows no
// phones: what the columns mean is the business of whoever asks for a reader.
//
// It reads text in UTF-8, UTF-16 with a byte-order mark, windows-1252 and what else it is told to, with commas, semicolons,
// tabs or bars between cells and any line ends; workbooks (.xlsx); and all that compressed by gzip. What a file is, its
// content tells and not its name. What it cannot read it refuses with a FormatError that names the way out.
package sheet

import (
	"errors"
	"fmt"
	"io"
)

// A Record is where one record of a list stands, and what its text is.
type Record struct {
	Line   int    // the physical line on which it starts, the first one being 1; of a workbook the row
	Raw    []byte // its text as UTF-8 without the line end, of a workbook as CSV with commas. Valid until the next Next
	Filled int    // how many of its cells are not blank, as far as that is more than enough: Enough stands for more
	// Surplus is how many blank cells the record has more than the header. They are not in Raw.
	Surplus int
	Short   bool // it ends before its last columns, which may be left out (Options.Optional)
	// Cells are those of columns that T has no field for, by name; nil unless the reader's KeepUnknown.
	Cells  map[string]string
	Faults []Fault // of a workbook: what its cells do not show. Valid until the next Next
}

// A RecordError says that one record cannot be read. Reading goes on behind it. Its Record is complete but for cells.
type RecordError struct {
	Record
	Code   string // missing_cells, extra_cells, broken_quotes, cell_too_long
	Column string // the first missing column or the long one, where that is what is wrong
	Reason string
	Remedy string
}

func (e *RecordError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// A Header is the list's first record, and what the list is written like.
type Header struct {
	Line      int
	Names     []string // as they stand, surrounding spaces trimmed
	Raw       []byte   // as of a Record
	EOL       string   // the line end after it
	Encoding  Encoding // of a text; what it is is sure at the end alone: see Reader.Encoding
	Delimiter rune     // between cells in Raw
	Quote     rune     // around cells in Raw: a double quote, or a single one
	Preamble  []byte   // the line that tells Excel of the delimiter, with its line end; nil where there is none
	Workbook  bool
	Sheet     string   // of a workbook: the one that is read
	Sheets    []string // and all that are visible
}

// Rename maps the columns as the list names them to the csv tags of T. A column that T has no field for keeps a name
// of its own. An error ends the reading before the first record.
type Rename func(h Header) ([]string, error)

// A Reader reads records into values of T, whose string fields carry csv tags. It is not safe for concurrent use.
type Reader[T any] struct {
	Header      Header
	KeepUnknown bool // hand out the cells of columns that T has no field for; set before the first Next

	options Options
	records records[T]
	rows    int
}

// records are where a Reader's records come from.
type records[T any] interface {
	// header reads the first record.
	header() (Header, error)
	// rename names the columns of that header by the tags of T.
	rename(names []string) error
	// next is as Reader.Next.
	next(keepUnknown bool) (Record, *T, error)
	// setAside is as Reader.Aside.
	setAside() []Aside
	// encoding is as Reader.Encoding.
	encoding() (e Encoding, guessed bool)
	close() error
}

// ErrEmpty is returned for a list without any record, not even a header.
var ErrEmpty = &FormatError{Code: "empty_file", Reason: "the file is empty", Remedy: "phonebatch sample writes a list to start from"}

// NewReader reads the header and maps its columns. Its errors are a *FormatError, what rename returned, or what
// reading r returned. End with Close.
func NewReader[T any](r io.Reader, o Options, rename Rename) (*Reader[T], error) {
	reader, err := open(r)
	if err != nil {
		return nil, err
	}
	l := &Reader[T]{options: o}
	if l.records, err = newRecords[T](reader, o); err != nil {
		return nil, err
	}
	if err = l.begin(rename); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func newRecords[T any](r opened, o Options) (records[T], error) {
	if r.workbook {
		return newGrid[T](r, o)
	}
	if o.Sheet != "" {
		return nil, &FormatError{Code: "no_such_sheet", Reason: "the list is text, and has no sheets", Remedy: "leave --sheet out"}
	}
	return newLines[T](r, o)
}

func (r *Reader[T]) begin(rename Rename) (err error) {
	if r.Header, err = r.records.header(); err != nil {
		return err
	}
	names, err := rename(r.Header)
	if err != nil {
		return err
	}
	return r.records.rename(names)
}

// Next returns the next record that is not blank. It returns io.EOF after the last; a *RecordError for a record that
// cannot be read, after which Next can be called again; anything else ends the reading.
func (r *Reader[T]) Next() (Record, *T, error) {
	rec, row, err := r.records.next(r.KeepUnknown)
	rec.Filled = filledCells(rec.Raw, &r.Header)
	var bad *RecordError
	if err != nil && !errors.As(err, &bad) {
		return Record{}, nil, err
	}
	if r.rows++; r.rows > r.options.maxRows() {
		return Record{}, nil, r.options.tooManyRows(rec.Line)
	}
	return rec, row, err
}

// Encoding is the encoding of a text as far as it is known: it is sure when Next has returned io.EOF. guessed says that it
// is neither said nor marked nor UTF-8.
func (r *Reader[T]) Encoding() (e Encoding, guessed bool) { return r.records.encoding() }

// Aside lists the rows that are no records, by line. It is complete when Next has returned io.EOF.
func (r *Reader[T]) Aside() []Aside { return r.records.setAside() }

// Close gives free what a workbook takes.
func (r *Reader[T]) Close() error { return r.records.close() }

// narrow fits cells to the header's columns where only blank ones are too many, or nameless or optional ones too few:
// spreadsheets leave both behind. Otherwise it says what is wrong.
func (h *Header) narrow(rec *Record, cells []string, optional func(column int) bool) ([]string, *RecordError) {
	want, have := len(h.Names), len(cells)
	for have > want && blankCell(cells[have-1]) {
		have--
	}
	rec.Surplus = len(cells) - have
	cells = cells[:have]
	missing := have
	for missing < want && (h.Names[missing] == "" || optional != nil && optional(missing)) {
		missing++
	}
	for missing == want && have < want {
		rec.Short = rec.Short || h.Names[have] != ""
		cells, have = append(cells, ""), have+1
	}
	e := &RecordError{Record: *rec, Remedy: "give the row as many cells as the header has; a cell that holds " + h.delimiterName() + " must stand in quotes"}
	switch {
	case have < want:
		e.Code, e.Column = "missing_cells", h.Names[have]
		e.Reason = fmt.Sprintf("the row has %d of the header's %d cells: it ends before column %q", have, want, e.Column)
	case have > want:
		e.Code = "extra_cells"
		e.Reason = fmt.Sprintf("the row has %d cells, %d more than the header", have, have-want)
	default:
		return cells, nil
	}
	return nil, e
}

// tooLong finds a cell that no spreadsheet could hold.
func (h *Header) tooLong(rec Record, cells []string) *RecordError {
	for i, cell := range cells {
		if len(cell) > maxCell {
			return &RecordError{Record: rec, Code: "cell_too_long", Column: h.Names[min(i, len(h.Names)-1)], Reason: fmt.Sprintf("a cell has %d bytes: is a quote missing before or behind it?", len(cell)), Remedy: fmt.Sprintf("no cell may have more than %d", maxCell)}
		}
	}
	return nil
}

func (h *Header) delimiterName() string {
	switch h.Delimiter {
	case ',':
		return "a comma"
	case ';':
		return "a semicolon"
	case '\t':
		return "a tab"
	}
	return fmt.Sprintf("a %q", h.Delimiter)
}
