package report

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"phonebatch/batch/register"
)

// A RunLine describes one run of the register in the output of the command runs.
type RunLine struct {
	ID      string    `json:"id"`
	Command string    `json:"command"`
	Of      string    `json:"of,omitempty"` // the run that an undo takes back
	Begun   time.Time `json:"begun,omitzero"`
	Ended   time.Time `json:"ended,omitzero"` // zero if the run still goes on or was cut off
	List    string    `json:"list"`           // absolute path, or - for standard input
	Dialer  string    `json:"dialer"`
	Results string    `json:"results_file,omitempty"`
	Added   int       `json:"added"`
	NotDone int       `json:"not_done"`
	Open    bool      `json:"open"`   // import --resume would continue the run
	Undone  bool      `json:"undone"` // an undo has taken the run back
	State   string    `json:"state"`  // done, ended (rows are not done), open, undoing, undone or damaged
	Damaged bool      `json:"damaged,omitempty"`
}

// runLine describes a run of the register. For a damaged run only the id is known.
func runLine(r register.Run) RunLine {
	if r.Damaged {
		return RunLine{ID: r.ID, State: "damaged", Damaged: true}
	}
	l := RunLine{
		ID: r.ID, Command: r.Command, Of: r.Of, Begun: r.Begun, Ended: r.Ended, List: cmp.Or(r.ListPath, "-"), Dialer: r.Dialer, Results: r.Results,
		Added: r.Added, NotDone: r.NotDone, Open: r.Open(), Undone: r.Undone, State: "done",
	}
	switch {
	case r.Undone:
		l.State = "undone"
	case r.Undoing:
		l.State = "undoing"
	case r.Open():
		l.State = "open"
	case r.NotDone > 0:
		l.State = "ended"
	}
	return l
}

// A runList is the JSON object that the command runs --json prints.
type runList struct {
	Command string    `json:"command"`
	Exit    int       `json:"exit"`
	Error   string    `json:"error,omitempty"`
	Hints   []string  `json:"hints,omitempty"`
	Runs    []RunLine `json:"runs"`
}

// runLines describes each run. The returned list is never nil.
func runLines(runs []register.Run) []RunLine {
	list := make([]RunLine, len(runs))
	for i, r := range runs {
		list[i] = runLine(r)
	}
	return list
}

// writeRuns writes a table of the runs. If the terminal is too narrow for the table, writeRuns writes two lines for
// each run. The error is that of w.
func writeRuns(w io.Writer, runs []register.Run) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, gap, ' ', 0)
	fmt.Fprintln(t, "RUN\tBEGUN\tLIST\tDIALER\tADDED\tNOT DONE\tSTATE")
	for _, r := range runs {
		l := runLine(r)
		cells := []string{l.ID, stampShort(l.Begun), l.what(), Plain(l.Dialer), strconv.Itoa(l.Added), strconv.Itoa(l.NotDone), l.State}
		if l.Damaged {
			cells = []string{Plain(l.ID), "", "", "", "", "", l.State}
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	_ = t.Flush() // a Builder takes everything
	text := b.String()
	if width := LookOf(w).Width; width > 0 && widest(text) > width {
		text = narrowRuns(runs)
	}
	_, err := io.WriteString(w, text)
	return err
}

// narrowRuns describes each run in two lines.
func narrowRuns(runs []register.Run) string {
	var b strings.Builder
	for _, r := range runs {
		l := runLine(r)
		if l.Damaged {
			fmt.Fprintf(&b, "%s  %s\n", Plain(l.ID), l.State)
			continue
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", l.ID, stampShort(l.Begun), l.State)
		fmt.Fprintf(&b, "  %s, %s: %d added, %d not done\n", l.what(), Plain(l.Dialer), l.Added, l.NotDone)
	}
	return b.String()
}

// what returns the list of an import, or the run that an undo takes back.
func (l *RunLine) what() string {
	if l.Of != "" {
		return "undo of " + l.Of
	}
	return Plain(filepath.Base(l.List))
}

// stampShort writes a time in UTC, to the minute.
func stampShort(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// widest returns the number of columns of the longest line.
func widest(text string) (n int) {
	for line := range strings.Lines(text) {
		n = max(n, visible(strings.TrimRight(line, "\n")))
	}
	return n
}
