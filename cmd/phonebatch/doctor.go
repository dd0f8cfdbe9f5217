package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"phonebatch/apiclient"
	"phonebatch/batch/exit"
	"phonebatch/report"
)

// doctorOptions are the options of the command doctor.
type doctorOptions struct {
	*app
	dialer dialerFlags
	pace   paceFlags

	server               string
	tryDelete, yes, json bool
}

func (a *app) doctorCommand() *cobra.Command {
	o := &doctorOptions{app: a}
	c := &cobra.Command{
		Use:   "doctor",
		Short: "find out whether the dialer can be reached and accepts the login and new phones, storing nothing",
		Long: `Doctor checks everything that must be right before phones can be added. For each check it says
what it found and what to do. It stores nothing, except with --try-delete: then it adds one throw-away phone and
deletes it. Doctor tries a refused login only once, because ten bad logins lock the user.

Exit status: 0 no check failed (there may be warnings), 5 a check failed.`,
		Example: "  phonebatch doctor --url https://dialer.example.com --user api\n  phonebatch doctor --server 10.0.9.8 --try-delete",
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return o.run() },

		Annotations: map[string]string{subject: checksSubject},
	}
	f := c.Flags()
	o.dialer.addTo(f, false)
	o.pace.addTo(f)
	f.StringVar(&o.server, "server", "", env("server", "a server_ip that the dialer must know"))
	f.BoolVar(&o.tryDelete, "try-delete", false, env("try-delete", "add one throw-away phone on --server and delete it again, which undo needs"))
	f.BoolVarP(&o.yes, "yes", "y", false, "add the throw-away phone without asking")
	f.BoolVar(&o.json, "json", false, env("json", "print one JSON document"))
	return c
}

// errUnfit is wrapped by the error of a doctor with a failed check: no import can work with this dialer.
var errUnfit = exit.New(exit.Refused, "the dialer cannot be used as it is", "each failed check says what to do")

func (o *doctorOptions) run() error {
	if err := o.finalize(); err != nil {
		return err
	}
	dialing, err := o.aim(o.ctx, &o.dialer, &o.pace, false) // dial would warn about settings that the checks judge
	if err != nil {
		return err
	}
	client, err := dialing.client(nil)
	if err != nil {
		return err
	}
	defer client.Close()
	if o.tryDelete && !o.yes {
		if err := o.ask(fmt.Sprintf("add one throw-away phone on %s and delete it again?", o.server), false); err != nil {
			return err
		}
	}
	e := newExamination(o.ctx, client, dialing.options, o.pace.perSecond(), o.server)
	e.tryDeleting = o.tryDelete
	findings, tellErr := e.carryOut(o.tell)
	err = verdictOf(findings)
	if o.ctx.Err() != nil {
		err = context.Cause(o.ctx)
	}
	if o.json {
		return o.print(checkup(client.Name(), findings), err)
	}
	return combineErrors(err, tellErr)
}

// finalize checks the flags. It runs before the question and before the first request.
func (o *doctorOptions) finalize() error {
	spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, apiclient.ServerIP.String())
	switch {
	case o.tryDelete && o.server == "":
		return usage("--try-delete needs a server", "pass --server with the server_ip of a server, as Admin → Servers shows it")
	case spec.Stored(o.server) != o.server:
		return usage("--server is not a server_ip", "give the private address as Admin → Servers shows it")
	}
	return o.pace.finalize(o.warn)
}

// verdictOf returns an error that wraps errUnfit and names the failed checks, or nil if no check failed.
func verdictOf(findings []finding) error {
	var names []string
	for _, f := range findings {
		if f.Verdict == verdictFail {
			names = append(names, f.Check)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("%w: %s failed", errUnfit, strings.Join(names, " and "))
}

// tell prints a finding on one line and each remedy on a further line. With --json, tell prints nothing.
func (o *doctorOptions) tell(f finding) error {
	if o.json {
		return nil
	}
	const column = 23 // where the text of the finding begins
	width := report.LookOf(o.out).Width
	text := report.Wrap(fmt.Sprintf("%-8s %-13s %s\n", f.Verdict, f.Check, f.Found), width, column)
	for _, remedy := range f.Remedies {
		text += report.Wrap(fmt.Sprintf("%-22s → %s\n", "", remedy), width, len("> "))
	}
	_, err := io.WriteString(o.out, text)
	return err
}

// checkup makes the ending of a doctor. The texts of the findings are already safe for a terminal.
func checkup(dialer string, findings []finding) *report.Ending {
	e := &report.Ending{Command: "doctor", Dialer: report.Plain(dialer), Subject: report.Checking}
	for _, f := range findings {
		e.Checks = append(e.Checks, report.Check{Check: f.Check, Verdict: string(f.Verdict), Found: f.Found, Remedies: f.Remedies})
	}
	return e
}
