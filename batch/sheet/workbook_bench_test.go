package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// bigWorkbook is a list of rows x 20 cells, 11 of them different in every row. With number, every other column holds
// numbers that are shown as 00000.
func bigWorkbook(t testing.TB, rows int, number bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	zeros := "00000"
	padded, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
	if err != nil {
		t.Fatal(err)
	}
	sw, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for r := 1; r <= rows; r++ {
		row := make([]any, 20)
		for c := range row {
			switch {
			case number && c%2 == 0:
				row[c] = excelize.Cell{StyleID: padded, Value: r}
			case c < 11:
				row[c] = fmt.Sprintf("u%02d-%06d-Gx7kPq", c, r)
			default:
				row[c] = "const " + strconv.Itoa(c)
			}
		}
		if err := sw.SetRow("A"+strconv.Itoa(r), row); err != nil {
			t.Fatal(err)
		}
	}
	if err := sw.Flush(); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// BenchmarkWorkbook tells how long reading takes in passes of excelize's bare Rows. PHONEBATCH_WORKBOOK names a workbook
// to read instead of those made here, such as one whose texts are shared.
func BenchmarkWorkbook(b *testing.B) {
	files := map[string][]byte{"text": bigWorkbook(b, 5000, false), "numbers": bigWorkbook(b, 5000, true)}
	if name := os.Getenv("PHONEBATCH_WORKBOOK"); name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		files = map[string][]byte{"given": data}
	}
	for name, data := range files {
		b.Run(name, func(b *testing.B) {
			var bare, ours time.Duration
			for b.Loop() {
				start := time.Now()
				want := bareCells(b, data)
				bare += time.Since(start)
				start = time.Now()
				if got := ourCells(b, data); got != want {
					b.Fatalf("%d cells, excelize has %d", got, want)
				}
				ours += time.Since(start)
			}
			b.ReportMetric(float64(ours)/float64(bare), "x-bare")
		})
	}
}

func bareCells(b *testing.B, data []byte) (cells int) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := f.Rows(f.GetSheetList()[0])
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		row, err := rows.Columns()
		if err != nil {
			b.Fatal(err)
		}
		cells += len(row)
	}
	return cells
}

func ourCells(b *testing.B, data []byte) (cells int) {
	w, err := newWorkbook(data, "", 0)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = w.close() }()
	for {
		_, row, _, err := w.next()
		if errors.Is(err, io.EOF) {
			return cells
		}
		if err != nil {
			b.Fatal(err)
		}
		cells += len(row)
	}
}
