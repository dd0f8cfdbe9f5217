package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// WriteFailed writes the rows that are not done as a list of their own: the original text of header and records, written
// as the list is, and a last column that says what is wrong, in place of an earlier one. Of a workbook it makes a workbook.
// Once mended it can be imported as it is. It holds the passwords of those rows. list is what the list is called, for
// problems that name its lines. It returns how many rows it wrote.
func WriteFailed(w io.Writer, list string, h sheet.Header, rows []*preflight.Row, results []object.Result, skipExisting bool) (int, error) {
	f := failedRows{Header: h, had: len(h.Names) > 1 && strings.EqualFold(strings.TrimSpace(h.Names[len(h.Names)-1]), preflight.ProblemColumn)}
	f.text.Write(h.Preamble)
	f.record(h.Raw, true, f.name(preflight.ProblemColumn))
	n := 0
	for i := range results {
		if !results[i].Undone(skipExisting) {
			continue
		}
		n++
		f.record(rows[i].Raw, rows[i].Readable, f.quote(files.Defuse(problemText(list, rows[i], &results[i]))))
	}
	if h.Workbook {
		return n, asWorkbook(w, &f.text)
	}
	to, err := h.Encoding.NewWriter(w)
	if err != nil {
		return n, err
	}
	_, err = to.Write(f.text.Bytes())
	return n, errors.Join(err, to.Close())
}

// failedRows are the text of a file of failed rows.
type failedRows struct {
	sheet.Header
	had  bool // the list has a column of problems already, its last one
	text bytes.Buffer
}

// record adds one record. readable says that it could be taken apart.
func (f *failedRows) record(raw []byte, readable bool, problem string) {
	if f.had {
		raw = f.withoutProblem(raw, readable)
	}
	f.text.Write(raw)
	f.text.WriteString(string(f.Delimiter) + f.Encoding.Fit(problem) + f.EOL)
}

// asWorkbook writes what is written as CSV as a workbook.
func asWorkbook(w io.Writer, text io.Reader) error {
	r := csv.NewReader(text)
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return err
	}
	book, err := newTextWorkbook(w, "Failed rows", header)
	for err == nil {
		var cells []string
		if cells, err = r.Read(); err == nil {
			err = book.write(cells)
		}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	return book.close()
}

// problemText says in one cell what is wrong with a row.
func problemText(list string, row *preflight.Row, r *object.Result) string {
	if r.Status != object.Invalid {
		return Plain(string(r.Code) + ": " + r.Message)
	}
	var parts []string
	for _, p := range row.Problems {
		if p.Severity != codes.Error {
			continue
		}
		text := string(p.Code) + ": " + p.Message
		if p.Column != "" {
			text = string(p.Code) + ": " + p.Column + ": " + p.Message
		}
		if len(p.Others) > 0 {
			text += " of " + list
		}
		parts = append(parts, text)
	}
	return Plain(strings.Join(parts, "; "))
}

// withoutProblem cuts off the last cell, the problem of an earlier run. A record that could not be read may have lost
// that cell: there it is cut off only if it reads like one of ours. Such a record must stay unreadable with the new cell
// behind it, or the cell would take the place of a value: where it would just fill the row, an empty cell keeps them apart.
func (f *failedRows) withoutProblem(raw []byte, readable bool) []byte {
	delimiter := string(f.Delimiter)
	if f.EOL == "\r" {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n")) // which the CSV reader takes for the end of a line
	}
	c := csv.NewReader(bytes.NewReader(raw))
	c.Comma = f.Delimiter
	cells, err := c.Read()
	switch last := len(cells) - 1; {
	case err != nil: // broken quotes
		at := earlier().FindSubmatchIndex(raw)
		if at != nil && bytes.HasSuffix(raw[:at[0]], []byte(delimiter)) && known()[apiclient.Code(raw[at[2]:at[3]])] {
			return raw[:at[0]-len(delimiter)]
		}
		return raw
	case readable || last > 0 && ours(cells[last]):
		line, column := c.FieldPos(last)
		return bytes.TrimSuffix(raw[:offset(raw, line, column)], []byte(delimiter))
	case len(cells)+1 == len(f.Names):
		return append(bytes.Clone(raw), delimiter...)
	}
	return raw
}

// earlier finds the cell that an earlier run put behind a record whose quotes are broken.
var earlier = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"([a-z_0-9]+): (?:[^"]|"")*"$`) })

// offset finds the byte at a line and column of the CSV reader, both from 1.
func offset(raw []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		at += bytes.IndexByte(raw[at:], '\n') + 1
	}
	return at + column - 1
}

// ours says whether a cell reads like problemText: one of our codes, a colon.
func ours(cell string) bool {
	code, _, found := strings.Cut(cell, ":")
	return found && known()[apiclient.Code(code)]
}

// known are all the codes that a problem cell may begin with.
var known = sync.OnceValue(func() map[apiclient.Code]bool {
	all := make(map[apiclient.Code]bool)
	for _, code := range append(codes.Hinted(), codes.All()...) {
		all[code] = true
	}
	return all
})

// quote puts a cell into the quotes that the list has.
func (f *failedRows) quote(cell string) string {
	q := string(f.Quote)
	return q + strings.ReplaceAll(cell, q, q+q) + q
}

// name is a name of a column as the header writes it: in single quotes all of them stand, or none.
func (f *failedRows) name(column string) string {
	if f.Quote == '\'' {
		return f.quote(column)
	}
	return column
}
