package preflight

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"

	"phonebatch/apiclient"
)

// excelColumns is the header of these lists. excelCells returns a row of them: n fills the columns whose values do not
// matter here.
var excelColumns = []string{
	"Ext", "Dialplan Number", "Mailbox", "Phone Login", "Phone Password", "Server", "Protocol", "SIP Password", "Full Name", "Time Zone", "Caller ID",
}

func excelCells(n int, ext, name, gmt, cid string) []string {
	other := fmt.Sprint(n)
	return []string{ext, other, other, other, "Kd7pQw" + other, "10.0.9.8", "SIP", "Zt5vRm8b" + other, name, gmt, cid}
}

// excelRow returns such a row as text, without the line end and without quotes.
func excelRow(sep string, n int, ext, name, gmt, cid string) string {
	return strings.Join(excelCells(n, ext, name, gmt, cid), sep)
}

func excelHead(sep string) string { return strings.Join(excelColumns, sep) }

// encoded returns a text in an encoding. It panics if the encoding lacks a character of the text.
func encoded(text string, to encoding.Encoding) string {
	out, err := to.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

// excelTold reads a file as readAs does. It tells how the file is read and, for each row, the values that excelRow was
// given.
func excelTold(t *testing.T, data, command string) []string {
	t.Helper()
	var b strings.Builder
	l, err := Read(t.Context(), strings.NewReader(data), corpusOptions(t, strings.TrimPrefix(command, asItIs)))
	if err != nil {
		tellError(t, &b, err)
		return strings.Split(strings.TrimSpace(b.String()), "\n")
	}
	tellForm(&b, l)
	for _, row := range l.Rows {
		state := "ready"
		if row.Invalid {
			state = "invalid"
		}
		if fmt.Fprintf(&b, "%d %s", row.Line, state); row.Readable {
			for _, f := range []apiclient.Field{apiclient.Extension, apiclient.PhoneFullName, apiclient.LocalGMT, apiclient.OutboundCID} {
				fmt.Fprintf(&b, " %q", row.Phone.Value(f))
			}
		}
		b.WriteByte('\n')
		for _, p := range row.Problems {
			fmt.Fprintln(&b, short(p))
		}
	}
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}

// excelBook returns a workbook with the given parts. Other parts that a workbook needs are minimal.
func excelBook(t *testing.T, parts map[string]string) string {
	t.Helper()
	const (
		main      = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
		relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		packaged  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	)
	all := map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
		"_rels/.rels":         packaged + `<Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns="` + main + `" xmlns:r="` + relations + `"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": packaged + `<Relationship Id="rId1" Type="` + relations + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relations + `/sharedStrings" Target="sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="` + relations + `/styles" Target="styles.xml"/></Relationships>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, all[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// excelSheet returns a worksheet part with the header, and these rows below it.
func excelSheet(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + excelLine(excelColumns) + rows + `</sheetData></worksheet>`
}

// excelLine returns a row of texts in the shortest form that the standard allows: neither rows nor cells have a
// reference.
func excelLine(cells []string) string {
	var b strings.Builder
	b.WriteString("<row>")
	for _, cell := range cells {
		if strings.HasPrefix(cell, "<c") {
			b.WriteString(cell)
			continue
		}
		b.WriteString(`<c t="inlineStr"><is><t>` + cell + `</t></is></c>`)
	}
	return b.String() + "</row>"
}
