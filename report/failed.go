package report

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/batch/sheet"
)

// WriteFailed writes the rows that are not done as a list of their own: the original bytes of header and records, and
// a last column that says what is wrong, in place of an earlier one. Once mended it can be imported as it is. It
// holds the passwords of those rows. It returns how many rows it wrote.
func WriteFailed(w io.Writer, h sheet.Header, rows []preflight.Row, results []run.Result, skipExisting bool) (int, error) {
	out := bufio.NewWriter(w)
	had := len(h.Names) > 1 && strings.EqualFold(strings.TrimSpace(h.Names[len(h.Names)-1]), preflight.ProblemColumn)
	record := func(raw []byte, readable bool, problem string) {
		if had {
			raw = withoutProblem(raw, readable)
		}
		_, _ = out.Write(raw) // Flush reports the first error
		_, _ = out.WriteString("," + problem + h.EOL)
	}
	record(h.Raw, true, preflight.ProblemColumn)
	n := 0
	for i := range results {
		if results[i].Done(skipExisting) {
			continue
		}
		n++
		record(rows[i].Raw, rows[i].Readable, quote(problemText(&rows[i], &results[i])))
	}
	return n, out.Flush()
}

// problemText says in one cell what is wrong with a row.
func problemText(row *preflight.Row, r *run.Result) string {
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
		parts = append(parts, text)
	}
	return Plain(strings.Join(parts, "; "))
}

// withoutProblem cuts off the last cell, the problem of an earlier run. A record with too few or too many cells may
// have lost that cell: there it is cut off only if it reads like one of ours.
func withoutProblem(raw []byte, readable bool) []byte {
	c := csv.NewReader(bytes.NewReader(raw))
	cells, err := c.Read()
	if err != nil || len(cells) < 2 || !readable && !ours(cells[len(cells)-1]) {
		return raw
	}
	_, column := c.FieldPos(len(cells) - 1)
	line, _ := c.FieldPos(len(cells) - 1)
	start := offset(raw, line, column)
	return bytes.TrimSuffix(raw[:start], []byte(","))
}

// offset finds the byte at a line and column of the CSV reader, both from 1.
func offset(raw []byte, line, column int) int {
	at := 0
	for ; line > 1; line-- {
		at += bytes.IndexByte(raw[at:], '\n') + 1
	}
	return at + column - 1
}

// ours says whether a cell reads like problemText: a code, a colon.
func ours(cell string) bool {
	code, _, found := strings.Cut(cell, ": ")
	return found && (slices.Contains(preflight.Ignorable, apiclient.Code(code)) || run.Hint(apiclient.Code(code)) != "" ||
		slices.Contains([]apiclient.Code{preflight.CodeMissingCells, preflight.CodeExtraCells, preflight.CodeBrokenQuotes}, apiclient.Code(code)))
}

func quote(cell string) string { return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"` }
