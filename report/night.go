package report

import (
	"encoding/json"
	"io"
	"path/filepath"
	"time"

	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// A Night holds the facts about one import that monitoring needs: the content of the files of --summary-file and
// --metrics. It holds no secret.
type Night struct {
	Command string
	List    string // as named on the command line
	Dialer  string // empty if the import ended before the dialer was known
	Run     string // the id in the register; empty if the register does not have the run
	Begun   time.Time
	Ended   time.Time
	Exit
	Results     []object.Result // nil if the import ended before it had rows
	ResultsPath string          // empty if no results were written
	FailedPath  string          // empty if no failed rows were written
	Dialers     []DialerNight   // of a list with a column dialer, in the order of the configuration file; else empty
}

// A DialerNight holds the facts about the part of an import that is for one of several dialers.
type DialerNight struct {
	Dialer  string
	Run     string // the id in the register; empty if the register does not have the run
	Exit           // what the exit status would be if the list had the rows of this dialer alone
	Results []object.Result
}

// A nightSummary is the JSON object of --summary-file. A field that a document has too has the meaning that it has
// there. fieldNotes explains each field.
type nightSummary struct {
	Command  string                 `json:"command"`
	List     string                 `json:"list,omitempty"`
	Dialer   string                 `json:"dialer,omitempty"`
	Run      string                 `json:"run,omitempty"`
	Begun    string                 `json:"begun"`
	Seconds  float64                `json:"seconds"`
	Exit     int                    `json:"exit"`
	Error    string                 `json:"error,omitempty"`
	Rows     int                    `json:"rows"`
	Statuses map[object.Status]int  `json:"statuses"`
	Codes    map[apiclient.Code]int `json:"codes"`
	Results  string                 `json:"results_file,omitempty"`
	Failed   string                 `json:"failed_file,omitempty"`
	Dialers  []dialerSummary        `json:"dialers,omitempty"`
}

// A dialerSummary is the part of a nightSummary that is about one of several dialers.
type dialerSummary struct {
	Name     string                `json:"name"`
	Run      string                `json:"run,omitempty"`
	Exit     int                   `json:"exit"`
	Error    string                `json:"error,omitempty"`
	Rows     int                   `json:"rows"`
	Statuses map[object.Status]int `json:"statuses"`
}

// JSON writes a Night as one JSON object. The paths of files are absolute, because the reader may be in another folder.
// The error is that of w.
func (n *Night) JSON(w io.Writer) error {
	codes := make(map[apiclient.Code]int)
	for i := range n.Results {
		codes[n.Results[i].Code]++
	}
	var dialers []dialerSummary
	for _, d := range n.Dialers {
		dialers = append(dialers, dialerSummary{
			Name: d.Dialer, Run: d.Run, Exit: d.Status, Error: d.Error, Rows: len(d.Results), Statuses: Counts(d.Results),
		})
	}
	return writeJSON(w, &nightSummary{
		Command: n.Command, List: n.List, Dialer: n.Dialer, Run: n.Run,
		Begun: n.Begun.UTC().Format(time.RFC3339), Seconds: n.seconds(), Exit: n.Status, Error: n.Error,
		Rows: len(n.Results), Statuses: Counts(n.Results), Codes: codes,
		Results: absolute(n.ResultsPath), Failed: absolute(n.FailedPath), Dialers: dialers,
	})
}

// parts returns what became of each dialer: of one alone unless the list has a column dialer.
func (n *Night) parts() []DialerNight {
	if len(n.Dialers) > 0 {
		return n.Dialers
	}
	return []DialerNight{{Dialer: n.Dialer, Run: n.Run, Exit: n.Exit, Results: n.Results}}
}

// seconds returns how long the import took, to the millisecond.
func (n *Night) seconds() float64 { return n.Ended.Sub(n.Begun).Round(time.Millisecond).Seconds() }

// IsNightJSON reports whether text is what Night.JSON writes.
func IsNightJSON(text []byte) bool {
	var s nightSummary
	return json.Unmarshal(text, &s) == nil && s.Command == "import" && s.Begun != ""
}

// absolute returns the absolute path of a file. The empty path stays empty.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil && path != "" {
		return whole
	}
	return path
}
