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
	"phonebatch/batch/columns"
	"phonebatch/batch/files"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// WriteFailed writes the records that are not done as a list of their own, and returns how many records it wrote. A
// record with phones on several servers stands there once, with the problems of all its phones that are not done. The
// new list has the original text of the header and the records, in the encoding and format of the old list, and a last
// column that says what is wrong with each row. The last column replaces the column of an earlier run. The failed rows
// of a workbook are a workbook. A user can correct the new list and import it as it is. The new list holds the
// passwords of its rows.
//
// rows and the results of phones have the same order. The records of an alias that is not done are written too, all of
// them: the alias needs all its phones. list is the name of the list, for problems that name other lines. The error is
// that of w, or that of the list's encoding.
func WriteFailed(w io.Writer, list string, h sheet.Header, rows []*preflight.Row, results []object.Result, skipExisting bool) (int, error) {
	f := failedRows{Header: h, had: len(h.Names) > 1 && strings.EqualFold(strings.TrimSpace(h.Names[len(h.Names)-1]), columns.ProblemColumn)}
	f.text.Write(h.Preamble)
	f.record(h.Raw, true, f.name(columns.ProblemColumn))
	n := 0
	phones, aliases := undone(results, skipExisting)
	for i := 0; i < len(phones); {
		first, problem := i, problems{list: list}
		for ; i < len(phones) && rows[i].Line == rows[first].Line; i++ { // the phones of one record
			problem.phones++
			if phones[i] != nil {
				problem.add(rows[i], phones[i])
			}
		}
		if alias := aliases[object.KeyOfAlias(rows[first].Alias.ID).Folded()]; alias != nil {
			problem.add(rows[first], alias)
		}
		if len(problem.rows) > 0 {
			n++
			f.record(rows[first].Raw, problem.rows[0].Readable, f.quote(files.Defuse(problem.text())))
		}
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

// undone returns the results that are not done: those of phones in their order, with nil for each phone that is done,
// and those of aliases by their folded keys.
func undone(results []object.Result, skipExisting bool) (phones []*object.Result, aliases map[object.Key]*object.Result) {
	aliases = make(map[object.Key]*object.Result)
	for i := range results {
		r := &results[i]
		isUndone := r.Undone(skipExisting)
		switch {
		case r.Kind == object.Alias && isUndone:
			aliases[r.Key().Folded()] = r
		case r.Kind == object.Alias:
		case isUndone:
			phones = append(phones, r)
		default:
			phones = append(phones, nil)
		}
	}
	return phones, aliases
}

// A failedRows is the text of a file of failed rows.
type failedRows struct {
	sheet.Header
	had  bool // the last column of the list is a problem column already
	text bytes.Buffer
}

// record adds one record and its problem, which is quoted already. readable says that pre-flight could split the record
// into cells.
func (f *failedRows) record(raw []byte, readable bool, problem string) {
	if f.had {
		raw = f.withoutProblem(raw, readable)
	}
	f.text.Write(raw)
	f.text.WriteString(string(f.Delimiter) + f.Encoding.Fit(problem) + f.EOL)
}

// asWorkbook converts CSV text to a workbook.
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

// withoutProblem cuts off the last cell of a record, the problem of an earlier run. An unreadable record may have lost
// that cell: withoutProblem cuts off the last cell of such a record only if the cell reads like a problem. An
// unreadable record must stay unreadable with the new problem behind it; otherwise the problem would be taken for the
// value of a column. If the new cell would fill the row exactly, withoutProblem adds an empty cell.
func (f *failedRows) withoutProblem(raw []byte, readable bool) []byte {
	if readable {
		return raw[:f.lastDelimiter(raw)]
	}
	delimiter := string(f.Delimiter)
	if f.EOL == "\r" {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n")) // the CSV reader takes \n for the end of a line but not \r
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
	case last > 0 && ours(cells[last]):
		line, column := c.FieldPos(last)
		return bytes.TrimSuffix(raw[:offset(raw, line, column)], []byte(delimiter))
	case len(cells)+1 == len(f.Names):
		return append(bytes.Clone(raw), delimiter...)
	}
	return raw
}

// lastDelimiter returns the offset of the last delimiter of a readable record that is not inside quotes. Whatever the
// reader of lists takes for sound quotes, such as quotes with spaces around them, an even number of quotes is before
// that delimiter.
func (f *failedRows) lastDelimiter(raw []byte) (at int) {
	quoted := false
	for i, r := range string(raw) {
		switch {
		case r == f.Quote:
			quoted = !quoted
		case r == f.Delimiter && !quoted:
			at = i
		}
	}
	return at
}

// earlier returns the pattern of the problem cell that an earlier run added to a record with broken quotes.
var earlier = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`"([a-z_0-9]+): (?:[^"]|"")*"$`) })

// offset converts a line and a column of the CSV reader, both counted from 1, to an offset in bytes.
func offset(raw []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		at += bytes.IndexByte(raw[at:], '\n') + 1
	}
	return at + column - 1
}

// ours says whether a cell reads like a text of problemTexts: it begins with a code of this program and a colon.
func ours(cell string) bool {
	code, _, found := strings.Cut(cell, ":")
	return found && known()[apiclient.Code(code)]
}

// known returns the set of codes with which a problem cell may begin.
var known = sync.OnceValue(func() map[apiclient.Code]bool {
	all := make(map[apiclient.Code]bool)
	for _, k := range codes.Kinds() {
		all[k.Code] = k.ForRow() != ""
	}
	return all
})

// quote encloses a cell in the kind of quotes that the list uses.
func (f *failedRows) quote(cell string) string {
	q := string(f.Quote)
	return q + strings.ReplaceAll(cell, q, q+q) + q
}

// name returns the name of a column as the header writes it: quoted only if the list uses single quotes. In such a
// header all names must be quoted.
func (f *failedRows) name(column string) string {
	if f.Quote == '\'' {
		return f.quote(column)
	}
	return column
}
