package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/gocarina/gocsv"

	"phonebatch/batch/codes"
)

// lines reads the records of a text. It is not safe for concurrent use.
type lines[T any] struct {
	text    text
	source  *source
	csv     *csv.Reader
	rows    *gocsv.Unmarshaller
	head    Header
	fitFeed *feed[T] // for records that do not match the header; created at the first such record
	names   []string // the csv tags of the columns

	options Options
	repeats *repeatFinder
	lenient *lenientParser // for records with broken quotes; created at the first such record
	aside   []Aside
}

// newLines reads the first chunk of a text and finds its layout. The error is a *FormatError or an error of reading r.
func newLines[T any](r input, o Options) (*lines[T], error) {
	l := &lines[T]{text: newText(r, o.Encoding), options: o}
	var err error
	if l.source, err = newSource(l.text); err != nil {
		return nil, err
	}
	if err := foreignText(l.source.window); err != nil {
		return nil, err
	}
	b, err := findLayout(l.source.window, l.source.crOnly, &o)
	if err != nil {
		return nil, err
	}
	l.source.blankOut(b.header)
	l.source.singleQuotes = b.singleQuotes
	l.csv = csv.NewReader(l.source)
	l.csv.Comma, l.csv.TrimLeadingSpace = b.delimiter, b.spacedQuotes
	l.head.Delimiter, l.head.Preamble, l.head.Quote, l.aside = b.delimiter, b.preamble, '"', b.aside
	if b.singleQuotes {
		l.head.Quote = '\''
	}
	return l, nil
}

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
		l.head.Names = append(l.head.Names, strings.TrimSpace(l.source.restoreQuotes(name)))
	}
	l.repeats = newRepeatFinder(l.head.Names, &l.options)
	l.csv.ReuseRecord = true // gocsv stores the strings, but not the slice
	return l.head, nil
}

// headerError turns an error of the CSV reader in the header into a *FormatError.
func headerError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &FormatError{
			Code:   codes.BrokenHeader,
			Line:   parse.StartLine,
			Reason: "the header has a quote that is not closed or is in the wrong place",
			Remedy: codes.Remedy(codes.BrokenHeader),
		}
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

func (l *lines[T]) setAside() []Aside { return l.aside }

func (l *lines[T]) close() error { return nil }

// next implements records. It skips blank records and repeated headers.
func (l *lines[T]) next(keepUnknown bool) (Record, *T, error) {
	for {
		row, cells, err := l.read(keepUnknown)
		raw, _ := trimLineEnd(trimBlankLines(l.source.take(l.csv.InputOffset())))
		if l.head.blank(raw) && (err == nil || errors.Is(err, csv.ErrFieldCount)) {
			continue
		}
		var parse *csv.ParseError
		if err != nil && !errors.As(err, &parse) {
			return Record{}, nil, err
		}
		rec := Record{Raw: raw, Cells: cells}
		if parse != nil {
			rec.Line = parse.StartLine
		} else {
			rec.Line, _ = l.csv.FieldPos(0)
		}
		if repeated, err := l.repeatsHeader(rec); err != nil {
			return rec, nil, err
		} else if repeated {
			l.aside = append(l.aside, Aside{rec.Line, HeaderRepeated})
			continue
		}
		switch {
		case parse != nil && !errors.Is(err, csv.ErrFieldCount):
			return l.repairQuotes(rec, parse, keepUnknown)
		case parse != nil || l.source.singleQuotes:
			return l.fitRecord(rec, keepUnknown)
		}
		if len(raw) > maxCell {
			all, _, _ := l.split(raw)
			if e := l.head.tooLong(rec, all); e != nil {
				return rec, nil, e
			}
		}
		return rec, row, nil
	}
}

// read reads one record. If the cells are in single quotes, the row is nil and fitRecord makes the row from the
// record's text.
func (l *lines[T]) read(keepUnknown bool) (*T, map[string]string, error) {
	if l.source.singleQuotes {
		_, err := l.csv.Read()
		return nil, nil, err
	}
	return readRow[T](l.rows, keepUnknown)
}

// repeatsHeader reports whether a record repeats the header. Its error is that of repeatFinder.isHeader.
func (l *lines[T]) repeatsHeader(rec Record) (bool, error) {
	if !l.repeats.mayBeHeader(rec.Raw) {
		return false, nil
	}
	return l.repeats.isHeader(rec.Line, splitLine(rec.Raw, l.csv.Comma))
}

// fitRecord reads a record whose number of cells differs from the header, or whose cells are in single quotes. If the
// cells do not fit the header, the error is a *RecordError.
func (l *lines[T]) fitRecord(rec Record, keepUnknown bool) (Record, *T, error) {
	all, ends, err := l.split(rec.Raw)
	if err != nil {
		return rec, nil, err
	}
	cells, bad := l.head.fitCells(&rec, all, l.options.Optional)
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
	return l.parse(rec, cells, keepUnknown)
}

// repairQuotes reads a record whose quotes the CSV reader refuses, if the record has one clear meaning. Otherwise the
// error is a *RecordError.
func (l *lines[T]) repairQuotes(rec Record, parse *csv.ParseError, keepUnknown bool) (Record, *T, error) {
	if l.lenient == nil {
		l.lenient = newLenientParser(l.csv.Comma)
	}
	cells, ok := l.lenient.cells(string(rec.Raw))
	if !ok || l.source.singleQuotes || len(cells) != len(l.head.Names) {
		return rec, nil, brokenQuotes(rec, parse, &l.head)
	}
	return l.parse(rec, cells, keepUnknown)
}

// parse converts cells to a T. There must be as many cells as the header has.
func (l *lines[T]) parse(rec Record, cells []string, keepUnknown bool) (_ Record, row *T, err error) {
	if l.fitFeed == nil {
		if l.fitFeed, err = newFeed[T](l.names); err != nil {
			return rec, nil, err
		}
	}
	row, rec.Cells, err = l.fitFeed.row(cells, keepUnknown)
	return rec, row, err
}

// split splits a record with sound quotes into cells, and returns the offset of each cell in raw, with the spaces
// before it. The CSV reader does not give the offsets of a record whose number of cells it refuses, so split reads the
// record again.
func (l *lines[T]) split(raw []byte) (cells []string, starts []int, err error) {
	lf := bytes.Clone(raw)
	if l.source.crOnly {
		crToLF(lf)
	}
	if l.source.singleQuotes {
		swapQuotes(lf)
	}
	r := csv.NewReader(bytes.NewReader(lf))
	r.Comma, r.TrimLeadingSpace = l.csv.Comma, l.csv.TrimLeadingSpace
	if cells, err = r.Read(); err != nil {
		return nil, nil, err
	}
	for i := range cells {
		cells[i] = l.source.restoreQuotes(cells[i])
	}
	lineStarts := []int{0}
	for i, b := range lf {
		if b == '\n' {
			lineStarts = append(lineStarts, i+1)
		}
	}
	for i := range cells {
		line, column := r.FieldPos(i)
		start := lineStarts[line-1] + column - 1
		if r.TrimLeadingSpace { // the reader gives the place behind the spaces; they are part of the cell's text
			start = len(bytes.TrimRightFunc(lf[:start], unicode.IsSpace))
		}
		starts = append(starts, start)
	}
	return cells, starts, nil
}
