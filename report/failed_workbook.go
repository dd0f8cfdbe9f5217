package report

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A textWorkbook writes a list as a workbook of one sheet whose cells are all text, in columns that are formatted as Text
// throughout, so that neither a value that is there nor one that is typed anew is turned into a number or a date. It
// streams: excelize would keep all rows in memory, or write them, with the passwords that are in them, to a temporary
// file that stays behind when the program is killed; and it cannot write control characters. It is not safe for
// concurrent use.
type textWorkbook struct {
	archive *zip.Writer
	sheet   *bufio.Writer
	rows    int
	columns []string // their letters
}

// newTextWorkbook begins a workbook whose one sheet has a name, without characters that XML escapes, and whose first row
// stays in view. End with close.
func newTextWorkbook(w io.Writer, sheet string, header []string) (*textWorkbook, error) {
	b := &textWorkbook{archive: zip.NewWriter(w)}
	for _, part := range textWorkbookParts {
		to, err := b.archive.Create(part.name)
		if err != nil {
			return nil, fmt.Errorf("writing a workbook: %w", err)
		}
		if b.sheet = bufio.NewWriter(to); part.name != textSheetPart {
			_, _ = b.sheet.WriteString(xmlDeclaration + strings.Replace(part.text, sheetNamePlace, sheet, 1))
			if err := b.sheet.Flush(); err != nil {
				return nil, fmt.Errorf("writing a workbook: %w", err)
			}
		}
	}
	_, _ = b.sheet.WriteString(xmlDeclaration + textSheetHead) // close reports the first error of all
	return b, b.write(header)
}

// write adds a row. An error of the writer below may come as late as with close.
func (b *textWorkbook) write(cells []string) error {
	if b.rows++; b.rows > excelize.TotalRows || len(cells) > excelize.MaxColumns {
		return fmt.Errorf("writing a workbook: a sheet has no room for row %d of %d cells", b.rows, len(cells))
	}
	for i := len(b.columns); i < len(cells); i++ {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return fmt.Errorf("writing a workbook: %w", err)
		}
		b.columns = append(b.columns, name)
	}
	_, _ = fmt.Fprintf(b.sheet, `<row r="%d">`, b.rows)
	for i, text := range cells {
		if text == "" {
			continue // the column's format is enough
		}
		_, _ = fmt.Fprintf(b.sheet, `<c r="%s%d" s="1" t="inlineStr"><is><t xml:space="preserve">`, b.columns[i], b.rows)
		writeXMLText(b.sheet, text)
		_, _ = b.sheet.WriteString("</t></is></c>")
	}
	_, err := b.sheet.WriteString("</row>")
	return err
}

// close completes the workbook. It does not close the writer below.
func (b *textWorkbook) close() error {
	_, _ = b.sheet.WriteString(textSheetTail)
	if err := b.sheet.Flush(); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	if err := b.archive.Close(); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return nil
}

// writeXMLText writes a text so that it is read as it is. What XML cannot hold, and a CR, which it would read as LF, are
// written as _x000D_ (ECMA-376 part 1, 22.9.2.19, ST_Xstring), and the beginning of what reads like that as _x005F_.
// Errors are left to the writer.
func writeXMLText(w *bufio.Writer, text string) {
	for i, r := range text {
		switch {
		case r == '&':
			_, _ = w.WriteString("&amp;")
		case r == '<':
			_, _ = w.WriteString("&lt;")
		case r == '>':
			_, _ = w.WriteString("&gt;")
		case r == '_' && escapeLike.MatchString(text[i:]):
			_, _ = w.WriteString("_x005F_")
		case r < ' ' && r != '\t' && r != '\n', r == '\uFFFE', r == '\uFFFF':
			_, _ = fmt.Fprintf(w, "_x%04X_", r)
		default:
			_, _ = w.WriteRune(r) // U+FFFD for bytes that are no UTF-8
		}
	}
}

var escapeLike = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

const (
	xmlDeclaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	textSheetPart  = "xl/worksheets/sheet1.xml"
	sheetNamePlace = "{name}"
	packageSpace   = "http://schemas.openxmlformats.org/package/2006/"
	officeSpace    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	sheetSpace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	contentType    = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// textSheetHead freezes the header, and formats every column of the sheet as Text, used or not. textSheetTail has Excel
// not offer to turn text that looks like a number into one.
const (
	textSheetHead = `<worksheet xmlns="` + sheetSpace + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="16384" width="18" style="1" customWidth="1"/></cols><sheetData>`
	textSheetTail = `</sheetData><ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors></worksheet>`
)

// textWorkbookParts are the least that a workbook is made of, its sheet last. Style 1 is number format 49, "@": Text
// (ECMA-376 part 1, 18.8.30); Excel wants the two fills.
var textWorkbookParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="` + packageSpace + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + contentType + `sheet.main+xml"/><Override PartName="/` + textSheetPart + `" ContentType="` + contentType + `worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + contentType + `styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="` + packageSpace + `relationships"><Relationship Id="rId1" Type="` + officeSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook xmlns="` + sheetSpace + `" xmlns:r="` + officeSpace + `"><sheets><sheet name="` + sheetNamePlace + `" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageSpace + `relationships"><Relationship Id="rId1" Type="` + officeSpace + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + officeSpace + `/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="` + sheetSpace + `"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
	{textSheetPart, ""},
}
