package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// grid are the records of a workbook.
type grid[T any] struct {
	book *workbook
	feed *feed[T]
	head Header
	text bytes.Buffer // the last record as CSV
	csv  *csv.Writer

	options Options
	ahead   []gridRow // rows that were read to find the header, and not handed out yet
	ended   bool      // there are no more behind them
	again   *repetition
	aside   []Aside
}

// A gridRow is what workbook.next returns.
type gridRow struct {
	line   int
	cells  []string
	faults []Fault
}

func newGrid[T any](r opened, o Options) (*grid[T], error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	book, err := newWorkbook(data, &o, 0)
	if err != nil {
		return nil, err
	}
	g := &grid[T]{book: book, options: o}
	g.csv = csv.NewWriter(&g.text)
	return g, nil
}

func (g *grid[T]) header() (Header, error) {
	head, err := g.findHeader()
	if err != nil {
		return Header{}, err
	}
	for _, name := range head.cells {
		g.head.Names = append(g.head.Names, strings.TrimSpace(name))
	}
	raw, err := g.raw(head.cells)
	g.head.Line, g.head.Raw = head.line, bytes.Clone(raw)
	g.head.EOL, g.head.Delimiter, g.head.Quote, g.head.Encoding = "\n", ',', '"', utf8Text
	g.head.Workbook, g.head.Sheet, g.head.Sheets = true, g.book.sheetName(), g.book.visibleSheets()
	g.again = newRepetition(g.head.Names, &g.options)
	return g.head, err
}

// findHeader reads up to the header, and keeps what it has read of the rows below.
func (g *grid[T]) findHeader() (head gridRow, err error) {
	for len(g.ahead) < mostAbove || g.options.HeaderRow > g.ahead[len(g.ahead)-1].line {
		line, cells, faults, err := g.book.next()
		if errors.Is(err, io.EOF) {
			g.ended = true
			break
		}
		if err != nil {
			return head, err
		}
		g.ahead = append(g.ahead, gridRow{line, slices.Clone(cells), slices.Clone(faults)})
		if g.options.Recognize == nil && g.options.HeaderRow == 0 {
			break
		}
	}
	if len(g.ahead) == 0 {
		return head, ErrEmpty
	}
	at := 0
	if want := g.options.HeaderRow; want > 0 {
		if at = slices.IndexFunc(g.ahead, func(r gridRow) bool { return r.line == want }); at < 0 {
			return head, noHeaderRow(want)
		}
	} else {
		at = max(0, findHeader(min(len(g.ahead), mostAbove), g.options.Recognize, func(i int) []string { return g.ahead[i].cells }))
	}
	for _, row := range g.ahead[:at] {
		g.aside = append(g.aside, Aside{row.line, AboveHeader})
	}
	head, g.ahead = g.ahead[at], g.ahead[at+1:]
	return head, nil
}

// read gives the next row of the sheet.
func (g *grid[T]) read() (row gridRow, err error) {
	if len(g.ahead) > 0 {
		row, g.ahead = g.ahead[0], g.ahead[1:]
		return row, nil
	}
	if g.ended {
		return row, io.EOF
	}
	row.line, row.cells, row.faults, err = g.book.next()
	return row, err
}

func (g *grid[T]) rename(names []string) (err error) {
	g.feed, err = newFeed[T](names)
	return err
}

func (g *grid[T]) encoding() (Encoding, bool) { return utf8Text, false }

func (g *grid[T]) setAside() []Aside {
	all := append(slices.Clone(g.aside), g.book.aside...)
	slices.SortStableFunc(all, func(a, b Aside) int { return a.Line - b.Line })
	return all
}

func (g *grid[T]) close() error { return g.book.close() }

// next takes cells as they stand: a row may end early, as its last cells are empty.
func (g *grid[T]) next(keepUnknown bool) (Record, *T, error) {
	from, err := g.read()
	if err != nil {
		return Record{}, nil, err
	}
	cells := from.cells
	if g.again.suspectsCells(cells) {
		again, err := g.again.judge(from.line, cells)
		if err != nil {
			return Record{Line: from.line}, nil, err
		}
		if again {
			g.aside = append(g.aside, Aside{from.line, HeaderRepeated})
			return g.next(keepUnknown)
		}
	}
	rec := Record{Line: from.line, Faults: from.faults}
	for len(cells) < len(g.head.Names) {
		cells = append(cells, "")
	}
	if rec.Raw, err = g.raw(cells); err != nil {
		return rec, nil, err
	}
	fitted, bad := g.head.narrow(&rec, cells, nil)
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
