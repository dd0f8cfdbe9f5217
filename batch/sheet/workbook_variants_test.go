package sheet

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

const row1 = `<row r="1"><c r="A1" t="inlineStr"><is><t>José</t></is></c><c r="B1" s=""><v>7</v></c></row>`

// asUTF16 returns a text as UTF-16LE, with a byte-order mark if marked is set.
func asUTF16(text string, marked bool) string {
	var b strings.Builder
	if marked {
		b.WriteString("\xff\xfe")
	}
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestPartEncodings(t *testing.T) {
	plain := strings.TrimPrefix(sheetPart(row1), xmlHead)
	for name, part := range map[string]string{
		"UTF-8":            sheetPart(row1),
		"no declaration":   plain,
		"a mark":           "\ufeff" + sheetPart(row1),
		"UTF-16, marked":   asUTF16(`<?xml version="1.0" encoding="UTF-16"?>`+plain, true),
		"UTF-16, unmarked": asUTF16(`<?xml version="1.0" encoding="UTF-16LE"?>`+plain, false),
		"ISO-8859-1":       `<?xml version="1.0" encoding="ISO-8859-1"?>` + strings.ReplaceAll(plain, "é", "\xe9"),
		"windows-1252":     `<?xml version='1.0' encoding='windows-1252' standalone='yes'?>` + strings.ReplaceAll(plain, "é", "\xe9"),
	} {
		got, err := readBook(handBook(t, map[string]string{"xl/worksheets/sheet1.xml": part}), "")
		if d := cmp.Diff([]string{"1 José|7"}, got); err != nil || d != "" {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
	_, err := readBook(handBook(t, map[string]string{"xl/worksheets/sheet1.xml": `<?xml version="1.0" encoding="klingon"?>` + plain}), "")
	var format *FormatError
	if !errors.As(err, &format) || format.Code != "workbook_damaged" {
		t.Errorf("an encoding that is not known: %v", err)
	}
}

// sheetsBook returns a workbook with the given sheets: the name, then rows of cells separated by commas. A sheet is
// hidden if its name starts with a dot.
func sheetsBook(t *testing.T, sheets ...[]string) []byte {
	t.Helper()
	list, links := "", ""
	parts := map[string]string{}
	for i, sheet := range sheets {
		name, state := sheet[0], ""
		if strings.HasPrefix(name, ".") {
			state = ` state="hidden"`
		}
		list += fmt.Sprintf(`<sheet name=%q%s sheetId="%d" r:id="rId%[3]d"/>`, name, state, i+1)
		links += fmt.Sprintf(`<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%[1]d.xml"/>`, i+1)
		rows := ""
		for r, cells := range sheet[1:] {
			rows += fmt.Sprintf(`<row r="%d">`, r+1)
			for _, cell := range strings.Split(cells, ",") {
				rows += `<c t="inlineStr"><is><t>` + cell + `</t></is></c>`
			}
			rows += `</row>`
		}
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = sheetPart(rows)
	}
	parts["xl/workbook.xml"] = `<workbook xmlns="` + mainNamespace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + list + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = relations(links)
	return handBook(t, parts)
}

func TestSheetChoice(t *testing.T) {
	known, other := []string{"a,b,c", "1,2,3"}, []string{"x,y", "1,2"}
	sheet := func(name string, rows []string) []string { return append([]string{name}, rows...) }
	for name, tt := range map[string]struct {
		data  []byte
		sheet string
		want  string
	}{
		"a single sheet":             {sheetsBook(t, sheet("One", other)), "", "One"},
		"an empty one first":         {sheetsBook(t, sheet("One", nil), sheet("Two", other)), "", "Two"},
		"a read-me first":            {sheetsBook(t, sheet("Read me", []string{"Hello", "You"}), sheet("Two", known)), "", "Two"},
		"titles above the header":    {sheetsBook(t, sheet("Read me", other), sheet("Two", append([]string{"Agents"}, known...))), "", "Two"},
		"the second one is a legend": {sheetsBook(t, sheet("One", known), sheet("Legend", other)), "", "One"},
		"two lists":                  {sheetsBook(t, sheet("One", known), sheet("Two", known)), "", `unclear_sheet --sheet "One" or --sheet "Two"`},
		"no known header":            {sheetsBook(t, sheet("One", other), sheet("Two", other)), "", `unclear_sheet --sheet "One" or --sheet "Two"`},
		"two lists, one named":       {sheetsBook(t, sheet("One", known), sheet("Two", known)), "two", "Two"},
		"a hidden list":              {sheetsBook(t, sheet(".One", known), sheet("Two", other)), "", "Two"},
		"all are empty":              {sheetsBook(t, sheet("One", nil), sheet("Two", nil)), "", "One"},
	} {
		w, err := newWorkbook(tt.data, &Options{Sheet: tt.sheet, Recognize: recognizeLetters}, 0)
		var format *FormatError
		got := ""
		switch {
		case errors.As(err, &format):
			_, names, _ := strings.Cut(format.Remedy, ": ")
			got = string(format.Code) + " " + names
		case err != nil:
			t.Fatal(err)
		default:
			got = w.sheetName()
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestTotalsRows(t *testing.T) {
	rows := `<row r="1"><c><v>1</v></c><c><v>2</v></c></row><row r="2"><c><v>3</v></c><c><v>4</v></c></row><row r="3"><c><v>5</v></c><c><v>6</v></c></row>`
	for name, tt := range map[string]struct {
		table string
		want  []string
	}{
		"a totals row":     {`<table ref="A1:B3" totalsRowCount="1"/>`, []string{"1 1|2", "2 3|4"}},
		"no totals row":    {`<table ref="A1:B3" totalsRowShown="0"/>`, []string{"1 1|2", "2 3|4", "3 5|6"}},
		"empty attribute":  {`<table ref="A1:B3" totalsRowCount=""/>`, []string{"1 1|2", "2 3|4", "3 5|6"}},
		"cells beside it":  {`<table ref="A1:A3" totalsRowCount="1"/>`, []string{"1 1|2", "2 3|4", "3 5|6"}},
		"damaged":          {`<table ref="A1:`, []string{"1 1|2", "2 3|4", "3 5|6"}},
		"one row, no more": {`<table ref="A3:B3" totalsRowCount="1"/>`, []string{"1 1|2", "2 3|4", "3 5|6"}},
	} {
		got, err := readBook(handBook(t, map[string]string{
			"xl/worksheets/sheet1.xml":            sheetPart(rows),
			"xl/worksheets/_rels/sheet1.xml.rels": relations(`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="../tables/table1.xml"/>`),
			"xl/tables/table1.xml":                tt.table,
		}), "")
		if d := cmp.Diff(tt.want, got); err != nil || d != "" {
			t.Errorf("%s: %v %s", name, err, d)
		}
	}
}

func TestLockFilesAndBadDownloads(t *testing.T) {
	owner := "\x0aAnn Archer" + strings.Repeat(" ", 44) + "\x0a\x00" + strings.Join(strings.Split("Ann Archer", ""), "\x00") + "\x00"
	owner += strings.Repeat(" \x00", (excelLockSize-len(owner))/2) + strings.Repeat(" ", (excelLockSize-len(owner))%2)
	for name, tt := range map[string]struct{ text, reason string }{
		"Excel's":             {owner, "beside a workbook"},
		"LibreOffice's":       {",Ann,host,25.11.2026 10:00,file:///home/ann/.config/libreoffice/4;", "LibreOffice keeps beside"},
		"a line end in front": {"\r\n" + string(oneSheet(t, row1)), "2 bytes that do not belong"},
		"a mark in front":     {"\ufeff" + string(oneSheet(t, row1)), "3 bytes that do not belong"},
		"a Numbers document":  {string(zipFiles(t, map[string]string{"Index/Document.iwa": "x"})), "Apple Numbers"},
		"an old one":          {string(zipFiles(t, map[string]string{"index.zip": "x"})), "Apple Numbers"},
	} {
		_, err := NewReader[row](strings.NewReader(tt.text), Options{}, sameNames)
		var format *FormatError
		if !errors.As(err, &format) || !strings.Contains(format.Reason, tt.reason) || format.Remedy == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
