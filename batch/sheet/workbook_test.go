package sheet

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestNumberFormats(t *testing.T) {
	for _, tt := range []struct {
		name   string
		value  any
		format string
		want   string
	}{
		{"text", "00123", "General", "1 00123"},
		{"text that looks like a formula", "=1+1", "@", "1 =1+1"},
		{"digits", 1001, "General", "1 1001"},
		{"minus", -5, "General", "1 -5"},
		{"12 digits, of which Excel shows fewer", 727555121234, "General", "1 727555121234"},
		{"15 digits", 727555121234567, "General", "1 727555121234567"},
		{"15 digits as text", 727555121234567, "@", "1 727555121234567"},
		{"16 digits", 7275551212345678, "General", "1 7.27555121234568E+15 !long_number@0"},
		{"16 digits, all shown", 7275551212345678, "0", "1 7275551212345680 !long_number@0"},
		{"fraction", 1.5, "General", "1 1.5"},
		{"rounding", 0.1 + 0.2, "General", "1 0.3"},
		{"zeros in front", 123, "00000", "1 00123"},
		{"two places", -5, "0.00", "1 -5.00"},
		{"rounded", 12.6, "0", "1 13"},
		{"phone number", 7275551212, "(###) ###-####", "1 (727) 555-1212"},
		{"literal before a number", 1001, `"ext "0`, "1 ext 1001"},
		{"literal before a text", "1001", `General;General;General;"ext "@`, "1 ext 1001"},
		{"escapes in a text with a literal", "_x005F_x0041_ & <", `"ext "@`, "1 ext _x0041_ & <"},
		{"scientific", 7275551212, "0.00E+00", "1 7.28E+09 !scientific_notation@0"},
		{"scientific notation in a text", "7.28E+09", "General", "1 7.28E+09"},
		{"date", 46348, "d-mmm", "1 22-Nov !date@0"},
		{"time", 0.20833333333333334, "h:mm", "1 5:00 !date@0"},
		{"elapsed hours", 2.5, "[h]:mm", "1 60:00 !date@0"},
		{"date with a language", 46348, `[$-409]mmmm\ d;@`, "1 November 22 !date@0"},
		{"a letter outside a date", 7, `0\h`, "1 7h"},
		{"true", true, "General", "1 TRUE"},
		{"false", false, "General", "1 FALSE"},
		{"spaces", " a  b ", "General", "1  a  b "},
		{"line break", "a\nb", "General", "1 a\nb"},
		{"CR", "a_x000D_\nb", "General", "1 a\r\nb"},
		{"what looks like an escape", "a_x005F_x000D_b", "General", "1 a_x000D_b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readBook(excelizeBook(t, func(f *excelize.File) { setStyled(t, f, "A1", tt.value, tt.format) }), "")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{tt.want}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestBothDateSystems(t *testing.T) {
	day := time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)
	for _, from1904 := range []bool{false, true} {
		got, err := readBook(excelizeBook(t, func(f *excelize.File) {
			style, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
			serial := day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC))
			if from1904 {
				serial = day.Sub(time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC))
			}
			err := errors.Join(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from1904}),
				f.SetCellValue("Sheet1", "A1", serial.Hours()/24), f.SetCellStyle("Sheet1", "A1", "A1", style))
			if err != nil {
				t.Fatal(err)
			}
		}), "")
		if d := cmp.Diff([]string{"1 2026-03-05 !date@0"}, got); d != "" || err != nil {
			t.Error(from1904, err, d)
		}
	}
}

func TestRowsAndFaults(t *testing.T) {
	for _, tt := range []struct {
		name string
		fill func(f *excelize.File) error
		want []string
	}{
		{
			"rows that are blank or missing are counted",
			func(f *excelize.File) error {
				return errors.Join(f.SetSheetRow("Sheet1", "A2", &[]any{"a", "b"}), f.SetSheetRow("Sheet1", "A4", &[]any{" ", "\t"}), f.SetSheetRow("Sheet1", "B7", &[]any{"2", nil, nil}))
			},
			[]string{"2 a|b", "7 |2"},
		},
		{
			"hidden rows",
			func(f *excelize.File) error {
				return errors.Join(f.SetSheetCol("Sheet1", "A1", &[]any{"a", "1", nil, "3"}), f.SetRowVisible("Sheet1", 2, false), f.SetRowVisible("Sheet1", 3, false))
			},
			[]string{"1 a", "2 1 !hidden_row@-1", "4 3"},
		},
		{
			"merged down",
			func(f *excelize.File) error {
				return errors.Join(f.SetSheetRow("Sheet1", "A1", &[]any{"a", "b"}), f.SetSheetCol("Sheet1", "A2", &[]any{1, 2, 3}), f.SetCellValue("Sheet1", "B2", "x"), f.MergeCell("Sheet1", "B2", "B3"))
			},
			[]string{"1 a|b", "2 1|x", "3 2 !merged_cells@1", "4 3"},
		},
		{
			"a title over all columns",
			func(f *excelize.File) error {
				return errors.Join(f.SetCellValue("Sheet1", "A1", "Phones"), f.MergeCell("Sheet1", "A1", "K1"), f.SetSheetRow("Sheet1", "A2", &[]any{"a", "b"}))
			},
			[]string{"1 Phones", "2 a|b"},
		},
		{
			"formulas",
			func(f *excelize.File) error {
				return errors.Join(f.SetSheetRow("Sheet1", "A1", &[]any{"a", 12}), f.SetCellFormula("Sheet1", "B1", "6*2"), f.SetCellFormula("Sheet1", "C1", "6*2"), f.SetCellFormula("Sheet1", "A2", "1+1"))
			},
			[]string{"1 a|12 !formula_without_value@2", "2  !formula_without_value@0"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readBook(excelizeBook(t, func(f *excelize.File) {
				if err := tt.fill(f); err != nil {
					t.Fatal(err)
				}
			}), "")
			if d := cmp.Diff(tt.want, got); d != "" || err != nil {
				t.Error(err, d)
			}
		})
	}
}

func TestFaultTexts(t *testing.T) {
	data := excelizeBook(t, func(f *excelize.File) {
		err := errors.Join(f.SetSheetCol("Sheet1", "A1", &[]any{"secret", "x", "1"}), f.SetSheetCol("Sheet1", "B1", &[]any{"b", "1", "2"}), f.MergeCell("Sheet1", "A2", "A3"))
		if err != nil {
			t.Fatal(err)
		}
	})
	w, err := newWorkbook(data, &Options{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for {
		row, cells, faults, err := w.next()
		if errors.Is(err, io.EOF) {
			t.Fatal("no row with a fault")
		}
		if err != nil {
			t.Fatal(err)
		}
		if row < 3 {
			continue
		}
		if cells[0] != "" || len(faults) != 1 || faults[0].Fatal || faults[0].Remedy == "" || !strings.Contains(faults[0].Reason, "A2,") {
			t.Errorf("%q %+v", cells, faults)
		}
		return
	}
}

func TestSheetOption(t *testing.T) {
	data := excelizeBook(t, func(f *excelize.File) {
		for _, name := range []string{"Old", "Agents", "Très caché"} {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue(name, "A1", name); err != nil {
				t.Fatal(err)
			}
		}
		f.SetActiveSheet(2)
		if err := errors.Join(f.DeleteSheet("Sheet1"), f.SetSheetVisible("Old", false), f.SetSheetVisible("Très caché", false, true)); err != nil {
			t.Fatal(err)
		}
	})
	for name, want := range map[string]string{"": "Agents", "agents": "Agents", "OLD ": "Old", "TRÈS CACHÉ": "Très caché"} {
		w, err := newWorkbook(data, &Options{Sheet: name}, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, cells, _, err := w.next()
		if err != nil || w.sheetName() != want || cells[0] != want || len(w.visibleSheets()) != 1 {
			t.Errorf("--sheet %q reads %q of %q: %q, %v", name, w.sheetName(), w.visibleSheets(), cells, err)
		}
	}
	_, err := readBook(data, "Sheet1")
	var format *FormatError
	if !errors.As(err, &format) || format.Code != "no_such_sheet" || !strings.Contains(format.Remedy, `"Old", "Agents", "Très caché"`) {
		t.Errorf("%+v", err)
	}
}

func TestMergesAtAnyOffset(t *testing.T) {
	for pad := chunkSize - 80; pad < chunkSize+20; pad += 3 {
		sheet := `<worksheet><sheetData>` + `<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>` + strings.Repeat(" ", pad-120) + `<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>`
		got, err := readBook(handBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheet}), "")
		if d := cmp.Diff([]string{"1 1 !merged_cells@1"}, got); d != "" || err != nil {
			t.Fatal(pad, err, d)
		}
	}
}

// TestWorkbookWritesNoFile: the texts of a list include passwords. They must not reach a file that others can read,
// or that remains when the process is killed.
func TestWorkbookWritesNoFile(t *testing.T) {
	data := bigWorkbook(t, 15_000, false) // excelize writes parts of more than 16 MiB to files
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir) // for Windows
	w, err := newWorkbook(data, &Options{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, _, _, err = w.next()
		if files, _ := os.ReadDir(dir); len(files) > 0 {
			t.Fatalf("the reader wrote %s", files[0].Name())
		}
	}
	if !errors.Is(err, io.EOF) || w.row != 15_000 {
		t.Errorf("ended in row %d: %v", w.row, err)
	}
}
