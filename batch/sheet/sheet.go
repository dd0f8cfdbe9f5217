package sheet

import (
	"errors"
	"io"

	"phonebatch/batch/codes"
)

// A Rename returns the csv tag of T for each column of the header. A column that has no field in T gets a name of its
// own. An error ends the reading before the first record.
type Rename func(h Header) ([]string, error)

// A Reader reads records into values of T, whose string fields have csv tags. It is not safe for concurrent use.
type Reader[T any] struct {
	Header      Header
	KeepUnknown bool // return the cells of columns that have no field in T; set it before the first Next

	options Options
	records records[T]
	rows    int
}

// records is the source of the records of a Reader: lines for a text, grid for a workbook.
type records[T any] interface {
	// header reads the header.
	header() (Header, error)
	// rename sets the csv tag of T for each column of the header.
	rename(names []string) error
	// next does the work of Reader.Next.
	next(keepUnknown bool) (Record, *T, error)
	// setAside does the work of Reader.Aside.
	setAside() []Aside
	// encoding does the work of Reader.Encoding.
	encoding() (e Encoding, guessed bool)
	close() error
}

// NewReader reads the header and maps its columns. The error is a *FormatError, an error of rename, or an error of
// reading r. The caller must Close the reader.
func NewReader[T any](r io.Reader, o Options, rename Rename) (*Reader[T], error) {
	reader, err := open(r)
	if err != nil {
		return nil, err
	}
	l := &Reader[T]{options: o}
	if l.records, err = newRecords[T](reader, o); err != nil {
		return nil, err
	}
	if err = l.readHeader(rename); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// newRecords returns the source of records for a workbook or a text.
func newRecords[T any](r input, o Options) (records[T], error) {
	if r.workbook {
		return newGrid[T](r, o)
	}
	if o.Sheet != "" {
		return nil, &FormatError{
			Code:   codes.NoSuchSheet,
			Reason: "the list is text, and has no sheets",
			Remedy: codes.RemedyFor(codes.NoSuchSheet, codes.TextHasNone),
		}
	}
	return newLines[T](r, o)
}

func (r *Reader[T]) readHeader(rename Rename) (err error) {
	if r.Header, err = r.records.header(); err != nil {
		return err
	}
	names, err := rename(r.Header)
	if err != nil {
		return err
	}
	return r.records.rename(names)
}

// Next returns the next record that is not blank. At the end of the list, the error is io.EOF. A *RecordError says that
// one record cannot be read; the caller may then call Next again. Any other error ends the reading.
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

// Encoding returns the encoding of the text as far as it is known. The encoding is certain when Next has returned
// io.EOF. guessed is true if the text is not UTF-8 and neither the options nor a byte-order mark names the encoding.
func (r *Reader[T]) Encoding() (e Encoding, guessed bool) { return r.records.encoding() }

// Aside returns the rows that are not records, ordered by line. The list is complete when Next has returned io.EOF.
func (r *Reader[T]) Aside() []Aside { return r.records.setAside() }

// Close frees the resources of a workbook.
func (r *Reader[T]) Close() error { return r.records.close() }
