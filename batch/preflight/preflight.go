package preflight

import (
	"context"
	"io"

	"phonebatch/apiclient"
)

// Read reads a whole list. Problems of rows are in the list and cause no error.
//
// The error is a *sheet.FormatError or a *columns.HeaderError if the input is not a list, a *columns.MappingError, a
// *columns.FillError or a *columns.WhereError if a flag does not fit the list, a *columns.HeldError if columns mark
// rows as not wanted and no flag says what to do with these rows, the error of reading r, or the cause of the end of
// ctx. When ctx ends, Read returns at once, and a call of r.Read that is under way is abandoned. Concurrent calls of
// Read need different readers.
func Read(ctx context.Context, r io.Reader, o Options) (*List, error) {
	l := &List{options: o, Counts: make(map[apiclient.Code]int), groups: make(kindGroups), room: o.Problems}
	batches := make(chan batch, 4)
	go l.readAhead(ctx, r, batches)
	var p *pass
	for {
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case b, more := <-batches:
			if !more {
				return p.finish()
			}
			if b.err != nil {
				return nil, b.err
			}
			if p == nil { // the header has been read
				p = newPass(l)
			}
			if b.last {
				l.Header.Encoding, l.Guessed, l.Aside = b.encoding, b.guessed, b.aside
			}
			p.countWidths(b.entries)
			for i := range b.entries {
				p.take(&b.entries[i])
			}
		}
	}
}
