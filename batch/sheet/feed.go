package sheet

import (
	"bytes"
	"encoding/csv"

	"github.com/gocarina/gocsv"
)

// A feed converts cells to a T through gocsv, like the cells that come directly from a text. It serves cells from other
// sources: workbooks and repaired records.
type feed[T any] struct {
	text   bytes.Buffer
	writer *csv.Writer
	rows   *gocsv.Unmarshaller
}

// newFeed returns a feed for the columns with the given csv tags of T.
func newFeed[T any](names []string) (*feed[T], error) {
	f := new(feed[T])
	f.writer = csv.NewWriter(&f.text)
	if err := f.write(names); err != nil {
		return nil, err
	}
	reader := csv.NewReader(&f.text)
	reader.ReuseRecord = true
	var err error
	f.rows, err = gocsv.NewUnmarshaller(reader, new(T))
	return f, err
}

// write makes cells the next line that gocsv reads.
func (f *feed[T]) write(cells []string) error {
	f.text.Reset()                         // drop the text that gocsv has read
	if len(cells) == 1 && cells[0] == "" { // gocsv would skip a blank line
		f.text.WriteString("\"\"\n")
		return nil
	}
	if err := f.writer.Write(cells); err != nil {
		return err
	}
	f.writer.Flush()
	return f.writer.Error()
}

// row converts cells to a T. There must be as many cells as columns. unknown holds the cells of the columns that have
// no field in T; it is nil unless keepUnknown is set.
func (f *feed[T]) row(cells []string, keepUnknown bool) (row *T, unknown map[string]string, err error) {
	if err := f.write(cells); err != nil {
		return nil, nil, err
	}
	return readRow[T](f.rows, keepUnknown)
}

// readRow reads one row from gocsv. unknown holds the cells of columns that have no field in T; it is nil unless
// keepUnknown is set.
func readRow[T any](rows *gocsv.Unmarshaller, keepUnknown bool) (*T, map[string]string, error) {
	if keepUnknown {
		row, cells, err := rows.ReadUnmatched()
		if err != nil {
			return nil, nil, err
		}
		return row.(*T), cells, nil
	}
	row, err := rows.Read()
	if err != nil {
		return nil, nil, err
	}
	return row.(*T), nil, nil
}
