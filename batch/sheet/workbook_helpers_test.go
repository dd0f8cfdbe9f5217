package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// readBook returns one line of text for each row: the number, the cells, and the faults as code@column.
func readBook(data []byte, sheet string) (lines []string, err error) {
	w, err := newWorkbook(data, &Options{Sheet: sheet}, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	for {
		row, cells, faults, err := w.next()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		line := fmt.Sprintf("%d %s", row, strings.Join(cells, "|"))
		for _, f := range faults {
			line += fmt.Sprintf(" !%s@%d", f.Code, f.Column)
		}
		lines = append(lines, line)
	}
}

// excelizeBook returns a workbook written by excelize.
func excelizeBook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	fill(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// setStyled sets the value and the number format of a cell.
func setStyled(t testing.TB, f *excelize.File, cell string, value any, format string) {
	t.Helper()
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.SetCellValue("Sheet1", cell, value), f.SetCellStyle("Sheet1", cell, cell, style)); err != nil {
		t.Fatal(err)
	}
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// handBook returns a workbook of handwritten parts: the minimum of parts, and the given ones by name.
func handBook(t testing.TB, given map[string]string) []byte {
	t.Helper()
	content := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
		"_rels/.rels":         relations(`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>`),
		"xl/workbook.xml":     `<workbook xmlns="` + mainNamespace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Phones" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations(`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>`),
	}
	for name, text := range given {
		content[name] = text
	}
	return zipFiles(t, content)
}

func relations(entries string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + entries + `</Relationships>`
}

// zipFiles packs files in the order of their names. A file with the content "-" is left out.
func zipFiles(t testing.TB, content map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var names []string
	for name := range content {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if content[name] == "-" {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sheetPart returns a worksheet with the given rows.
func sheetPart(rows string) string {
	return xmlHead + `<worksheet xmlns="` + mainNamespace + `"><sheetData>` + rows + `</sheetData></worksheet>`
}

// oneSheet returns a workbook whose only sheet has the given rows.
func oneSheet(t testing.TB, rows string) []byte {
	return handBook(t, map[string]string{"xl/worksheets/sheet1.xml": sheetPart(rows)})
}
