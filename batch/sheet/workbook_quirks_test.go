package sheet

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWorkbookQuirks(t *testing.T) {
	long := strings.Repeat("x", 40_000)
	for _, tt := range []struct{ name, rows, want string }{
		{"no references", `<row><c><v>1</v></c><c t="inlineStr"><is><t>b</t></is></c></row><row><c><v>2</v></c></row>`, "1 1|b\n2 2"},
		{"cells without references after one with a reference", `<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row>`, "3 |1|2"},
		{"an attribute of another namespace", `<row r="1" xmlns:x="x" x:r="9" x:hidden="1"><c r="A1" x:s="7"><v>1</v></c></row>`, "1 1"},
		{"small letters", `<row r="1"><c r="aa1"><v>1</v></c></row>`, "1 " + strings.Repeat("|", 26) + "1"},
		{"the last possible cell", `<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>`, "1 1\n1048576 " + strings.Repeat("|", 16383) + "2"},
		{"blank cells with a style", `<row r="1"><c r="A1" s="1"/><c r="B1" s="1"><v></v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"/></row>`, "2 1"},
		{"rich text and phonetic hints", `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>Ann </t></r><r><t>Lee</t></r><rPh sb="0" eb="1"><t>アン</t></rPh></is></c></row>`, "1 Ann Lee"},
		{"spaces", `<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>`, "1  a "},
		{"CDATA and a comment", `<row r="1"><c r="A1" t="str"><v><![CDATA[a<]]><!-- x -->b</v></c></row>`, "1 a<b"},
		{"CRLF in XML becomes LF, escapes stay", `<row r="1"><c r="A1" t="str"><v>a` + "\r\n" + `b&#13;c_x000d_d</v></c></row>`, "1 a\nb\rc\rd"},
		{"escapes", `<row r="1"><c r="A1" t="str"><v>_x005F_x0041_|_xD83D__xDE00_|_xD83D_|_x00G0_|_x41_</v></c></row>`, "1 _x0041_|😀|\uFFFD|_x00G0_|_x41_"},
		{"a text longer than Excel allows", `<row r="1"><c r="A1" t="str"><v>` + long + `</v></c></row>`, "1 " + long},
		{"an error", `<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>`, "1 #N/A !spreadsheet_error@0"},
		{"a boolean in words", `<row r="1"><c r="A1" t="b"><v>true</v></c><c r="B1" t="b"><v>0</v></c></row>`, "1 TRUE|FALSE"},
		{"an ISO date", `<row r="1"><c r="A1" t="d"><v>2026-03-05</v></c></row>`, "1 2026-03-05 !date@0"},
		{"a number with an exponent", `<row r="1"><c r="A1"><v>7.275551212E+9</v></c><c r="B1"><v>1.2345678901234568E+17</v></c></row>`, "1 7275551212|1.23456789012346E+17 !long_number@1"},
		{"a number with all its digits", `<row r="1"><c r="A1"><v>12345678901234567890</v></c></row>`, "1 1.23456789012346E+19 !long_number@0"},
		{"a very small number", `<row r="1"><c r="A1"><v>1.2345678901234567E-5</v></c></row>`, "1 1.23456789012346E-05 !scientific_notation@0"},
		{"numbers written oddly", `<row r="1"><c r="A1"><v> 7 </v></c><c r="B1"><v>007</v></c><c r="C1"><v>-0</v></c><c r="D1"><v>7.0</v></c><c r="E1"><v>+7</v></c></row>`, "1 7|7|0|7|7"},
		{"not a number", `<row r="1"><c r="A1"><v>0x10</v></c><c r="B1"><v>Inf</v></c><c r="C1"><v>1_0</v></c><c r="D1"><v>NaN</v></c></row>`, "1 0x10|Inf|1_0|NaN"},
		{"a missing style", `<row r="1"><c r="A1" s="99"><v>7</v></c><c r="B1" s="-1"><v>1.5</v></c></row>`, "1 7|1.5"},
		{"formulas with values", `<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1" t="shared"><f t="shared" si="0"/><v>3</v></c></row>`, "1 2||3"},
		{"formulas without values", `<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>""</f></c></row>`, "1  !formula_without_value@0 !formula_without_value@1 !formula_without_value@2"},
		{"elements of later versions", `<row r="1"><c r="A1"><v>1</v><extLst><ext><v>9</v></ext></extLst></c><x/></row><x><row r="2"/></x>`, "1 1"},
		{"hidden in words", `<row r="1" hidden="true"><c r="A1"><v>1</v></c></row><row r="2" hidden="false"><c r="A2"><v>2</v></c></row>`, "1 1 !hidden_row@-1\n2 2"},
		{"no rows", ``, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readBook(oneSheet(t, tt.rows), "")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(tt.want, strings.Join(got, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPartLocations(t *testing.T) {
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships",
		mainNamespace, "http://purl.oclc.org/ooxml/spreadsheetml/main")
	rows := sheetPart(`<row r="1"><c r="A1" t="s"><v>0</v></c></row>`)
	texts := `<sst xmlns="` + mainNamespace + `"><si><t>a</t></si></sst>`
	plain := map[string]string{"xl/worksheets/sheet1.xml": rows, "xl/sharedStrings.xml": texts}
	rels := `<Relationship Id="rId1" Type="x/worksheet" Target="%s"/><Relationship Id="rId2" Type="x/sharedStrings" Target="%s"/>`
	prefixed := strings.NewReplacer("</", "</x:", "<", "<x:", "xmlns=", "xmlns:x=")
	for name, parts := range map[string]map[string]string{
		"usual": plain,
		// Excel's "Strict Open XML Spreadsheet" uses other namespaces throughout (ECMA-376 part 1, annex A).
		"strict": {"xl/worksheets/sheet1.xml": strict.Replace(rows), "xl/sharedStrings.xml": strict.Replace(texts)},
		// Reports of business systems use namespace prefixes, and part names that start at the root.
		"prefixes":   {"xl/worksheets/sheet1.xml": prefixed.Replace(strings.TrimPrefix(rows, xmlHead)), "xl/sharedStrings.xml": prefixed.Replace(texts)},
		"root":       {"xl/_rels/workbook.xml.rels": relations(fmt.Sprintf(rels, "/data/A.xml", "/Texts.xml")), "data/a.xml": rows, "texts.xml": texts},
		"backslash":  {`xl\worksheets\sheet1.xml`: rows, `xl\SharedStrings.xml`: texts},
		"upwards":    {"xl/_rels/workbook.xml.rels": relations(fmt.Sprintf(rels, "../a.xml", `sub\..\..\b.xml`)), "a.xml": rows, "b.xml": texts},
		"a mark":     {"xl/worksheets/sheet1.xml": "\ufeff" + rows, "xl/sharedStrings.xml": texts},
		"a mimetype": {"xl/worksheets/sheet1.xml": rows, "xl/sharedStrings.xml": texts, "mimetype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := readBook(handBook(t, parts), ""); err != nil || len(got) != 1 || got[0] != "1 a" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestDamagedWorkbooks(t *testing.T) {
	for _, tt := range []struct {
		name, rows string
		line, read int
	}{
		{"a missing text", `<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>`, 2, 1},
		{"a negative text index", `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`, 1, 0},
		{"rows out of order", `<row r="5"><c r="A5"><v>1</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>`, 5, 1},
		{"a row twice", `<row r="5"><c r="A5"><v>1</v></c></row><row r="5"><c r="A5"><v>1</v></c></row>`, 5, 1},
		{"row 0", `<row r="0"><c r="A1"><v>1</v></c></row>`, 0, 0},
		{"a row below the last", `<row r="1048577"><c><v>1</v></c></row>`, 0, 0},
		{"a row that is no number", `<row r="x"><c><v>1</v></c></row>`, 0, 0},
		{"cells out of order", `<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`, 1, 0},
		{"a cell twice", `<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>1</v></c></row>`, 1, 0},
		{"a cell of another row", `<row r="1"><c r="A2"><v>1</v></c></row>`, 1, 0},
		{"a column right of the last", `<row r="1"><c r="XFE1"><v>1</v></c></row>`, 1, 0},
		{"a column far right of the last", `<row r="1"><c r="ZZZZZZZZZZZZZZZZZZZZ1"><v>1</v></c></row>`, 1, 0},
		{"a cell without a row", `<row r="1"><c r="A"><v>1</v></c></row>`, 1, 0},
		{"a style that is no number", `<row r="1"><c r="A1" s="x"><v>1</v></c></row>`, 1, 0},
		{"an unclosed element", `<row r="1"><c r="A1"><v>1</c></row>`, 1, 0},
		{"an unknown entity", `<row r="1"><c r="A1"><v>&secret;</v></c></row>`, 1, 0},
		{"deeply nested elements", strings.Repeat("<x>", 100) + strings.Repeat("</x>", 100), 0, 0},
		{"an endless text", `<row r="1"><c r="A1" t="str"><v>` + strings.Repeat("x", 2<<20) + `</v></c></row>`, 1, 0},
		{"an endless text in pieces", `<row r="1"><c r="A1" t="str"><v>` + strings.Repeat(strings.Repeat("x", 1000)+"<!---->", 2000) + `</v></c></row>`, 1, 0},
		{"an endless name", `<row r="` + strings.Repeat("1", 2<<20) + `"/>`, 0, 0},
		{"impossible merges", `</sheetData><mergeCells><mergeCell ref="A0:B2"/></mergeCells><sheetData>`, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readBook(oneSheet(t, tt.rows), "")
			var format *FormatError
			if !errors.As(err, &format) || format.Code != "workbook_damaged" || format.Line != tt.line || format.Remedy == "" || len(got) != tt.read {
				t.Errorf("%d rows, %+v", len(got), err)
			}
		})
	}
}

func TestCutWorkbookIsAnError(t *testing.T) {
	whole := sheetPart(strings.Repeat(`<row><c><v>1</v></c></row>`, 10))
	for at := range len(whole) - len("</sheetData></worksheet>") {
		rows, err := readBook(handBook(t, map[string]string{"xl/worksheets/sheet1.xml": whole[:at]}), "")
		if err == nil {
			t.Fatalf("cut at %d: %d rows, no error", at, len(rows))
		}
	}
}

func TestRowTextLimit(t *testing.T) {
	cell := `<c t="str"><v>` + strings.Repeat("x", 32767) + `</v></c>`
	_, err := readBook(oneSheet(t, `<row r="4">`+strings.Repeat(cell, 33)+`</row>`), "")
	var format *FormatError
	if !errors.As(err, &format) || format.Code != "record_too_long" || format.Line != 4 {
		t.Errorf("%+v", err)
	}
}
