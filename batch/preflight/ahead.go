package preflight

import (
	"bytes"
	"errors"
	"io"

	"phonebatch/batch/sheet"
)

// An entry is one record as it was read, or why it could not be.
type entry struct {
	sheet.Record
	row *record
	bad *sheet.RecordError
}

// A readAhead is some entries in the list's order; err ends the list, io.EOF apart.
type readAhead struct {
	entries []entry
	err     error
}

// aheadRows is how many records travel together from the goroutine that reads to the one that judges.
const aheadRows = 256

// ahead reads on while the caller judges, as each takes about half the time. The caller must receive until the
// channel is closed. Raw bytes are kept only where asked for, and for records that cannot be read.
func ahead(r *sheet.Reader[record], keepRaw bool) <-chan readAhead {
	batches := make(chan readAhead, 4)
	go func() {
		defer close(batches)
		for {
			b := readBatch(r, keepRaw)
			end := b.err != nil
			if errors.Is(b.err, io.EOF) {
				b.err = nil
			}
			batches <- b
			if end {
				return
			}
		}
	}()
	return batches
}

func readBatch(r *sheet.Reader[record], keepRaw bool) readAhead {
	b := readAhead{entries: make([]entry, 0, aheadRows)}
	for len(b.entries) < aheadRows {
		rec, row, err := r.Next()
		e := entry{Record: rec, row: row}
		switch {
		case errors.As(err, &e.bad):
			e.bad.Raw = bytes.Clone(e.bad.Raw)
		case err != nil:
			b.err = err
			return b
		case keepRaw:
			e.Raw = bytes.Clone(rec.Raw)
		default:
			e.Raw = nil
		}
		b.entries = append(b.entries, e)
	}
	return b
}
