package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/ledger"
	"phonebatch/batch/object"
	"phonebatch/report"
)

func (a *app) reportCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "report RESULTS",
		Short: "show a run again, finished or not",
		Long: `Report shows what became of the rows of an import. Of a run that was cut off before it could write its results it shows
what the journal beside them knows; the rows that it does not name were not sent.

Exit status: 0 whatever became of the rows.`,
		Args:              oneFile("results file"),
		ValidArgsFunction: completeResults,
		RunE: func(_ *cobra.Command, args []string) error {
			if asJSON {
				return a.reportJSON(args[0])
			}
			return a.report(args[0])
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, env("json", "print one JSON document"))
	return c
}

// runOf reads what is known of a run: its results, or what the journal knows where the run was cut off. The history is nil
// where there is no journal.
func runOf(path string) ([]object.Result, *ledger.History, error) {
	h, err := ledger.ReadFile(path + ledger.Suffix)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, ledger.ErrNotJournal):
		h = nil
	case err != nil:
		return nil, nil, err
	case !h.Ended:
		return batch.Known(h), h, nil
	}
	results, err := readResults(path)
	return results, h, err
}

func (a *app) report(path string) error {
	results, h, err := runOf(path)
	if err != nil {
		return err
	}
	s := report.Summary{Results: results, Now: now()}
	switch {
	case h == nil:
	case h.Undone:
		fmt.Fprintln(a.out, "this run was taken back by undo; what it had done before:")
	case h.Undoing:
		fmt.Fprintln(a.out, "this run is being taken back by an undo that is not finished; what it had done before:")
	case !h.Ended:
		fmt.Fprintln(a.out, "this run was cut off, or is still under way; what its journal knows of the rows that it has come to:")
	case h.Open():
		fmt.Fprintf(a.out, "this run is open: rows unconfirmed or not sent: %d\n", h.Left)
	}
	if h != nil && h.Open() {
		next := recalled(h, path, results)
		if undone, isUndo := strings.CutSuffix(h.List, ledger.Suffix); isUndo && h.Command == "undo" {
			next = step{command: "phonebatch undo " + optionWords(h.Options) + fileWord(near(undone))}
		}
		s.Next, s.Why, s.Resumes = next.command, next.why, next.resumes
	}
	return s.Write(a.out)
}

func (a *app) reportJSON(path string) error {
	results, h, err := runOf(path)
	if err != nil {
		return err
	}
	d := &report.Document{Command: "report", List: path}
	if h != nil {
		open := h.Open()
		d.Dialer, d.Open = h.Dialer, &open
	}
	d.AddResults(results, false)
	return a.print(d, nil)
}
