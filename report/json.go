package report

import (
	"encoding/json"
	"io"

	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
)

// A Document is what --json prints: one JSON object for a whole command.
type Document struct {
	Command  string             `json:"command"`
	List     string             `json:"list,omitempty"`
	Dialer   string             `json:"dialer,omitempty"`
	Exit     int                `json:"exit"`
	Error    string             `json:"error,omitempty"`
	Rows     int                `json:"rows"`
	Ready    *int               `json:"rows_ready,omitempty"` // as far as pre-flight can tell
	Invalid  *int               `json:"rows_invalid,omitempty"`
	Statuses map[run.Status]int `json:"statuses,omitempty"`
	NotDone  []Group            `json:"not_done,omitempty"`
	Results  string             `json:"results_file,omitempty"`
	Failed   string             `json:"failed_file,omitempty"`

	Errors   int                 `json:"errors"`
	Warnings int                 `json:"warnings"`
	Problems []preflight.Problem `json:"problems"` // errors first; at most 10,000 of each severity
	Mends    []preflight.Mend    `json:"mends,omitempty"`
	Unknown  []string            `json:"unknown_columns,omitempty"`
}

// JSONProblems is how many problems of each severity a Document lists.
const JSONProblems = 10_000

// AddList enters what pre-flight found.
func (d *Document) AddList(l *preflight.List) {
	ready := l.Ready()
	d.Rows, d.Ready, d.Invalid = l.Total, &ready, &l.Invalid
	d.Errors, d.Warnings = l.NErrors, l.NWarned
	d.Problems = append(append([]preflight.Problem{}, l.Errors...), l.Warnings...)
	d.Mends, d.Unknown = l.Mends, l.Unknown
}

// AddResults enters what became of the rows.
func (d *Document) AddResults(results []run.Result, skipExisting bool) {
	d.Rows = len(results)
	d.Statuses = Counts(results)
	d.NotDone = Groups(results, skipExisting)
}

// Write writes the document.
func (d *Document) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(d)
}
