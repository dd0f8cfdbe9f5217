package main

import (
	"errors"
	"io"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// tell writes results, problems and summary of a job that has ended with err, and returns what the command ends with.
// The session, if there is one, ends when the results are on disk.
func (o *checkOptions) tell(path string, out *batch.Outcome, files *resultFiles, session *batch.Session, err error) error {
	var written writtenFiles
	var failed error
	if !session.Untouched() { // else the results of the run are better than what is known now
		written, failed = files.write(out, o.skipExisting())
	}
	if failed == nil {
		failed = session.End(out.Results)
	}
	err = worse(err, failed)
	if session != nil && session.Aside != "" {
		o.say("an earlier run's journal was set aside as %s", report.Plain(near(session.Aside)))
	}
	for i, id := range session.Gone() {
		if i == maxGone {
			o.warn("and so on: %d phones in all", len(session.Gone()))
			break
		}
		o.warn("this run has added extension %s on %s, or may have, and the list does not name it any more: delete it in Admin → Phones if it is to go", report.Plain(id.Extension), report.Plain(id.ServerIP))
	}
	s := report.Summary{Results: out.Results, SkipExisting: o.skipExisting(), ProblemsTold: true, ResultsPath: written.results, FailedPath: written.failed, Credentials: out.Credentials, Now: now()}
	s.Import, s.Registering = o.command == "import", registering(out)
	s.Next = o.next(path, out, written, session, err)
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
		if out.Results[i].Status == run.Added && slices.Contains([]string{"SIP", "IAX2"}, out.List.Rows[i].Phone.Protocol) {
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

// next names the command that a person would run now.
func (o *checkOptions) next(path string, out *batch.Outcome, written writtenFiles, session *batch.Session, err error) string {
	name := "FILE"
	if path != "-" {
		name = shellQuote(path)
	}
	with := o.list.words()
	if o.dialer.sandbox {
		with = "--sandbox " + with
	}
	switch {
	case o.command == "check" && err == nil:
		return "phonebatch import " + with + name
	case o.command == "check":
		return ""
	case session.Open(out.Results):
		return resumption(with, name, path, written.results, out.Results)
	case written.failed != "" && (errors.Is(err, errNotAll) || errors.Is(err, batch.ErrListHasErrors)):
		return o.again(with, shellQuote(written.failed), out.Results)
	case err == nil && o.dialer.sandbox:
		return "the same with --url and --user in place of --sandbox, once it is to be real"
	case err == nil && report.Counts(out.Results)[run.Added] > 0:
		return "phonebatch verify " + shellQuote(written.results) + "   (whenever you want to know whether it still holds)"
	}
	return ""
}

// resumption names the command that finishes a run.
func resumption(with, name, path, results string, all []run.Result) string {
	has := func(is func(run.Result) bool) bool { return slices.ContainsFunc(all, is) }
	why := "(asks about those that were not verified)"
	switch {
	case has(func(r run.Result) bool { return r.Status == run.Unconfirmed }):
		why = "(finds out about the rows in doubt, and sends what is missing)"
	case has(func(r run.Result) bool { return r.Code == run.CodeBeyondFirst }):
		why = "(the rest, once the pilot is good)"
	case has(func(r run.Result) bool { return r.Status == run.NotSent }):
		why = "(sends the rows whose turn did not come)"
	}
	if path == "-" {
		return "phonebatch import --resume " + with + "--results " + shellQuote(results) + " -   " + why
	}
	return "phonebatch import --resume " + with + name + "   " + why
}

// again names the command that brings the rest of the list in: it depends on why the rows are not done.
func (o *checkOptions) again(with, failed string, results []run.Result) string {
	for _, g := range report.Groups(results, o.skipExisting()) {
		if g.Code != apiclient.CodePhoneExists && g.Code != run.CodeEdited {
			return "phonebatch import " + with + failed + "   (once it is mended)"
		}
	}
	return ""
}

// shellQuote quotes a word where a shell would take it apart, or see none.
func shellQuote(word string) string {
	if word == "" {
		return "''"
	}
	for _, r := range word {
		if !(r == '/' || r == '.' || r == '-' || r == '_' || r == '=' || r == ',' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127) {
			return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
	}
	return word
}
