package sheet

import (
	"bytes"
	"regexp"
	"sync"

	"phonebatch/batch/codes"
)

// A textForm is a kind of text that is not a list. The start of the text identifies the kind.
type textForm struct {
	pattern *regexp.Regexp // matched after leading white space and byte-order marks
	format  *FormatError
}

// textForms returns the known kinds. The expressions are compiled at the first call.
var textForms = sync.OnceValue(func() []textForm {
	form := func(pattern, what string, special codes.Case) textForm {
		return textForm{regexp.MustCompile("^(?:" + pattern + ")"), foreignFile(what, special)}
	}
	return []textForm{
		form(`\{\\rtf`, "a text document", codes.Table),
		form(`\[[\w. -]+\][ \t]*\r?\n`, "a configuration file", codes.Phones),
		form(`[{\[]\s*(?:$|[{}\[\]"\d-])`, "JSON", codes.JSON),
		form(`TABLE\r?\n0,1`, "a DIF file", codes.OtherText),
		form(`(?i)<(?:!doctype\s+html|html|head|body|meta|table|style|script|div)\b`, "a web page (the file name does not matter)", codes.OtherText),
		form(`(?i)<\?xml\b`, "an XML file (the file name does not matter)", codes.OtherText),
		form(`<`, "a web page or XML file (the file name does not matter)", codes.OtherText),
		form(`(?i)(?:MIME-Version:|From: <Saved by |Content-Type: multipart/)`, "a web archive (.mht) (the file name does not matter)", codes.OtherText),
		form(`ID;P(?:\r|\n|[A-Z]|;)`, "a SYLK file (.slk)", codes.OtherText),
		form(`(?i)BEGIN:V(?:CARD|CALENDAR)\b`, "a file of contacts or appointments", codes.People),
		form(`(?i)(?:version: ?1\r?\n+)?dn:{1,2} `, "an LDIF file of a directory", codes.People),
		form(`(?i)(?:-- (?:MySQL|MariaDB|PostgreSQL) (?:dump|database)|`+
			`(?:/\*![^\n]*\n)?(?:INSERT INTO|CREATE TABLE|DROP TABLE)\b)`, "a dump of a database", codes.Database),
	}
})

// foreignText returns a *FormatError if text is of a known kind that is not a list, and nil otherwise.
func foreignText(text []byte) error {
	text = bytes.TrimLeft(text, "\ufeff \t\r\n\v\f\u00a0")
	for _, f := range textForms() {
		if f.pattern.Match(text[:min(len(text), 256)]) {
			return f.format
		}
	}
	return nil
}
