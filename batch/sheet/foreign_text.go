package sheet

import (
	"bytes"
	"regexp"
	"sync"
)

// A textForm is a kind of text that is no list, and is known by how it begins.
type textForm struct {
	begins *regexp.Regexp // white space and marks before it do not count
	format *FormatError
}

const copyTable = "copy the table into a spreadsheet, and save that as .xlsx or CSV"

// textForms are compiled when a text is read.
var textForms = sync.OnceValue(func() []textForm {
	form := func(pattern, what, remedy string) textForm {
		return textForm{regexp.MustCompile("^(?:" + pattern + ")"), foreignFile(what, remedy)}
	}
	return []textForm{
		form(`\{\\rtf`, "a text document", copyTable),
		form(`\[[\w. -]+\][ \t]*\r?\n`, "a configuration file", "export the phones as CSV"),
		form(`[{\[]\s*(?:$|[{}\[\]"\d-])`, "JSON", "export the list as .xlsx or CSV"),
		form(`TABLE\r?\n0,1`, "a DIF file", saveAsWorkbook),
		form(`(?i)<(?:!doctype\s+html|html|head|body|meta|table|style|script|div)\b`, "a web page, whatever its name says", saveAsWorkbook),
		form(`(?i)<\?xml\b`, "an XML file, whatever its name says", saveAsWorkbook),
		form(`<`, "a web page or XML file, whatever its name says", saveAsWorkbook),
		form(`(?i)(?:MIME-Version:|From: <Saved by |Content-Type: multipart/)`, "a web archive (.mht), whatever its name says", saveAsWorkbook),
		form(`ID;P(?:\r|\n|[A-Z]|;)`, "a SYLK file (.slk)", saveAsWorkbook),
		form(`(?i)BEGIN:V(?:CARD|CALENDAR)\b`, "a file of contacts or appointments", "export the people as CSV"),
		form(`(?i)(?:version: ?1\r?\n+)?dn:{1,2} `, "an LDIF file of a directory", "export the people as CSV"),
		form(`(?i)(?:-- (?:MySQL|MariaDB|PostgreSQL) (?:dump|database)|(?:/\*![^\n]*\n)?(?:INSERT INTO|CREATE TABLE|DROP TABLE)\b)`, "a dump of a database", "export the table as CSV"),
	}
})

// foreignText says what a text is that is no list; nil where nothing speaks against a list.
func foreignText(text []byte) error {
	text = bytes.TrimLeft(text, "\ufeff \t\r\n\v\f\u00a0")
	for _, f := range textForms() {
		if f.begins.Match(text[:min(len(text), 256)]) {
			return f.format
		}
	}
	return nil
}
