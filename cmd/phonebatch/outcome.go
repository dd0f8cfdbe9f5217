package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/assign"
	"phonebatch/batch/object"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// worthWriting reports whether the results of a job that has ended with err are to be written. A run that has sent no phone
// leaves no file, unless it came to its end, or the file was asked for. Where a run was to be resumed and was not touched,
// the results that are on disk are better than what is known now.
func (o *checkOptions) worthWriting(out *batch.Outcome, s *batch.Session, err error) bool {
	var tooMany *run.FailuresError
	switch {
	case out.Results == nil, s != nil && s.Earlier != nil && !s.Touched():
		return false
	case !o.purpose.adds, o.results.path != "", out.Claimed, s.Touched() && s.Earlier != nil:
		return true
	}
	return err == nil || errors.Is(err, errNotAll) || errors.As(err, &tooMany)
}

// tell writes the results of a job that has ended with err, tells what became of the list, and returns the error that the
// command ends with. The session, if there is one, ends when the results are on disk.
func (o *checkOptions) tell(path string, out *batch.Outcome, reserved *resultFiles, session *batch.Session, err error) error {
	written, failed := o.write(out, reserved, session, err)
	if failed == nil {
		failed = session.End(out.Results)
	}
	err = combineErrors(err, failed)
	o.tellOfOthers(written, session)
	next := o.purpose.next(o, &endedJob{path, out, written, session, err})
	e := &report.Ending{
		Command: o.purpose.command, List: path, Dialer: out.Dialer, Preflight: out.List,
		Summary: report.Summary{
			Results: out.Results, SkipExisting: o.skipExisting(), ProblemsTold: true,
			ResultsPath: written.results, FailedPath: written.failed, Credentials: out.Credentials,
			Import: o.purpose.adds, Registering: registering(out), Now: utcNow(), Next: next,
		},
	}
	if out.Results == nil || !o.purpose.adds && !out.Sent {
		e.Subject = report.Files
	}
	return o.end(e, o.json, err)
}

// write writes the results of a job that has ended with err, if they are worth it.
func (o *checkOptions) write(out *batch.Outcome, reserved *resultFiles, session *batch.Session, err error) (writtenFiles, error) {
	if reserved == nil || !o.worthWriting(out, session, err) {
		return writtenFiles{}, nil
	}
	return reserved.write(out, o.skipExisting())
}

// tellOfOthers tells of files that have got another name, and of phones of the run that the list does not name any more.
func (o *checkOptions) tellOfOthers(written writtenFiles, session *batch.Session) {
	if written.renamed != "" {
		o.say("%s was changed since the run wrote it, and is now called %s", report.Plain(written.results), report.Plain(written.renamed))
	}
	for i, id := range session.Gone() {
		if i == maxGone {
			o.warn("and so on: %d phones in all", len(session.Gone()))
			break
		}
		o.warn("this run has added extension %s on %s, or may have, and the list does not name it any more: delete it in Admin → Phones if it is to go", report.Plain(id.Name), report.Plain(id.ServerIP))
	}
}

// maxGone is how many phones that a list does not name any more are told one by one.
const maxGone = 10

// registering reports whether some of the phones that were added register with the dialer: a phone of EXTERNAL or Zap does
// not.
func registering(out *batch.Outcome) bool {
	for i := range out.Results {
		if out.Results[i].Status == object.Added && slices.Contains([]string{"SIP", "IAX2"}, out.List.Rows[i].Phone.Protocol) {
			return true
		}
	}
	return false
}

// rejudged says what only the dialer's build has brought to light.
func (o *checkOptions) rejudged(build apiclient.Build, fresh []preflight.Problem) {
	o.warn("this dialer is of build %s, which stores less than a current one", build)
	if !o.json {
		_ = report.ProblemTable(o.screen, fresh)
	}
}

// identified says by what the people of the list are known, where a column was found by its header.
func (o *checkOptions) identified(k assign.Known) {
	if k.Found && !o.json && !o.streams.quiet {
		o.say("people are known by the column %s: --key names another", report.Plain(strings.Join(k.Columns, ", ")))
	}
}

// checked tells what pre-flight found.
func (o *checkOptions) checked(l *preflight.List) {
	if o.json {
		return
	}
	table := io.Writer(o.screen)
	if o.purpose.answers {
		table = o.out
	}
	if o.purpose.answers || l.NErrors > 0 || !o.streams.quiet {
		_ = report.Problems(table, l) // a table that nobody reads is no reason to stop
	}
	if !o.streams.quiet {
		_ = report.Mends(o.screen, l)
		o.screen.Say("%s", report.Verdict(l))
		if sending := report.Sending(l); o.purpose.answers && sending != "" {
			o.screen.Say("%s", sending)
		}
	}
}

// untold warns of a dialer that does not tell its build.
func (o *checkOptions) warnUnknownBuild(version apiclient.Reply, columns []string) {
	o.warn("%s", report.Plain(unknownBuild(version, columns)))
}
