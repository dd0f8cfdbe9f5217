package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"regexp"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
)

// WriteFailed writes the rows that are not done as a list of their own: the original bytes of header and records, and
// a last column that says what is wrong, in place of an earlier one. Once mended it can be imported as it is. It
// holds the passwords of those rows. list is what the list is called, for problems that name its lines. It returns how many rows it wrote.
func WriteFailed(w io.Writer, list string, h sheet.Header, rows []*preflight.Row, results []run.Result, skipExisting bool) (int, error) {
	out := bufio.NewWriter(w)
	had := len(h.Names) > 1 && strings.EqualFold(strings.TrimSpace(h.Names[len(h.Names)-1]), preflight.ProblemColumn)
	record := func(raw []byte, readable bool, problem string) {
		if had {
			raw = withoutProblem(raw, readable, len(h.Names))
		}
		_, _ = out.Write(raw) // Flush reports the first error
		_, _ = out.WriteString("," + problem + h.EOL)
	}
	header, marked := bytes.CutPrefix(h.Raw, []byte("\ufeff"))
	if marked {
		_, _ = out.WriteString("\ufeff")
	}
	record(header, true, preflight.ProblemColumn)
	n := 0
	for i := range results {
		if !results[i].Undone(skipExisting) {
			continue
		}
		n++
		record(rows[i].Raw, rows[i].Readable, quote(problemText(list, rows[i], &results[i])))
	}
	return n, out.Flush()
}

// problemText says in one cell what is wrong with a row.
func problemText(list string, row *preflight.Row, r *run.Result) string {
	if r.Status != run.Invalid {
		return Plain(string(r.Code) + ": " + r.Message)
	}
	var parts []string
	for _, p := range row.Problems {
		if p.Severity != preflight.Error {
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
func withoutProblem(raw []byte, readable bool, columns int) []byte {
	c := csv.NewReader(bytes.NewReader(raw))
	cells, err := c.Read()
	switch last := len(cells) - 1; {
	case err != nil: // broken quotes
		if at := earlier().FindSubmatchIndex(raw); at != nil && codes()[apiclient.Code(raw[at[2]:at[3]])] {
			return raw[:at[0]]
		}
		return raw
	case readable || last > 0 && ours(cells[last]):
		line, column := c.FieldPos(last)
		return bytes.TrimSuffix(raw[:offset(raw, line, column)], []byte(","))
	case len(cells)+1 == columns:
		return append(bytes.Clone(raw), ',')
	}
	return raw
}

// earlier finds the cell that an earlier run put behind a record whose quotes are broken.
var earlier = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`,"([a-z_0-9]+): (?:[^"]|"")*"$`) })

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
	return found && codes()[apiclient.Code(code)]
}

// codes are all that a problem cell may begin with.
var codes = sync.OnceValue(func() map[apiclient.Code]bool {
	all := make(map[apiclient.Code]bool)
	for _, code := range append(run.Codes(), preflight.Codes()...) {
		all[code] = true
	}
	return all
})

func quote(cell string) string { return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"` }
