package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"phonebatch/apiclient"
	"phonebatch/batch/columns"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// A document is the JSON object that --json prints for a whole command. The order of the fields is the order in the
// output. fieldNotes explains each field.
type document struct {
	Command  string                `json:"command"`
	List     string                `json:"list,omitempty"`
	Dialer   string                `json:"dialer,omitempty"`
	Exit     int                   `json:"exit"`
	Error    string                `json:"error,omitempty"`
	Codes    []apiclient.Code      `json:"error_codes,omitempty"` // the codes for a list that cannot be read at all
	Hints    []string              `json:"hints,omitempty"`       // what the user can do about the error
	Rows     int                   `json:"rows"`
	Records  int                   `json:"records,omitempty"` // only of a list with several servers
	Aliases  int                   `json:"aliases,omitempty"`
	Ready    *int                  `json:"rows_ready,omitempty"` // as far as pre-flight can tell
	Invalid  *int                  `json:"rows_invalid,omitempty"`
	Statuses map[object.Status]int `json:"statuses,omitempty"`
	NotDone  []Group               `json:"not_done,omitempty"`
	Results  string                `json:"results_file,omitempty"`
	Failed   string                `json:"failed_file,omitempty"`
	Made     string                `json:"credentials_file,omitempty"` // the file of the passwords that the program made
	Open     *bool                 `json:"open,omitempty"`             // only for report: whether import --resume would continue the run

	Errors   int                 `json:"errors"`
	Warnings int                 `json:"warnings"`
	Problems []preflight.Problem `json:"problems"`                 // errors first; at most 10,000 of each severity
	Groups   []preflight.Group   `json:"problem_groups,omitempty"` // all problems, by kind
	Mends    []preflight.Mend    `json:"mends,omitempty"`
	Mapped   []columns.Mapped    `json:"mapped_columns,omitempty"`
	Unsure   []columns.Unsure    `json:"unsure_columns,omitempty"`
	Unknown  []string            `json:"unknown_columns,omitempty"`
	LeftOut  int                 `json:"rows_left_out,omitempty"` // left out by --where
	From     string              `json:"list_of,omitempty"`
	Aside    []sheet.Aside       `json:"rows_set_aside,omitempty"`
	Sending  *preflight.Sending  `json:"would_be_sent,omitempty"`
	Format   *Format             `json:"format,omitempty"`
	Compared *compared           `json:"compared,omitempty"` // only for compare
	Exported *exported           `json:"exported,omitempty"` // only for export
}

// A Format describes the file format of a list.
type Format struct {
	Encoding  string `json:"encoding"`
	Guessed   bool   `json:"encoding_guessed"`
	Delimiter string `json:"delimiter,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
}

// A checkup is the JSON object that doctor --json prints.
type checkup struct {
	Command string   `json:"command"`
	Dialer  string   `json:"dialer,omitempty"`
	Exit    int      `json:"exit"`
	Error   string   `json:"error,omitempty"`
	Hints   []string `json:"hints,omitempty"`
	Checks  []Check  `json:"checks"`
}

// A Check holds the findings of doctor about one thing. Verdict is ok, warning, FAIL or skipped.
type Check struct {
	Check    string   `json:"check"`
	Verdict  string   `json:"verdict"`
	Found    string   `json:"found"`
	Remedies []string `json:"remedies,omitempty"`
}

// JSONProblems limits how many problems of each severity a document lists.
const JSONProblems = 10_000

// addList adds the findings of pre-flight to the document.
func (d *document) addList(l *preflight.List) {
	ready := l.Ready()
	d.Rows, d.Ready, d.Invalid = l.Total, &ready, &l.Invalid
	if d.Aliases = l.NAliases; l.FansOut() {
		d.Records = l.Records
	}
	d.Errors, d.Warnings = l.NErrors, l.NWarned
	d.Problems = append(append([]preflight.Problem{}, l.Errors...), l.Warnings...)
	d.Groups, d.Mends, d.Unknown = l.Groups(), l.Mends, l.Unknown
	d.Mapped, d.Unsure, d.Aside = l.Mapped, l.Unsure, l.Aside
	d.LeftOut, d.From = l.LeftOut, l.From
	d.Sending, d.Format = &l.Sending, &Format{Encoding: l.Header.Encoding.String(), Guessed: l.Guessed, Sheet: l.Header.Sheet}
	if !l.Header.Workbook && l.Header.Delimiter != 0 {
		d.Format.Delimiter = string(l.Header.Delimiter)
	}
}

// addResults adds the results of the rows to the document.
func (d *document) addResults(results []object.Result, skipExisting bool) {
	d.Rows = len(results)
	d.Statuses = Counts(results)
	d.NotDone = Groups(results, skipExisting)
}

// write writes the document. The field problems is always present: as [] if there are no problems.
func (d *document) write(w io.Writer) error {
	if d.Problems == nil {
		d.Problems = []preflight.Problem{}
	}
	return writeJSON(w, d)
}

// write writes the checkup. The field checks is always present: as [] if there are no checks.
func (d *checkup) write(w io.Writer) error {
	if d.Checks == nil {
		d.Checks = []Check{}
	}
	return writeJSON(w, d)
}

// writeJSON writes a value as indented JSON that is safe for a terminal. The error is that of w.
func writeJSON(w io.Writer, d any) error {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err := io.WriteString(w, escapeUnsafe(b.String()))
	return err
}

// escapeUnsafe escapes the characters that a terminal must not see and that encoding/json writes as they are. The only
// control characters below space are the line ends of the document: they stay.
func escapeUnsafe(document string) string {
	if printable(strings.ReplaceAll(document, "\n", "")) {
		return document
	}
	var b strings.Builder
	for _, r := range document {
		switch {
		case r < ' ' || !unsafe(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
