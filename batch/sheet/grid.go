package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// grid are the records of a workbook.
type grid[T any] struct {
	book *workbook
	feed *feed[T]
	head Header
	text bytes.Buffer // the last record as CSV
	csv  *csv.Writer
}

func newGrid[T any](r opened, o Options) (*grid[T], error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	book, err := newWorkbook(data, o.Sheet, 0)
	if err != nil {
		return nil, err
	}
	g := &grid[T]{book: book}
	g.csv = csv.NewWriter(&g.text)
	return g, nil
}

func (g *grid[T]) header() (Header, error) {
	line, cells, _, err := g.book.next()
	if errors.Is(err, io.EOF) {
		return Header{}, ErrEmpty
	}
	if err != nil {
		return Header{}, err
	}
	for _, name := range cells {
		g.head.Names = append(g.head.Names, strings.TrimSpace(name))
	}
	raw, err := g.raw(cells)
	g.head.Line, g.head.Raw = line, bytes.Clone(raw)
	g.head.EOL, g.head.Delimiter, g.head.Encoding = "\n", ',', utf8Text
	g.head.Workbook, g.head.Sheet, g.head.Sheets = true, g.book.sheetName(), g.book.visibleSheets()
	return g.head, err
}

func (g *grid[T]) rename(names []string) (err error) {
	g.feed, err = newFeed[T](names)
	return err
}

func (g *grid[T]) encoding() (Encoding, bool) { return utf8Text, false }

func (g *grid[T]) close() error { return g.book.close() }

// next takes cells as they stand: a row may end early, as its last cells are empty.
func (g *grid[T]) next(keepUnknown bool) (Record, *T, error) {
	line, cells, faults, err := g.book.next()
	if err != nil {
		return Record{}, nil, err
	}
	rec := Record{Line: line, Faults: faults}
	for len(cells) < len(g.head.Names) {
		cells = append(cells, "")
	}
	if rec.Raw, err = g.raw(cells); err != nil {
		return rec, nil, err
	}
	fitted, bad := g.head.narrow(rec, cells)
	if bad == nil {
		bad = g.head.tooLong(rec, fitted)
	}
	if bad != nil {
		bad.Remedy = "delete what stands to the right of the table, or give it a header"
		return rec, nil, bad
	}
	row, unknown, err := g.feed.row(fitted, keepUnknown)
	rec.Cells = unknown
	return rec, row, err
}

// raw writes cells as CSV.
func (g *grid[T]) raw(cells []string) ([]byte, error) {
	g.text.Reset()
	if err := g.csv.Write(cells); err != nil {
		return nil, err
	}
	g.csv.Flush()
	return bytes.TrimSuffix(g.text.Bytes(), []byte("\n")), g.csv.Error()
}
