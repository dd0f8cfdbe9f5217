package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// compoundFile returns a compound file with the given streams: a header, a sector of zeros, and a directory sector.
func compoundFile(streams ...string) []byte {
	data := make([]byte, 3*512)
	copy(data, compoundMagic)
	for i, name := range append([]string{"Root Entry"}, streams...) {
		for j, c := range []byte(name) {
			data[1024+128*i+2*j] = c
		}
	}
	return data
}

func TestForeignWorkbooks(t *testing.T) {
	encrypted := new(bytes.Buffer)
	f := excelize.NewFile()
	if err := f.Write(encrypted, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	rels := map[string]string{"_rels/.rels": relations("")}
	with := func(name, text string) []byte {
		return zipFiles(t, map[string]string{name: text, "_rels/.rels": rels["_rels/.rels"]})
	}
	sound := oneSheet(t, `<row r="1"><c r="A1"><v>1</v></c></row>`)
	hidden := func(sheets string) []byte {
		return handBook(t, map[string]string{"xl/workbook.xml": `<workbook xmlns:r="r"><sheets>` + sheets + `</sheets></workbook>`, "xl/worksheets/sheet1.xml": sheetPart("")})
	}
	for _, tt := range []struct {
		name, code string
		data       []byte
	}{
		{"encrypted", "workbook_encrypted", encrypted.Bytes()},
		{"encrypted, by hand", "workbook_encrypted", compoundFile("EncryptionInfo", "EncryptedPackage")},
		{"xls", "old_workbook", compoundFile("Workbook", "SummaryInfo")},
		{"xls of Excel 95", "old_workbook", compoundFile("Book")},
		{"doc", "foreign_file", compoundFile("WordDocument", "Workbooks")},
		{"only the magic bytes", "foreign_file", []byte(compoundMagic)},
		{"ods", "open_document", zipFiles(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})},
		{"odt", "foreign_file", zipFiles(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})},
		{"xlsb", "binary_workbook", with("xl/workbook.bin", "x")},
		{"docx", "foreign_file", with("word/document.xml", "<x/>")},
		{"a zipped list", "foreign_file", zipFiles(t, map[string]string{"list.csv": "a,b\n"})},
		{"an empty archive", "foreign_file", zipFiles(t, nil)},
		{"cut off", "workbook_damaged", sound[:len(sound)-30]},
		{"no workbook part", "workbook_damaged", with("x", "x")},
		{"no sheet part", "workbook_damaged", handBook(t, nil)},
		{"no relations part", "workbook_damaged", handBook(t, map[string]string{"xl/_rels/workbook.xml.rels": "-"})},
		{"styles that are no XML", "workbook_damaged", handBook(t, map[string]string{"xl/styles.xml": "<x", "xl/worksheets/sheet1.xml": sheetPart("")})},
		{"a number format that is too long", "workbook_damaged", handBook(t, map[string]string{"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="` + strings.Repeat("0", 5000) + `"/></numFmts></styleSheet>`, "xl/worksheets/sheet1.xml": sheetPart("")})},
		{"another encoding", "workbook_damaged", handBook(t, map[string]string{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="Shift_JIS"?><worksheet/>`})},
		{"no sheets", "no_visible_sheet", hidden("")},
		{"all hidden", "no_visible_sheet", hidden(`<sheet name="A" r:id="rId1" state="hidden"/><sheet name="B" r:id="rId1" state="veryHidden"/>`)},
		{"only a chart", "no_visible_sheet", hidden(`<sheet name="A" r:id="rId9"/>`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readBook(tt.data, "")
			var format *FormatError
			if !errors.As(err, &format) || string(format.Code) != tt.code || format.Reason == "" || format.Remedy == "" {
				t.Errorf("%+v, want %s", err, tt.code)
			}
		})
	}
}

func TestWorkbookWithChangedByte(t *testing.T) {
	sound := oneSheet(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 100))
	at := bytes.Index(sound, []byte("xl/worksheets/sheet1.xml")) + len("xl/worksheets/sheet1.xml") + 20
	sound[at] ^= 0xff
	rows, err := readBook(sound, "")
	var format *FormatError
	if !errors.As(err, &format) || format.Code != "workbook_damaged" || len(rows) > 0 {
		t.Errorf("%d rows, %+v", len(rows), err)
	}
}

// TestZipBombs: a zip bomb shows in the table of contents. If the table lies, the part fails when its data exceeds
// the stated size.
func TestZipBombs(t *testing.T) {
	zeros := strings.Repeat(" ", 32<<20)
	bomb := handBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetPart(zeros)})
	strings8 := handBook(t, map[string]string{"xl/sharedStrings.xml": "<sst>" + zeros[:9<<20] + "</sst>", "xl/worksheets/sheet1.xml": sheetPart("")})
	forged := bytes.Clone(bomb)
	entry := bytes.LastIndex(forged, []byte("xl/worksheets/sheet1.xml")) - 46 // table of contents: APPNOTE.TXT 4.3.12
	if binary.LittleEndian.Uint32(forged[entry+24:]) < 32<<20 {
		t.Fatal("the size is elsewhere")
	}
	binary.LittleEndian.PutUint32(forged[entry+24:], 1000)
	harmless := handBook(t, map[string]string{"xl/media/image1.png": zeros, "xl/worksheets/sheet1.xml": sheetPart("")})
	for _, tt := range []struct {
		name, code string
		data       []byte
		limit      int64
	}{
		{"a compression ratio beyond any sheet", "workbook_too_large", bomb, 0},
		{"more than the limit", "workbook_too_large", strings8, 8 << 20},
		{"a wrong size in the table of contents", "workbook_damaged", forged, 0},
		{"a part that is never read", "", harmless, 8 << 20},
	} {
		w, err := newWorkbook(tt.data, &Options{}, tt.limit)
		var format *FormatError
		switch {
		case tt.code == "" && err == nil:
			_ = w.close()
		case !errors.As(err, &format) || string(format.Code) != tt.code:
			t.Errorf("%s: %+v, want %s", tt.name, err, tt.code)
		}
	}
}

// FuzzWorkbook checks that for any bytes the reading ends, does not panic and returns the rows in order. FuzzSheetPart
// checks the same for the XML inside, which changes to the bytes of an archive rarely reach.
func FuzzWorkbook(f *testing.F) {
	f.Add(oneSheet(f, `<row r="1"><c r="A1"><v>1</v></c></row>`))
	f.Add(bigWorkbook(f, 3, true))
	f.Add(compoundFile("Workbook"))
	f.Fuzz(func(t *testing.T, data []byte) { readToItsEnd(t, data) })
}

func FuzzSheetPart(f *testing.F) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.00;[Red]@"/></numFmts><cellXfs><xf numFmtId="200"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	f.Add(`<row r="1" hidden="1"><c r="A1" s="1"><v>1</v></c><c t="s"><v>0</v></c></row>`, `<si><t>a</t><rPh><t>b</t></rPh></si>`, styles)
	f.Add(`<row><c t="inlineStr" s="0"><is><r><t>a_x000D_</t></r></is></c><c t="d"><v>2026-01-01</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`, ``, styles)
	f.Add(`<row><c><f>1</f></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c s="0"><v>-1e300</v></c></row>`, ``, ``)
	f.Fuzz(func(t *testing.T, rows, texts, styles string) {
		readToItsEnd(t, handBook(t, map[string]string{
			"xl/worksheets/sheet1.xml": sheetPart(rows), "xl/sharedStrings.xml": "<sst>" + texts + "</sst>", "xl/styles.xml": styles,
		}))
	})
}

func readToItsEnd(t *testing.T, data []byte) {
	w, err := newWorkbook(data, &Options{}, 4<<20)
	if err != nil {
		return
	}
	defer func() { _ = w.close() }()
	for last := 0; ; {
		row, cells, faults, err := w.next()
		if err != nil {
			return
		}
		if row <= last || len(cells) == 0 && len(faults) == 0 || len(cells) > excelize.MaxColumns {
			t.Fatalf("row %d after %d: %q %+v", row, last, cells, faults)
		}
		last = row
	}
}
