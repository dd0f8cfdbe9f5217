package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/sheet"
)

// A Document is what --json prints: one JSON object for a whole command.
type Document struct {
	Command  string                `json:"command"`
	List     string                `json:"list,omitempty"`
	Dialer   string                `json:"dialer,omitempty"`
	Exit     int                   `json:"exit"`
	Error    string                `json:"error,omitempty"`
	Codes    []apiclient.Code      `json:"error_codes,omitempty"` // of a list that cannot be read at all
	Hints    []string              `json:"hints,omitempty"`       // what to do about the error
	Rows     int                   `json:"rows"`
	Ready    *int                  `json:"rows_ready,omitempty"` // as far as pre-flight can tell
	Invalid  *int                  `json:"rows_invalid,omitempty"`
	Statuses map[object.Status]int `json:"statuses,omitempty"`
	NotDone  []Group               `json:"not_done,omitempty"`
	Results  string                `json:"results_file,omitempty"`
	Failed   string                `json:"failed_file,omitempty"`
	Made     string                `json:"credentials_file,omitempty"` // of passwords that were made
	Open     *bool                 `json:"open,omitempty"`             // of report: whether import --resume would go on with the run

	Errors   int                 `json:"errors"`
	Warnings int                 `json:"warnings"`
	Problems []preflight.Problem `json:"problems"`                 // errors first; at most 10,000 of each severity
	Groups   []preflight.Group   `json:"problem_groups,omitempty"` // all of them, by kind
	Mends    []preflight.Mend    `json:"mends,omitempty"`
	Mapped   []preflight.Mapped  `json:"mapped_columns,omitempty"`
	Unsure   []preflight.Unsure  `json:"unsure_columns,omitempty"`
	Unknown  []string            `json:"unknown_columns,omitempty"`
	LeftOut  int                 `json:"rows_left_out,omitempty"` // by --where
	From     string              `json:"list_of,omitempty"`
	Aside    []sheet.Aside       `json:"rows_set_aside,omitempty"`
	Sending  *preflight.Sending  `json:"would_be_sent,omitempty"`
	Format   *Format             `json:"format,omitempty"`
}

// A Format is how a list is written.
type Format struct {
	Encoding  string `json:"encoding"`
	Guessed   bool   `json:"encoding_guessed"`
	Delimiter string `json:"delimiter,omitempty"`
	Sheet     string `json:"sheet,omitempty"`
}

// A Checkup is what doctor --json prints.
type Checkup struct {
	Command string   `json:"command"`
	Dialer  string   `json:"dialer,omitempty"`
	Exit    int      `json:"exit"`
	Error   string   `json:"error,omitempty"`
	Hints   []string `json:"hints,omitempty"`
	Checks  []Check  `json:"checks"`
}

// A Check is what doctor has found of one thing.
type Check struct {
	Check    string   `json:"check"`
	Verdict  string   `json:"verdict"`
	Found    string   `json:"found"`
	Remedies []string `json:"remedies,omitempty"`
}

// JSONProblems is how many problems of each severity a Document lists.
const JSONProblems = 10_000

// AddList enters what pre-flight found.
func (d *Document) AddList(l *preflight.List) {
	ready := l.Ready()
	d.Rows, d.Ready, d.Invalid = l.Total, &ready, &l.Invalid
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

// AddResults enters what became of the rows.
func (d *Document) AddResults(results []object.Result, skipExisting bool) {
	d.Rows = len(results)
	d.Statuses = Counts(results)
	d.NotDone = Groups(results, skipExisting)
}

// Write writes the document.
func (d *Document) Write(w io.Writer) error {
	if d.Problems == nil {
		d.Problems = []preflight.Problem{}
	}
	return writeJSON(w, d)
}

// Write writes the document.
func (d *Checkup) Write(w io.Writer) error {
	if d.Checks == nil {
		d.Checks = []Check{}
	}
	return writeJSON(w, d)
}

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

// escapeUnsafe escapes what a terminal must not see and encoding/json lets through: all but the control characters
// under space, which stand in the document as line ends alone.
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
