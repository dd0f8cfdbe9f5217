package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"phonebatch/batch/codes"
)

// A grid reads the records of a workbook. It is not safe for concurrent use.
type grid[T any] struct {
	book *workbook
	feed *feed[T]
	head Header
	text bytes.Buffer // the last record as CSV
	csv  *csv.Writer

	options   Options
	readAhead []gridRow // rows read while searching the header, not yet returned
	atEnd     bool      // readAhead holds the last rows of the sheet
	repeats   *repeatFinder
	aside     []Aside
}

// A gridRow holds the results of workbook.next.
type gridRow struct {
	line   int
	cells  []string
	faults []Fault
}

// newGrid reads the whole file into memory and opens the sheet that the options select. Its error is that of
// newWorkbook, or an error of reading r.
func newGrid[T any](r input, o Options) (*grid[T], error) {
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
	g.repeats = newRepeatFinder(g.head.Names, &g.options)
	return g.head, err
}

// findHeader reads up to the header. It stores the rows above the header in aside, and the rows that it has read below
// the header in readAhead.
func (g *grid[T]) findHeader() (head gridRow, err error) {
	for len(g.readAhead) < headerCandidates || g.options.HeaderRow > g.readAhead[len(g.readAhead)-1].line {
		line, cells, faults, err := g.book.next()
		if errors.Is(err, io.EOF) {
			g.atEnd = true
			break
		}
		if err != nil {
			return head, err
		}
		g.readAhead = append(g.readAhead, gridRow{line, slices.Clone(cells), slices.Clone(faults)})
		if g.options.Recognize == nil && g.options.HeaderRow == 0 {
			break
		}
	}
	if len(g.readAhead) == 0 {
		return head, ErrEmpty
	}
	index := 0
	if want := g.options.HeaderRow; want > 0 {
		if index = slices.IndexFunc(g.readAhead, func(r gridRow) bool { return r.line == want }); index < 0 {
			return head, noHeaderRowError(want)
		}
	} else {
		candidates := min(len(g.readAhead), headerCandidates)
		cells := func(i int) []string { return g.readAhead[i].cells }
		index = max(0, findHeader(candidates, g.options.Recognize, cells))
	}
	for _, row := range g.readAhead[:index] {
		g.aside = append(g.aside, Aside{row.line, AboveHeader})
	}
	head, g.readAhead = g.readAhead[index], g.readAhead[index+1:]
	return head, nil
}

// read returns the next row of the sheet.
func (g *grid[T]) read() (row gridRow, err error) {
	if len(g.readAhead) > 0 {
		row, g.readAhead = g.readAhead[0], g.readAhead[1:]
		return row, nil
	}
	if g.atEnd {
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

// next implements records. A row of a workbook may end early, because its last cells are empty.
func (g *grid[T]) next(keepUnknown bool) (Record, *T, error) {
	read, err := g.read()
	if err != nil {
		return Record{}, nil, err
	}
	cells := read.cells
	if g.repeats.mayBeHeaderCells(cells) {
		repeated, err := g.repeats.isHeader(read.line, cells)
		if err != nil {
			return Record{Line: read.line}, nil, err
		}
		if repeated {
			g.aside = append(g.aside, Aside{read.line, HeaderRepeated})
			return g.next(keepUnknown)
		}
	}
	rec := Record{Line: read.line, Faults: read.faults}
	for len(cells) < len(g.head.Names) {
		cells = append(cells, "")
	}
	if rec.Raw, err = g.raw(cells); err != nil {
		return rec, nil, err
	}
	fitted, bad := g.head.fitCells(&rec, cells, nil)
	if bad == nil {
		bad = g.head.tooLong(rec, fitted)
	}
	if bad != nil {
		if bad.Code == codes.ExtraCells {
			bad.Remedy = codes.RemedyFor(codes.ExtraCells, codes.BesideTable)
		}
		return rec, nil, bad
	}
	row, unknown, err := g.feed.row(fitted, keepUnknown)
	rec.Cells = unknown
	return rec, row, err
}

// raw returns cells as a line of CSV. The line is valid until the next call.
func (g *grid[T]) raw(cells []string) ([]byte, error) {
	g.text.Reset()
	if err := g.csv.Write(cells); err != nil {
		return nil, err
	}
	g.csv.Flush()
	return bytes.TrimSuffix(g.text.Bytes(), []byte("\n")), g.csv.Error()
}
