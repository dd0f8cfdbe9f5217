package preflight

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/sheet"
)

// A batch holds entries in the list's order. The batch with err or last is the final one. The batch with last also
// holds the encoding and the records that were set aside.
type batch struct {
	entries  []entry
	err      error
	last     bool
	encoding sheet.Encoding
	guessed  bool
	aside    []sheet.Aside
}

// batchRows is the number of records in a batch.
const batchRows = 256

// readAhead reads the list while the caller judges, and does the checks that need one row only: both goroutines then
// have about half of the work. The first batch is sent when the header has been read and the list knows its columns. An
// entry holds the raw bytes only if Options.Keep is set, or if the record cannot be read. readAhead closes batches when
// it returns, and returns when ctx ends.
func (l *List) readAhead(ctx context.Context, r io.Reader, batches chan<- batch) {
	defer close(batches)
	reader, err := l.open(r)
	if err == nil {
		defer reader.Close()
	}
	b, z := batch{err: err}, newZones(time.Now().Year())
	for {
		select {
		case batches <- b:
		case <-ctx.Done():
			return
		}
		if b.err != nil || b.last {
			return
		}
		if b = readBatch(reader, z, l.options.Keep); errors.Is(b.err, io.EOF) {
			b.err, b.last = nil, true
			b.encoding, b.guessed = reader.Encoding()
			b.aside = reader.Aside()
		}
	}
}

// readBatch reads up to batchRows records. At the end of the list, err is io.EOF.
func readBatch(r *sheet.Reader[record], z *zones, keepRaw bool) batch {
	b := batch{entries: make([]entry, 0, batchRows)}
	for len(b.entries) < batchRows {
		rec, row, err := r.Next()
		e := entry{Record: rec, row: row}
		e.Faults = slices.Clone(rec.Faults)
		switch {
		case errors.As(err, &e.bad):
			e.bad.Raw = bytes.Clone(e.bad.Raw)
		case err != nil:
			b.err = err
			return b
		case rec.Filled < sheet.Enough || beginsTotal(rec.Raw):
			e.cells = r.Header.Split(rec.Raw)
		}
		if e.bad == nil {
			phone := (*apiclient.Phone)(row)
			e.tidy = isTidy(phone)
			e.shiftedFrom, e.shifted = shifted(z, phone)
		}
		switch {
		case e.bad != nil:
		case keepRaw:
			e.Raw = bytes.Clone(rec.Raw)
		default:
			e.Raw = nil
		}
		b.entries = append(b.entries, e)
	}
	return b
}

// open reads the header, and binds the columns and the options to it.
func (l *List) open(r io.Reader) (*sheet.Reader[record], error) {
	about := columns.Options{
		Mapping: l.options.Mapping, Filling: l.options.Filling, Where: l.options.Where, From: l.options.From,
		Servers: l.options.Servers, Alias: l.options.Alias, Leaving: l.options.Leaving,
	}
	if l.options.Dialers != nil {
		about.Mapping = about.Mapping.WithDialers()
	}
	rename := func(h sheet.Header) ([]string, error) {
		cols, names, err := columns.Bind(h, about)
		if err != nil {
			return nil, err
		}
		l.Header, l.cols = h, cols
		l.Mapped, l.Unsure, l.Unknown, l.From = cols.Mapped(), cols.Unsure(), cols.Unknown(), cols.From()
		l.pick(h.Names)
		return names, nil
	}
	options := l.options.Sheet
	options.Optional = func(column int) bool { return l.cols.MayBeEmpty(column) }
	options.Recognize, options.Alike = about.Recognizer(), columns.Alike
	reader, err := sheet.NewReader[record](r, options, rename)
	if err != nil {
		return nil, err
	}
	reader.KeepUnknown = l.cols.NeedsCells() || l.picked.NeedsCells()
	return reader, nil
}

// pick chooses the columns of Row.Cells.
func (l *List) pick(header []string) {
	if l.options.Keep && l.options.Cells != nil {
		l.Cells = l.options.Cells(slices.Clone(header))
		l.picked = l.cols.Pick(l.Cells)
	}
}
