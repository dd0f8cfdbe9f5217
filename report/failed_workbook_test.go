package report

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func writtenWorkbook(t fataler, header []string, records [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := newTextWorkbook(&b, "Failed rows", header)
	if err != nil {
		t.Fatalf("%v", err)
	}
	for _, cells := range records {
		if err := w.write(cells); err != nil {
			t.Fatalf("%v", err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

// openBook opens a workbook with the reader of excelize.
func openBook(t fataler, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return f
}

func TestAWorkbookOfFailedRowsHoldsTextAlone(t *testing.T) {
	header := []string{"extension", "local_gmt", "problem"}
	values := []string{
		"00123", "-5.00", "7275551212", "12345678901234567890", "7.28E+09", "5-Mar", "=1+1", `=HYPERLINK("x")`, "+1", "@x", "'x", "TRUE", "#N/A",
		" spaces ", "  ", "line\nbreak", "CR\r\nLF\r", "tab\there", `"quotes"`, "<&>]]>", "é ł 日本 😀", "_x000D_", "_x005F_", "_xyz_", "nul\x00bell\x07", "\ufffe", "",
	}
	f := openBook(t, writtenWorkbook(t, header, append([][]string{{}}, values, []string{"1001"})))
	defer func() { _ = f.Close() }()
	got, err := f.GetRows("Failed rows")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]string{header, nil, values[:len(values)-1], {"1001"}}, got); d != "" {
		t.Error(d)
	}
	for i := range values[:len(values)-1] {
		cell, _ := excelize.CoordinatesToCellName(i+1, 3)
		kind, _ := f.GetCellType("Failed rows", cell)
		formula, _ := f.GetCellFormula("Failed rows", cell)
		if kind != excelize.CellTypeInlineString || formula != "" || !isText(t, f, cell) {
			t.Errorf("%s is no text: %v %q", cell, kind, formula)
		}
	}
	for _, cell := range []string{"A1", "A4", "XFD1048576"} { // empty cells as well
		column, _, _ := excelize.SplitCellName(cell)
		style, err := f.GetColStyle("Failed rows", column)
		if format, err2 := f.GetStyle(style); errors.Join(err, err2) != nil || format.NumFmt != 49 {
			t.Errorf("column %s is not formatted as Text: %+v, %v", column, format, err)
		}
	}
}

func isText(t *testing.T, f *excelize.File, cell string) bool {
	style, err := f.GetCellStyle("Failed rows", cell)
	if err != nil {
		t.Fatal(err)
	}
	format, err := f.GetStyle(style)
	return err == nil && format.NumFmt == 49
}

func TestAWorkbookOfFailedRowsIsReadAsItWasWritten(t *testing.T) {
	cell := rapid.OneOf(rapid.String(), rapid.StringMatching(`[=+@0-9. _x\r\n\t<&"'-]{0,12}`), rapid.StringMatching(`(_x[0-9A-F]{4}_|_|x){1,4}`))
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(rapid.StringN(1, 8, -1), 1, 4).Draw(t, "header")
		records := rapid.SliceOfN(rapid.SliceOfN(cell, len(header), len(header)), 1, 5).Draw(t, "records")
		f := openBook(t, writtenWorkbook(t, header, records))
		defer func() { _ = f.Close() }()
		for r, cells := range append([][]string{header}, records...) {
			for c, want := range cells {
				name, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if got, err := f.GetCellValue("Failed rows", name); got != want || err != nil {
					t.Fatalf("%s: wrote %q, read %q, %v", name, want, got, err)
				}
			}
		}
	})
}

func TestAWorkbookOfFailedRowsLeavesNoOtherFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir) // Windows
	w, err := newTextWorkbook(io.Discard, "Failed rows", []string{"phone_pass"})
	if err != nil {
		t.Fatal(err)
	}
	cells := []string{strings.Repeat(passOne, 100)}
	for range 30_000 { // 24 MB
		if err := w.write(cells); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := os.ReadDir(dir); len(files) > 0 || err != nil {
		t.Errorf("%v, %v", files, err)
	}
}

func TestAWorkbookOfFailedRowsOnAFullDisk(t *testing.T) {
	full := errors.New("no space left")
	for room := range 40 {
		w, err := newTextWorkbook(&limitedWriter{room: room * 50, err: full}, "Failed rows", []string{"a"})
		for i := 0; err == nil && i < 2000; i++ {
			err = w.write([]string{strconv.Itoa(i * 7919)})
		}
		if err == nil {
			err = w.close()
		}
		if !errors.Is(err, full) {
			t.Fatalf("with room for %d bytes: %v", room*50, err)
		}
	}
}

type limitedWriter struct {
	room int
	err  error
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	if len(p) > w.room {
		return 0, w.err
	}
	w.room -= len(p)
	return len(p), nil
}

func TestAWorkbookHasRoomForSoMuch(t *testing.T) {
	w, err := newTextWorkbook(io.Discard, "Failed rows", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.write(make([]string, excelize.MaxColumns+1)); err == nil {
		t.Error("a row of too many cells was written")
	}
}
