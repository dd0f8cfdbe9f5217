package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
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

	options  Options
	again    *repetition
	tolerant *tolerant // for records whose quotes are broken; nil until there is one
	aside    []Aside
}

func newLines[T any](r opened, o Options) (*lines[T], error) {
	l := &lines[T]{text: newText(r, o.Encoding), options: o}
	var err error
	if l.source, err = newSource(l.text); err != nil {
		return nil, err
	}
	if err := foreignText(l.source.window); err != nil {
		return nil, err
	}
	b, err := findBeginning(l.source.window, l.source.returns, &o)
	if err != nil {
		return nil, err
	}
	l.source.clear(b.header)
	l.source.single = b.single
	l.csv = csv.NewReader(l.source)
	l.csv.Comma, l.csv.TrimLeadingSpace = b.delimiter, b.spaced
	l.head.Delimiter, l.head.Preamble, l.head.Quote, l.aside = b.delimiter, b.preamble, '"', b.aside
	if b.single {
		l.head.Quote = '\''
	}
	return l, nil
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
		l.head.Names = append(l.head.Names, strings.TrimSpace(l.unswapped(name)))
	}
	l.again = newRepetition(l.head.Names, &l.options)
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

func (l *lines[T]) setAside() []Aside { return l.aside }

func (l *lines[T]) close() error { return nil }

func (l *lines[T]) next(keepUnknown bool) (Record, *T, error) {
	for {
		row, cells, err := l.read(keepUnknown)
		raw, _ := trimLineEnd(trimBlankLines(l.source.take(l.csv.InputOffset())))
		if l.blank(raw) && (err == nil || errors.Is(err, csv.ErrFieldCount)) {
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
		if again, err := l.repeats(rec); err != nil {
			return rec, nil, err
		} else if again {
			l.aside = append(l.aside, Aside{rec.Line, HeaderRepeated})
			continue
		}
		switch {
		case parse != nil && !errors.Is(err, csv.ErrFieldCount):
			return l.mend(rec, parse, keepUnknown)
		case parse != nil || l.source.single:
			return l.fit(rec, keepUnknown)
		}
		if len(raw) > maxCell {
			all, _, _ := l.cells(raw)
			if e := l.head.tooLong(rec, all); e != nil {
				return rec, nil, e
			}
		}
		return rec, row, nil
	}
}

// read reads one record. Of cells in single quotes the row is nil: they are taken from the record's text.
func (l *lines[T]) read(keepUnknown bool) (*T, map[string]string, error) {
	if l.source.single {
		_, err := l.csv.Read()
		return nil, nil, err
	}
	return readRow[T](l.rows, keepUnknown)
}

// repeats says whether a record is the header once more.
func (l *lines[T]) repeats(rec Record) (bool, error) {
	if !l.again.suspects(rec.Raw) {
		return false, nil
	}
	return l.again.judge(rec.Line, splitLine(rec.Raw, l.csv.Comma))
}

// fit takes a record that has not as many cells as the header.
func (l *lines[T]) fit(rec Record, keepUnknown bool) (Record, *T, error) {
	all, ends, err := l.cells(rec.Raw)
	if err != nil {
		return rec, nil, err
	}
	cells, bad := l.head.narrow(&rec, all, l.options.Optional)
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
	return l.fitted(rec, cells, keepUnknown)
}

// fitted makes a row of as many cells as the header has.
func (l *lines[T]) fitted(rec Record, cells []string, keepUnknown bool) (_ Record, row *T, err error) {
	if l.misfit == nil {
		if l.misfit, err = newFeed[T](l.names); err != nil {
			return rec, nil, err
		}
	}
	row, rec.Cells, err = l.misfit.row(cells, keepUnknown)
	return rec, row, err
}

// cells takes a record apart that is sound but for their number, and tells where each begins. The CSV reader knows it too,
// but keeps it to itself when it refuses the record.
func (l *lines[T]) cells(raw []byte) (cells []string, starts []int, err error) {
	lf := bytes.Clone(raw)
	if l.source.returns {
		withLF(lf)
	}
	if l.source.single {
		swapQuotes(lf)
	}
	r := csv.NewReader(bytes.NewReader(lf))
	r.Comma, r.TrimLeadingSpace = l.csv.Comma, l.csv.TrimLeadingSpace
	if cells, err = r.Read(); err != nil {
		return nil, nil, err
	}
	for i := range cells {
		cells[i] = l.unswapped(cells[i])
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

// blank says whether a record has nothing but separators and white space: a row that a spreadsheet left behind.
func (l *lines[T]) blank(raw []byte) bool {
	for _, b := range raw {
		if b != byte(l.head.Delimiter) && b != ' ' && b != '\t' && b != byte(l.head.Quote) && b != '\r' && b != '\n' {
			return false
		}
	}
	return true
}

func blankCell(cell string) bool { return strings.TrimSpace(cell) == "" }
