package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/batch/register"
	"phonebatch/report"
)

// reportOptions are the options of the command report.
type reportOptions struct {
	*app
	register registerFlags
	json     bool
}

func (a *app) reportCommand() *cobra.Command {
	o := &reportOptions{app: a}
	c := &cobra.Command{
		Use:   "report RUN",
		Short: "show a run again, finished or not",
		Long: `Report shows what became of the rows of a run. RUN is the run's id, its results file, or the
word latest (phonebatch runs lists the runs). If the results file is lost, spoilt or not written yet, report shows
what the register knows. Rows that the register does not have were not sent.

Exit status: 0 the run was shown, whatever became of its rows.`,
		Args:              oneRun(),
		ValidArgsFunction: completeRun,
		RunE:              func(_ *cobra.Command, args []string) error { return o.run(args[0]) },
	}
	o.register.addTo(c.Flags())
	c.Flags().BoolVar(&o.json, "json", false, env("json", "print one JSON document"))
	return c
}

func (o *reportOptions) run(word string) error {
	reg, err := o.register.open(o.app)
	if err != nil {
		return err
	}
	defer reg.Close()
	e := &report.Ending{Command: "report", List: word, Summary: report.Summary{Now: utcNow()}}
	this, err := findRun(reg, word)
	var unknown *batch.NoRunError
	switch {
	case errors.As(err, &unknown):
		var unreadable error
		if e.Results, unreadable = readResults(word); unreadable != nil {
			return noRunOrFileError(unreadable, err)
		}
	case err != nil:
		return err
	default:
		if err := o.tell(e, reg, this); err != nil {
			return err
		}
	}
	if o.json {
		return o.print(e, nil)
	}
	return e.Text(o.out)
}

// tell fills in the ending e with the results and the state of a run.
func (o *reportOptions) tell(e *report.Ending, reg *register.Register, this register.Run) (err error) {
	if this.Ended.IsZero() {
		e.Results, err = o.known(reg, this)
	} else if e.Results, err = readResults(this.Results); err != nil {
		o.say("the results file %s cannot be read: this is what the register knows", report.Plain(shortPath(this.Results)))
		e.Results, err = o.known(reg, this)
	}
	open := this.Open()
	e.Dialer, e.Open, e.Heading = this.Dialer, &open, runState(this)
	if open {
		e.Next = finishingStep(this, e.Results)
	}
	return err
}

// known returns the results of a run from the register. It warns if entries are damaged.
func (o *reportOptions) known(reg *register.Register, this register.Run) ([]object.Result, error) {
	results, damaged, err := batch.Known(reg, this)
	if damaged > 0 {
		o.warn("rows of the run about which the register is damaged: %d; they are not shown", damaged)
	}
	return results, err
}

// runState describes a run that is open, undone, cut off or still running. It returns "" for a finished run.
func runState(r register.Run) string {
	switch {
	case r.Undone:
		return "this run was taken back by undo; what it had done before:"
	case r.Undoing:
		return "this run is being taken back by an undo that is not finished; what it had done before:"
	case r.Ended.IsZero():
		return "this run was cut off, or is still under way; what the register knows of the rows that it has come to:"
	case r.Open():
		return fmt.Sprintf("this run is open: rows unconfirmed or not sent: %d", r.Left)
	}
	return ""
}

// finishingStep returns the command that finishes an open run: an import, an undo or a retirement.
func finishingStep(r register.Run, results []object.Result) report.Step {
	switch r.Command {
	case register.CommandUndo:
		return report.Step{Command: "phonebatch undo " + optionWords(r.Options) + r.Of}
	case register.CommandRetire:
		by := ""
		if slices.Contains(r.Options, "--delete=true") {
			by = "--delete "
		}
		return report.Step{Command: "phonebatch retire " + by + optionWords(r.Options) + listWord(shortPath(r.ListPath)), Why: "it goes on where it stopped", Resumes: true}
	}
	return resumptionOf(r, results)
}
