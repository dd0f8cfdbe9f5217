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

// A textWorkbook writes a list as a workbook with one sheet. All cells are text, and all columns are formatted as
// Text: a spreadsheet turns neither the written values nor new ones into numbers or dates. A textWorkbook is for one
// goroutine.
//
// A textWorkbook writes each row at once. Package excelize does not fit: it keeps all rows in memory or writes them,
// with their passwords, to a temporary file that stays behind if the program is killed. It cannot write control
// characters either.
type textWorkbook struct {
	archive *zip.Writer
	sheet   *bufio.Writer
	rows    int
	columns []string // the letters of the columns: A, B, …
}

// newTextWorkbook begins a workbook and writes its header, which stays in view when the user scrolls. sheet is the
// name of the sheet; it must have no characters that XML escapes. The caller ends the workbook with close.
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

// write adds a row. Because of the buffer, an error of the underlying writer may be returned by a later call or by
// close.
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
			continue // the format of the column is enough
		}
		_, _ = fmt.Fprintf(b.sheet, `<c r="%s%d" s="1" t="inlineStr"><is><t xml:space="preserve">`, b.columns[i], b.rows)
		writeXMLText(b.sheet, text)
		_, _ = b.sheet.WriteString("</t></is></c>")
	}
	_, err := b.sheet.WriteString("</row>")
	return err
}

// close completes the workbook. It leaves the underlying writer open.
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

// writeXMLText writes a text so that a spreadsheet reads the same text back. Characters that XML cannot hold become
// escapes such as _x000B_ (ECMA-376 part 1, 22.9.2.19, ST_Xstring). A CR becomes _x000D_, because XML reads a CR as an
// LF. If the text itself holds such an escape, its underscore becomes _x005F_. The bufio.Writer keeps the first error
// for Flush.
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
			_, _ = w.WriteRune(r) // writes U+FFFD for bytes that are not UTF-8
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

// textSheetHead freezes the header and formats all columns of the sheet as Text, unused columns included.
// textSheetTail tells Excel not to mark text that looks like a number as an error.
const (
	textSheetHead = `<worksheet xmlns="` + sheetSpace + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="16384" width="18" style="1" customWidth="1"/></cols><sheetData>`
	textSheetTail = `</sheetData><ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors></worksheet>`
)

// textWorkbookParts lists the parts that every workbook must have, with the sheet last. Style 1 is number format 49,
// "@", which means Text (ECMA-376 part 1, 18.8.30). Excel requires the two fills.
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
