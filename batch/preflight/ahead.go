package preflight

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/sheet"
)

// An entry is one record as it was read, or why it could not be.
type entry struct {
	sheet.Record
	row *record
	bad *sheet.RecordError
	few []string // the cells of a row that has few of them filled

	tidy  bool            // nothing stands around its values, and none is a word for nothing
	moved bool            // its cells have
	at    apiclient.Field // from this one on
}

// A readAhead is some entries in the list's order; err or last ends the list, and the last tells its encoding and what was set aside.
type readAhead struct {
	entries  []entry
	err      error
	last     bool
	encoding sheet.Encoding
	guessed  bool
	aside    []sheet.Aside
}

// aheadRows is how many records travel together from the goroutine that reads to the one that judges.
const aheadRows = 256

// readAhead reads on while the caller judges, and looks at what needs no other row, as each takes about half the time; it closes batches at the end. The
// first batch comes when the header has been read, and the list knows its columns. Raw bytes are kept only where asked
// for, and for records that cannot be read. Once ctx has ended nobody needs to receive any more.
func (l *List) readAhead(ctx context.Context, r io.Reader, batches chan<- readAhead) {
	defer close(batches)
	reader, err := l.open(r)
	if err == nil {
		defer reader.Close()
	}
	b, z := readAhead{err: err}, newZones(time.Now().Year())
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

func readBatch(r *sheet.Reader[record], z *zones, keepRaw bool) readAhead {
	b := readAhead{entries: make([]entry, 0, aheadRows)}
	for len(b.entries) < aheadRows {
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
			e.few = r.Header.Split(rec.Raw)
		}
		if e.bad == nil {
			phone := (*apiclient.Phone)(row)
			e.tidy = isTidy(phone)
			e.at, e.moved = moved(z, phone)
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
