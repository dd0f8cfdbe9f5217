package preflight

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	excelSheetPart  = "xl/worksheets/sheet1.xml"
	excelStyles     = "xl/styles.xml"
	excelStrings    = "xl/sharedStrings.xml"
	excelIndex      = "xl/workbook.xml"
	excelIndexLinks = "xl/_rels/workbook.xml.rels"

	transitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	strict       = "http://purl.oclc.org/ooxml/spreadsheetml/main"
)

// excelXF holds five styles: General, 00000, m/d/yyyy, Text with a hidden apostrophe, 0.00E+00.
const excelXF = `<styleSheet xmlns="` + transitional + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>` +
	`<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="49" quotePrefix="1"/><xf numFmtId="11"/></cellXfs></styleSheet>`

// excelPhone returns excelCells as a row of a sheet. A cell that begins with <c is used unchanged.
func excelPhone(n int, ext, name, gmt, cid string) string {
	return excelLine(excelCells(n, ext, name, gmt, cid))
}

// excelAnn is a row of a sheet. annIsReady is the result of that row.
var excelAnn = excelPhone(4101, "4001", "Ann", "-5.00", "7275550100")

const annIsReady = `2 ready "4001" "Ann" "-5.00" "7275550100"`

// excelBooks are workbooks in forms that ECMA-376 part 1 allows (the comments name its clauses) and that few programs
// write: Excel, programs that save through its libraries, and report generators.
var excelBooks = []struct {
	quirk string
	parts map[string]string
	want  []string // without the line about the sheet
}{
	{
		// A Japanese Excel keeps the reading of a name beside the name (18.4.6); xml:space keeps spaces; a text in
		// several fonts is several runs (18.4.4).
		"phonetic runs, several fonts",
		map[string]string{
			excelSheetPart: excelSheet(excelPhone(4101, `<c t="s"><v>0</v></c>`, `<c t="s"><v>1</v></c>`, "-5.00", `<c t="s"><v>2</v></c>`)),
			excelStrings: `<sst xmlns="` + transitional + `"><si><t>4001</t><phoneticPr fontId="1"/></si><si><t>Ann</t><rPh sb="0" eb="3"><t>アン</t></rPh></si>` +
				`<si><r><t xml:space="preserve"> 727</t></r><r><rPr><b/></rPr><t>5550100</t></r></si></sst>`,
		},
		[]string{annIsReady},
	},
	{
		// Names of parts may be absolute, and case does not matter (ISO/IEC 29500-2, 6.2.2.3). System.IO.Packaging of
		// .NET, which the Open XML SDK uses, writes absolute names.
		"absolute names of parts",
		map[string]string{
			"xl/worksheets/sheet.xml": excelSheet(excelAnn),
			excelIndexLinks: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
				`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/Sheet.xml"/></Relationships>`,
		},
		[]string{annIsReady},
	},
	{
		// Excel, Save As, Strict Open XML Spreadsheet: other namespaces, and dates as text of type d (18.18.11).
		"strict",
		map[string]string{
			excelSheetPart: strings.Replace(excelSheet(excelAnn+excelPhone(4102, `<c t="d"><v>2026-03-05T00:00:00</v></c>`, "Bo", "-5.00", "7275550100")), transitional, strict, 1),
			"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
				`Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			excelIndex: `<workbook xmlns="` + strict + `" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships" conformance="strict">` +
				`<workbookPr/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
			excelIndexLinks: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
				`Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		},
		[]string{annIsReady, `3 invalid "2026-03-05T00:00:00" "Bo" "-5.00" "7275550100"`, `3 error date Ext "2026-03-05T00:00:00"`},
	},
	{
		// The Open XML SDK for .NET, and programs that use it, give every element the prefix x.
		"elements with a prefix",
		map[string]string{
			excelSheetPart: prefixed(excelSheet(excelAnn)),
			excelIndex: prefixed(`<workbook xmlns="` + transitional + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
				`<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		},
		[]string{annIsReady},
	},
	{
		// 18.18.11: str is the text of a formula, e an error, b a truth value. A formula without a text has an empty
		// one.
		"types of cells",
		map[string]string{excelSheetPart: excelSheet(excelPhone(4101, `<c t="str"><f>"40"&amp;"01"</f><v>4001</v></c>`, `<c t="str"><f>""</f><v></v></c>`, `<c t="b"><v>1</v></c>`, `<c t="e"><v>#N/A</v></c>`))},
		[]string{
			`2 invalid "4001" "" "TRUE" "#N/A"`, `2 error spreadsheet_error Caller ID "#N/A"`, `2 error missing_value Full Name ""`,
			`2 error bad_timezone Time Zone "TRUE"`,
		},
	},
	{
		// A formula that is filled down stands only in its first cell (18.3.1.40).
		"shared formulas",
		map[string]string{excelSheetPart: excelSheet(excelPhone(4101, `<c><f t="shared" ref="A2:A3" si="0">B2</f><v>4101</v></c>`, "Ann", "-5.00", "7275550100") +
			excelPhone(4102, `<c><f t="shared" si="0"/><v>4102</v></c>`, "Bo", "-5.00", `<c><f>1+1</f></c>`))},
		[]string{
			`2 ready "4101" "Ann" "-5.00" "7275550100"`, `3 invalid "4102" "Bo" "-5.00" ""`, `3 error formula_without_value Caller ID ""`,
		},
	},
	{
		// Numbers are xsd:double: Java writes 4001.0 and 7.2755501E9 (Double.toString). Sums end in a stray digit,
		// which Excel does not show, because it keeps 15 digits.
		"numbers as programs write them",
		map[string]string{excelSheetPart: excelSheet(excelPhone(4101, `<c><v>4001.0</v></c>`, "Ann", `<c><v>-5.0</v></c>`, `<c><v>7.2755501E9</v></c>`) +
			excelPhone(4102, `<c><v>4002.0000000000005</v></c>`, "Bo", `<c><v>-5.0000000000000009</v></c>`, `<c><v>7275550100</v></c>`))},
		[]string{annIsReady, `3 ready "4002" "Bo" "-5.00" "7275550100"`},
	},
	{
		"number formats, an apostrophe that Excel hides (18.8.45, quotePrefix)",
		map[string]string{excelStyles: excelXF, excelSheetPart: excelSheet(excelPhone(4101, `<c s="1"><v>123</v></c>`, "Ann", `<c s="3"><v>-5</v></c>`, `<c s="4"><v>7275550100</v></c>`) +
			excelPhone(4102, `<c s="2"><v>46086</v></c>`, "Bo", "-5.00", `<c s="3" t="inlineStr"><is><t>0123</t></is></c>`))},
		[]string{
			`2 invalid "00123" "Ann" "-5.00" "7.28E+09"`, `2 error scientific_notation Caller ID "7.28E+09"`,
			`3 invalid "2026-03-05" "Bo" "-5.00" "0123"`, `3 error date Ext "2026-03-05"`, `3 warning internal_caller_id Caller ID "0123"`,
		},
	},
	{
		// Excel for the Mac counted days from 1904 (18.17.4.1): the number of a day is smaller by 1462.
		"dates since 1904",
		map[string]string{
			excelStyles: excelXF, excelSheetPart: excelSheet(excelPhone(4101, `<c s="2"><v>44624</v></c>`, "Ann", "-5.00", "7275550100")),
			excelIndex: `<workbook xmlns="` + transitional + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
				`<workbookPr date1904="1"/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		},
		[]string{`2 invalid "2026-03-05" "Ann" "-5.00" "7275550100"`, `2 error date Ext "2026-03-05"`},
	},
	{
		// Google Sheets, Download, Microsoft Excel: the 1000 rows and 26 columns of a new sheet, all styled.
		"a sheet of empty rows",
		map[string]string{excelStyles: excelXF, excelSheetPart: excelSheet(excelAnn + emptyRows(3, 1000))},
		[]string{annIsReady},
	},
	{
		// Characters that XML lacks, or would change, are escaped (22.9.2.19): a CRLF in a cell, a NUL, and an
		// underscore before text that looks like an escape.
		"escapes",
		map[string]string{excelSheetPart: excelSheet(excelPhone(4101, "4001", "Ann_x000D_\nLee", "-5.00", "7275550100") + excelPhone(4102, "4002_x0000_", "_x005F_x000D_", "-5.00", "7275550100"))},
		[]string{
			`2 ready "4001" "Ann Lee" "-5.00" "7275550100"`,
			`3 invalid "4002\x00" "_x000D_" "-5.00" "7275550100"`, `3 error characters_dropped Ext "4002\x00"`,
		},
	},
	{
		// A filter hides rows, and empty rows may be left out (18.3.1.73).
		"hidden rows and missing ones",
		map[string]string{excelSheetPart: excelSheet(strings.Replace(excelAnn, "<row>", `<row r="2" hidden="1">`, 1) +
			strings.Replace(excelPhone(4102, "4002", "Bo", "-5.00", "7275550100"), "<row>", `<row r="9">`, 1))},
		[]string{annIsReady, `2 warning hidden_row  ""`, `9 ready "4002" "Bo" "-5.00" "7275550100"`},
	},
}

// The first line of the result names the sheet that is read.
func TestWorkbooksOfSpreadsheetsThatAreNotHere(t *testing.T) {
	for _, tt := range excelBooks {
		t.Run(tt.quirk, func(t *testing.T) {
			want := append([]string{"sheet Sheet1 of Sheet1"}, tt.want...)
			if d := cmp.Diff(want, excelTold(t, excelBook(t, tt.parts), asItIs)); d != "" {
				t.Error(d)
			}
		})
	}
}

var openingTag = regexp.MustCompile(`<(/?)([a-zA-Z])`)

// prefixed gives every element of a part the prefix x.
func prefixed(part string) string {
	return strings.ReplaceAll(openingTag.ReplaceAllString(part, "<${1}x:${2}"), ` xmlns="`, ` xmlns:x="`)
}

// emptyRows returns styled rows without a value.
func emptyRows(from, to int) string {
	var b strings.Builder
	for r := from; r <= to; r++ {
		fmt.Fprintf(&b, `<row r="%d" ht="15.75" customHeight="1"><c r="A%d" s="1"/><c r="Z%d" s="1"/></row>`, r, r, r)
	}
	return b.String()
}
