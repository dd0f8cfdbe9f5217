package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// worthWriting says whether the results of a job that has ended with err are to be written. A run that has sent no phone
// leaves no file, unless it came to its end, or the file was asked for. Of a run that was to be gone on with and was not
// touched, the results that are there are better than what is known now.
func (o *checkOptions) worthWriting(out *batch.Outcome, s *batch.Session, err error) bool {
	var tooMany *run.FailuresError
	switch {
	case out.Results == nil, s != nil && s.Earlier != nil && !s.Touched():
		return false
	case o.command == "check", o.results.path != "", out.Claimed, s.Touched():
		return true
	}
	return err == nil || errors.Is(err, errNotAll) || errors.As(err, &tooMany)
}

// tell writes results, problems and summary of a job that has ended with err, and returns what the command ends with.
// The session, if there is one, ends when the results are on disk.
func (o *checkOptions) tell(path string, out *batch.Outcome, files *resultFiles, session *batch.Session, err error) error {
	var written writtenFiles
	var failed error
	if files != nil && o.worthWriting(out, session, err) {
		if failed = session.Supersede(err == nil || errors.Is(err, errNotAll)); failed == nil {
			written, failed = files.write(out, o.skipExisting(), session)
		}
	}
	if failed == nil {
		failed = session.End(out.Results)
	}
	err = worse(err, failed)
	if session != nil && session.Aside != "" {
		o.say("an earlier run's journal was set aside as %s", report.Plain(near(session.Aside)))
	}
	if written.aside != "" {
		o.say("%s was changed since the run wrote it, and is now called %s", report.Plain(written.results), report.Plain(written.aside))
	}
	for i, id := range session.Gone() {
		if i == maxGone {
			o.warn("and so on: %d phones in all", len(session.Gone()))
			break
		}
		o.warn("this run has added extension %s on %s, or may have, and the list does not name it any more: delete it in Admin → Phones if it is to go", report.Plain(id.Extension), report.Plain(id.ServerIP))
	}
	s := report.Summary{Results: out.Results, SkipExisting: o.skipExisting(), ProblemsTold: true, ResultsPath: written.results, FailedPath: written.failed, Credentials: out.Credentials, Now: now()}
	n := o.next(path, out, written, session, err)
	s.Next, s.Why, s.Resumes = n.command, n.why, n.resumes
	s.Import, s.Registering = o.command == "import", registering(out)
	if o.json {
		return o.print(o.outcome(path, out, written), err)
	}
	if o.streams.quiet {
		o.inShort(s, err)
		return err
	}
	return worse(err, o.summary(out, s))
}

// registering says whether some of the phones that were added register with the dialer. EXTERNAL is dialled, and Zap is a
// wire.
func registering(out *batch.Outcome) bool {
	for i := range out.Results {
		if out.Results[i].Status == object.Added && slices.Contains([]string{"SIP", "IAX2"}, out.List.Rows[i].Phone.Protocol) {
			return true
		}
	}
	return false
}

// inShort says in one line that rows are not done: quiet is not silent, and somebody must hear of it.
func (a *app) inShort(s report.Summary, err error) {
	if errors.Is(err, errNotAll) {
		a.screen.Say("phonebatch: error: %s", report.Plain(s.Short()))
	}
}

// maxGone is how many phones that a list does not name any more are told one by one.
const maxGone = 10

// worse is what a command ends with when something more has gone wrong: that rows are not done has been told, and must
// not hide it.
func worse(err, more error) error {
	if more == nil {
		return err
	}
	switch {
	case err == nil || errors.Is(err, errNotAll):
		return more
	case strings.Contains(err.Error(), more.Error()): // of one cause
		return err
	}
	return errors.Join(more, err)
}

// rejudged says what only the dialer's build has brought to light.
func (o *checkOptions) rejudged(build apiclient.Build, fresh []preflight.Problem) {
	o.warn("this dialer is of build %s, which stores less than a current one", build)
	if !o.json {
		_ = report.ProblemTable(o.screen, fresh)
	}
}

// strangers says that rows get new numbers which may be rows of the last run.
func (o *checkOptions) strangers(fresh, missing int) {
	o.warn("rows that get new numbers: %d; rows of the last run that are not in this list any more: %d. A row of which any cell was edited counts as another, and gets a second phone", fresh, missing)
}

// checked says what pre-flight found: the table of problems is data where it is all that was asked for.
func (o *checkOptions) checked(l *preflight.List) {
	if o.json {
		return
	}
	table := io.Writer(o.screen)
	if o.command == "check" {
		table = o.out
	}
	if o.command == "check" || l.NErrors > 0 || !o.streams.quiet {
		_ = report.Problems(table, l) // a table that nobody reads is no reason to stop
	}
	if !o.streams.quiet {
		_ = report.Mends(o.screen, l)
		o.screen.Say("%s", report.Verdict(l))
		if sending := report.Sending(l); o.command == "check" && sending != "" {
			o.screen.Say("%s", sending)
		}
	}
}

// summary says what became of the rows.
func (o *checkOptions) summary(out *batch.Outcome, s report.Summary) error {
	if out.Results == nil || o.command == "check" && !out.Sent {
		return s.Trailer(o.screen)
	}
	return s.Write(o.screen)
}

// outcome is what a document says of a list.
func (o *checkOptions) outcome(path string, out *batch.Outcome, written writtenFiles) *report.Document {
	d := &report.Document{Command: o.command, List: path, Dialer: out.Dialer, Results: written.results, Failed: written.failed, Made: out.Credentials}
	d.AddList(out.List)
	if out.Results != nil {
		d.AddResults(out.Results, o.skipExisting())
	}
	return d
}
