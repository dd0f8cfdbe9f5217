package sheet

import (
	"bytes"
	"encoding/csv"

	"github.com/gocarina/gocsv"
)

// A feed makes a T of cells that come from elsewhere than the text itself: they go through gocsv as all others do.
type feed[T any] struct {
	text   bytes.Buffer
	writer *csv.Writer
	rows   *gocsv.Unmarshaller
}

// newFeed makes one for columns named by the tags of T.
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

func (f *feed[T]) write(cells []string) error {
	f.text.Reset()                         // of what was read
	if len(cells) == 1 && cells[0] == "" { // which would be a blank line
		f.text.WriteString("\"\"\n")
		return nil
	}
	if err := f.writer.Write(cells); err != nil {
		return err
	}
	f.writer.Flush()
	return f.writer.Error()
}

// row takes as many cells as there are columns. unknown are the cells of columns that T has no field for.
func (f *feed[T]) row(cells []string, keepUnknown bool) (row *T, unknown map[string]string, err error) {
	if err := f.write(cells); err != nil {
		return nil, nil, err
	}
	return readRow[T](f.rows, keepUnknown)
}

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
