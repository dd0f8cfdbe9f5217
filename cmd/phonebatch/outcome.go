package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/assign"
	"phonebatch/batch/codes"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// worthWriting reports whether to write the results of a job that ended with err. An import that sent no phone writes
// results only if it finished with rows that are not done, or if --results is given. If an import was to resume a run
// and did not touch that run, the results on disk are newer than those of this import.
func (o *checkOptions) worthWriting(out *batch.Outcome, s *batch.Session, err error) bool {
	var tooMany *run.FailuresError
	switch {
	case out.Results == nil, s != nil && s.Earlier != nil && !s.Touched():
		return false
	case !o.purpose.adds, o.results.path != "", out.Claimed, s.Touched() && s.Earlier != nil:
		return true
	}
	return errors.Is(err, errNotAll) || errors.As(err, &tooMany)
}

// tell writes the results of a job that ended with err, then prints the outcome. It returns the error that the command
// ends with. reserved and session may be nil. tell ends the session after the results are on disk.
func (o *checkOptions) tell(path string, out *batch.Outcome, reserved *resultFiles, session *batch.Session, err error) error {
	written, failed := o.write(out, reserved, session, err)
	if failed == nil {
		failed = session.End(out.Results)
	}
	err = combineErrors(err, failed)
	if err != nil {
		o.heed()
	}
	o.tellOfOthers(written, session)
	o.ended = &endedJob{path, out, written, session, err, session.Recorded()}
	next := o.purpose.next(o, o.ended)
	e := &report.Ending{
		Command: o.purpose.command, List: path, Dialer: out.Dialer, Preflight: out.List,
		Summary: report.Summary{
			Results: out.Results, SkipExisting: o.skipExisting(), ProblemsTold: true,
			ResultsPath: written.results, FailedPath: written.failed, Credentials: out.Credentials, Before: shortPath(out.Before),
			Import: o.purpose.adds, Registering: registering(out), Now: utcNow(), Next: next,
		},
	}
	if out.Results == nil || !o.purpose.adds && !out.Sent {
		e.Subject = report.Files
	}
	return o.end(e, o.json, err)
}

// write writes the results of a job that ended with err, if worthWriting says so.
func (o *checkOptions) write(out *batch.Outcome, reserved *resultFiles, session *batch.Session, err error) (writtenFiles, error) {
	if reserved == nil || !o.worthWriting(out, session, err) {
		return writtenFiles{}, nil
	}
	return reserved.write(out, o.skipExisting())
}

// tellOfOthers reports a results file that got another name, and warns about phones that the resumed run has added and
// the list no longer names.
func (o *checkOptions) tellOfOthers(written writtenFiles, session *batch.Session) {
	if written.renamed != "" {
		o.say("%s was changed since the run wrote it, and is now called %s", report.Plain(written.results), report.Plain(written.renamed))
	}
	for i, id := range session.Gone() {
		if i == maxGone {
			o.warn("there are more such phones: %d in all", len(session.Gone()))
			break
		}
		if id.Kind == object.Alias {
			o.warn("this run has added the alias %s, or may have, and the list does not name it any more: delete the alias in Admin → Phone Aliases if nobody needs it", report.Plain(id.Name))
			continue
		}
		o.warn("this run has added extension %s on %s, or may have, and the list does not name it any more: delete the phone in Admin → Phones if nobody needs it", report.Plain(id.Name), report.Plain(id.ServerIP))
	}
}

// maxGone is the greatest number of phones that tellOfOthers lists one by one.
const maxGone = 10

// registering reports whether any added phone will register with the dialer. EXTERNAL and Zap phones do not register.
func registering(out *batch.Outcome) bool {
	row := 0
	for i := range out.Results {
		if out.Results[i].Kind == object.Alias {
			continue
		}
		if out.Results[i].Status == object.Added && slices.Contains([]string{"SIP", "IAX2"}, out.List.Rows[row].Phone.Protocol) {
			return true
		}
		row++
	}
	return false
}

// rejudged prints the problems that the rules of the dialer's build add.
func (o *checkOptions) rejudged(build apiclient.Build, fresh []preflight.Problem) {
	o.remind("this dialer has build %s, which stores less than a current build", build)
	if !o.json {
		_ = report.ProblemTable(o.screen, fresh)
	}
}

// identified names the columns that identify people, if the program has found these columns by their headers.
func (o *checkOptions) identified(k assign.Known) {
	if k.Found && !o.json && !o.streams.quiet {
		o.say("the column %s identifies people; --key chooses another column", report.Plain(strings.Join(k.Columns, ", ")))
	}
}

// checked prints the findings of pre-flight.
func (o *checkOptions) checked(l *preflight.List) {
	if o.json {
		return
	}
	table := o.table()
	if o.purpose.answers || l.NErrors > 0 || !o.streams.quiet {
		_ = report.Problems(table, l) // if the table cannot be printed, the run continues
	}
	if !o.streams.quiet {
		_ = report.Mends(o.screen, l)
		o.screen.Say("%s", report.Verdict(l))
		if sending := report.Sending(l); o.purpose.answers && sending != "" {
			o.screen.Say("%s", sending)
		}
	}
}

// compared prints the problems that the dialer's pages show.
func (o *checkOptions) compared(found []preflight.Problem) {
	isError := func(p preflight.Problem) bool { return p.Severity == codes.Error }
	if !o.json && (o.purpose.answers || !o.streams.quiet || slices.ContainsFunc(found, isError)) {
		_ = report.ProblemTable(o.table(), found)
	}
}

// table returns where problems of the list are printed.
func (o *checkOptions) table() io.Writer {
	if o.purpose.answers {
		return o.out
	}
	return o.screen
}

// warnUnknownBuild warns about a dialer that does not tell its build. columns are the columns that some builds ignore.
func (o *checkOptions) warnUnknownBuild(version apiclient.Reply, columns []string) {
	o.remind("%s", report.Plain(unknownBuild(version, columns)))
}
