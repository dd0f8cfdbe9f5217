package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// compound is a compound file with these streams: a header, a sector of something, and one directory sector.
func compound(streams ...string) []byte {
	data := make([]byte, 3*512)
	copy(data, compoundMagic)
	for i, name := range append([]string{"Root Entry"}, streams...) {
		for j, c := range []byte(name) {
			data[1024+128*i+2*j] = c
		}
	}
	return data
}

func TestFilesThatAreNoWorkbook(t *testing.T) {
	encrypted := new(bytes.Buffer)
	f := excelize.NewFile()
	if err := f.Write(encrypted, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	rels := map[string]string{"_rels/.rels": relations("")}
	with := func(name, text string) []byte {
		return zipped(t, map[string]string{name: text, "_rels/.rels": rels["_rels/.rels"]})
	}
	sound := oneSheet(t, `<row r="1"><c r="A1"><v>1</v></c></row>`)
	hidden := func(sheets string) []byte {
		return written(t, map[string]string{"xl/workbook.xml": `<workbook xmlns:r="r"><sheets>` + sheets + `</sheets></workbook>`, "xl/worksheets/sheet1.xml": sheetPart("")})
	}
	for _, tt := range []struct {
		name, code string
		data       []byte
	}{
		{"encrypted", "workbook_encrypted", encrypted.Bytes()},
		{"encrypted, by hand", "workbook_encrypted", compound("EncryptionInfo", "EncryptedPackage")},
		{"xls", "old_workbook", compound("Workbook", "SummaryInfo")},
		{"xls of Excel 95", "old_workbook", compound("Book")},
		{"doc", "foreign_file", compound("WordDocument", "Workbooks")},
		{"only the beginning of it", "foreign_file", []byte(compoundMagic)},
		{"ods", "open_document", zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})},
		{"odt", "foreign_file", zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})},
		{"xlsb", "binary_workbook", with("xl/workbook.bin", "x")},
		{"docx", "foreign_file", with("word/document.xml", "<x/>")},
		{"a zipped list", "foreign_file", zipped(t, map[string]string{"list.csv": "a,b\n"})},
		{"an empty archive", "foreign_file", zipped(t, nil)},
		{"cut off", "workbook_damaged", sound[:len(sound)-30]},
		{"no workbook part", "workbook_damaged", with("x", "x")},
		{"no sheet part", "workbook_damaged", written(t, nil)},
		{"no relations", "workbook_damaged", written(t, map[string]string{"xl/_rels/workbook.xml.rels": "-"})},
		{"styles that are no XML", "workbook_damaged", written(t, map[string]string{"xl/styles.xml": "<x", "xl/worksheets/sheet1.xml": sheetPart("")})},
		{"a number format without end", "workbook_damaged", written(t, map[string]string{"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="` + strings.Repeat("0", 5000) + `"/></numFmts></styleSheet>`, "xl/worksheets/sheet1.xml": sheetPart("")})},
		{"another encoding", "workbook_damaged", written(t, map[string]string{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="Shift_JIS"?><worksheet/>`})},
		{"no sheets", "no_visible_sheet", hidden("")},
		{"all hidden", "no_visible_sheet", hidden(`<sheet name="A" r:id="rId1" state="hidden"/><sheet name="B" r:id="rId1" state="veryHidden"/>`)},
		{"only a chart", "no_visible_sheet", hidden(`<sheet name="A" r:id="rId9"/>`)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readWorkbook(tt.data, "")
			var format *FormatError
			if !errors.As(err, &format) || format.Code != tt.code || format.Reason == "" || format.Remedy == "" {
				t.Errorf("%+v, want %s", err, tt.code)
			}
		})
	}
}

func TestWorkbookWhoseBytesChanged(t *testing.T) {
	sound := oneSheet(t, strings.Repeat(`<row><c><v>1</v></c></row>`, 100))
	at := bytes.Index(sound, []byte("xl/worksheets/sheet1.xml")) + len("xl/worksheets/sheet1.xml") + 20
	sound[at] ^= 0xff
	rows, err := readWorkbook(sound, "")
	var format *FormatError
	if !errors.As(err, &format) || format.Code != "workbook_damaged" || len(rows) > 0 {
		t.Errorf("%d rows, %+v", len(rows), err)
	}
}

// A bomb is found in the table of contents, and where that lies, as soon as there is more than it says.
func TestZipBombs(t *testing.T) {
	zeros := strings.Repeat(" ", 32<<20)
	bomb := written(t, map[string]string{"xl/worksheets/sheet1.xml": sheetPart(zeros)})
	strings8 := written(t, map[string]string{"xl/sharedStrings.xml": "<sst>" + zeros[:9<<20] + "</sst>", "xl/worksheets/sheet1.xml": sheetPart("")})
	lying := bytes.Clone(bomb)
	entry := bytes.LastIndex(lying, []byte("xl/worksheets/sheet1.xml")) - 46 // of the table of contents: APPNOTE.TXT 4.3.12
	if binary.LittleEndian.Uint32(lying[entry+24:]) < 32<<20 {
		t.Fatal("the size is elsewhere")
	}
	binary.LittleEndian.PutUint32(lying[entry+24:], 1000)
	harmless := written(t, map[string]string{"xl/media/image1.png": zeros, "xl/worksheets/sheet1.xml": sheetPart("")})
	for _, tt := range []struct {
		name, code string
		data       []byte
		limit      int64
	}{
		{"packed as no sheet can be", "workbook_too_large", bomb, 0},
		{"more than the limit", "workbook_too_large", strings8, 8 << 20},
		{"a table of contents that lies", "workbook_damaged", lying, 0},
		{"a part that nobody reads", "", harmless, 8 << 20},
	} {
		w, err := newWorkbook(tt.data, &Options{}, tt.limit)
		var format *FormatError
		switch {
		case tt.code == "" && err == nil:
			_ = w.close()
		case !errors.As(err, &format) || format.Code != tt.code:
			t.Errorf("%s: %+v, want %s", tt.name, err, tt.code)
		}
	}
}

// FuzzWorkbook: whatever the bytes, reading ends and never panics, and rows come in order. FuzzSheetPart does the same
// for what is inside, which changed bytes of an archive hardly ever reach.
func FuzzWorkbook(f *testing.F) {
	f.Add(oneSheet(f, `<row r="1"><c r="A1"><v>1</v></c></row>`))
	f.Add(bigWorkbook(f, 3, true))
	f.Add(compound("Workbook"))
	f.Fuzz(func(t *testing.T, data []byte) { readToItsEnd(t, data) })
}

func FuzzSheetPart(f *testing.F) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0.00;[Red]@"/></numFmts><cellXfs><xf numFmtId="200"/><xf numFmtId="14"/></cellXfs></styleSheet>`
	f.Add(`<row r="1" hidden="1"><c r="A1" s="1"><v>1</v></c><c t="s"><v>0</v></c></row>`, `<si><t>a</t><rPh><t>b</t></rPh></si>`, styles)
	f.Add(`<row><c t="inlineStr" s="0"><is><r><t>a_x000D_</t></r></is></c><c t="d"><v>2026-01-01</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`, ``, styles)
	f.Add(`<row><c><f>1</f></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c s="0"><v>-1e300</v></c></row>`, ``, ``)
	f.Fuzz(func(t *testing.T, rows, texts, styles string) {
		readToItsEnd(t, written(t, map[string]string{
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
