//go:build unix

package main

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbook writes the rows of a list as a workbook of text cells.
func workbook(b *testing.B, list string) string {
	b.Helper()
	from, err := os.Open(list)
	if err != nil {
		b.Fatal(err)
	}
	defer from.Close()
	book := excelize.NewFile()
	defer book.Close()
	sheet, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	rows := csv.NewReader(from)
	for n := 1; ; n++ {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		row := make([]any, len(cells))
		for i, cell := range cells {
			row[i] = cell
		}
		name, _ := excelize.CoordinatesToCellName(1, n)
		if err := errors.Join(err, sheet.SetRow(name, row)); err != nil {
			b.Fatal(err)
		}
	}
	path := filepath.Join(b.TempDir(), strings.TrimSuffix(filepath.Base(list), ".csv")+".xlsx")
	if err := errors.Join(sheet.Flush(), book.SaveAs(path)); err != nil {
		b.Fatal(err)
	}
	return path
}

// bareRows is excelize's own pass over a workbook's rows.
func bareRows(b *testing.B, path string) time.Duration {
	b.Helper()
	began := time.Now()
	book, err := excelize.OpenFile(path)
	if err != nil {
		b.Fatal(err)
	}
	defer book.Close()
	rows, err := book.Rows("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(began)
}

// BenchmarkWorkbook: 50,000 rows of 20 cells, against excelize's bare pass over the same file; and an import of them,
// which keeps all rows.
func BenchmarkWorkbook(b *testing.B) {
	binary, book := compile(b), workbook(b, list(b, 50_000))
	for range b.N {
		bare, whole, peak := time.Hour, time.Hour, 0.0
		for range rounds {
			bare = min(bare, bareRows(b, book))
			took, mib := timed(b, binary, "check", "--quiet", book)
			whole, peak = min(whole, took), max(peak, mib)
		}
		_, kept := timed(b, binary, "check", "--quiet", "--results", filepath.Join(b.TempDir(), "r.csv"), book)
		b.ReportMetric(float64(whole)/float64(bare), "x-bare-rows")
		b.ReportMetric(peak, "peak-MiB")
		b.ReportMetric(kept, "peak-MiB-with-results")
	}
}
