package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"phonebatch/batch/register"
	"phonebatch/report"
)

// runsOptions are the options of the command runs.
type runsOptions struct {
	*app
	register registerFlags
	json     bool
	most     int
	before   string
}

func (a *app) runsCommand() *cobra.Command {
	o := &runsOptions{app: a}
	c := &cobra.Command{
		Use:   "runs",
		Short: "list the runs, and forget old ones",
		Long: `Runs lists the imports and undos, the newest first: the run's id, when it began, its list, its
dialer, how many phones it added, how many rows are not done, and whether the run is open or undone. Report, verify
and undo take the id, the results file, or the word latest.

--forget-before removes old runs from the register. The register keeps what identifies people: who has which phone,
and with which values.

Exit status: 0 the runs were listed, 1 the register is damaged; the runs that can be read are listed.`,
		Example: "  phonebatch runs\n  phonebatch undo latest\n  phonebatch runs --forget-before 2026-01-01",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return o.run() },

		Annotations: map[string]string{subject: runsSubject},
	}
	o.register.addTo(c.Flags())
	c.Flags().IntVar(&o.most, "most", 50, env("most", "list at most this many runs; 0 lists all"))
	c.Flags().StringVar(&o.before, "forget-before", "", env("forget-before", "forget the runs that began before this day, such as 2026-01-01"))
	c.Flags().BoolVar(&o.json, "json", false, env("json", "print one JSON document"))
	return c
}

func (o *runsOptions) run() error {
	if o.most < 0 {
		return usage("--most must not be negative", "")
	}
	reg, err := o.register.open(o.app)
	if err != nil {
		return err
	}
	defer reg.Close()
	if o.before != "" {
		day, err := time.ParseInLocation(time.DateOnly, o.before, time.Local)
		if err != nil {
			return usage(fmt.Sprintf("--forget-before %s is not a day", o.before), "write it as 2026-01-01")
		}
		n, err := reg.ForgetBefore(day)
		if err != nil {
			return err
		}
		o.say("runs that were forgotten: %d", n)
	}
	list, err := reg.Runs(o.most)
	return o.tell(list, err)
}

// tell prints the runs. err may be a *register.DamagedError; list then holds the runs that can be read.
func (o *runsOptions) tell(list []register.Run, err error) error {
	e := &report.Ending{Command: "runs", Subject: report.Listing, Runs: list}
	var damaged *register.DamagedError
	switch {
	case err != nil && !errors.As(err, &damaged):
		return err
	case o.json:
		return o.print(e, err)
	case len(list) == 0 && err == nil:
		o.say("there are no runs yet")
		return nil
	}
	return combineErrors(err, e.Text(o.out))
}
