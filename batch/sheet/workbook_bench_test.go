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

// bigWorkbook returns a list of 20 columns with the given number of rows. 11 cells are different in every row. If
// number is set, every second column holds numbers with the format 00000.
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

// BenchmarkWorkbook reports the time to read a workbook as a multiple of the time of excelize's Rows. The environment
// variable PHONEBATCH_WORKBOOK may name a workbook to read instead of the generated ones, for example one with shared
// texts.
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
			var bare, own time.Duration
			for b.Loop() {
				start := time.Now()
				want := countBareCells(b, data)
				bare += time.Since(start)
				start = time.Now()
				if got := countCells(b, data); got != want {
					b.Fatalf("%d cells, excelize has %d", got, want)
				}
				own += time.Since(start)
			}
			b.ReportMetric(float64(own)/float64(bare), "x-bare")
		})
	}
}

func countBareCells(b *testing.B, data []byte) (cells int) {
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

func countCells(b *testing.B, data []byte) (cells int) {
	w, err := newWorkbook(data, &Options{}, 0)
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

// BenchmarkFormats reports the time to read 55,000 numbers with formats as a multiple of the time without formats.
func BenchmarkFormats(b *testing.B) {
	formats := []string{"00000", "#,##0.00", `[=1]"Yes";"No"`, "(###) ###-####", "yyyy-mm-dd", "d-mmm-yy", "0.00E+00", `0;-0;"none"`, `"ext "0`}
	plain, formatted := numbersWorkbook(b, nil), numbersWorkbook(b, formats)
	var plainTime, formattedTime time.Duration
	for b.Loop() {
		start := time.Now()
		countCells(b, plain)
		plainTime += time.Since(start)
		start = time.Now()
		countCells(b, formatted)
		formattedTime += time.Since(start)
	}
	b.ReportMetric(float64(formattedTime)/float64(plainTime), "x-plain")
}

// numbersWorkbook returns a workbook of 5,500 rows with ten numbers each. The numbers use the formats in turn.
func numbersWorkbook(b *testing.B, formats []string) []byte {
	return excelizeBook(b, func(f *excelize.File) {
		styles := make([]int, len(formats))
		for i, format := range formats {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				b.Fatal(err)
			}
			styles[i] = style
		}
		sw, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			b.Fatal(err)
		}
		for r := 1; r <= 5500; r++ {
			row := make([]any, 10)
			for c := range row {
				cell := excelize.Cell{Value: 40_000 + 10*r + c}
				if len(styles) > 0 {
					cell.StyleID = styles[(r*10+c)%len(styles)]
				}
				row[c] = cell
			}
			if err := sw.SetRow("A"+strconv.Itoa(r), row); err != nil {
				b.Fatal(err)
			}
		}
		if err := sw.Flush(); err != nil {
			b.Fatal(err)
		}
	})
}
