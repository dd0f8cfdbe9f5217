package main

import (
	"errors"
	"io"
	"strconv"

	"phonebatch/batch"
	"phonebatch/batch/preflight"
	"phonebatch/batch/run"
	"phonebatch/report"
)

// tell writes results, problems and summary of a job that has ended with err, and returns what the command ends with.
func (o *checkOptions) tell(path string, out *batch.Outcome, files *resultFiles, err error) error {
	written, failed := files.write(out, o.skipExisting())
	if failed != nil {
		err = errors.Join(err, failed)
	}
	s := report.Summary{Results: out.Results, SkipExisting: o.skipExisting(), ProblemsTold: true, ResultsPath: written.results, FailedPath: written.failed, Now: now()}
	s.Next = o.next(path, out, written, err)
	if o.json {
		return errors.Join(err, o.document(path, out, written, err).Write(o.out))
	}
	if !o.streams.quiet {
		err = errors.Join(err, o.summary(out, s))
	}
	return err
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
		_ = report.Problems(table, l) // who closes the pipe has read enough
	}
	if !o.streams.quiet {
		_ = report.Mends(o.screen, l)
		o.screen.Say("%s", report.Verdict(l))
	}
}

// summary says what became of the rows.
func (o *checkOptions) summary(out *batch.Outcome, s report.Summary) error {
	if out.Results == nil {
		return s.Trailer(o.screen)
	}
	return s.Write(o.screen)
}

func (o *checkOptions) document(path string, out *batch.Outcome, written writtenFiles, err error) *report.Document {
	status, _ := meaning(err)
	d := &report.Document{Command: o.command, List: path, Dialer: out.Dialer, Exit: status, Results: written.results, Failed: written.failed}
	if err != nil && !errors.Is(err, errNotAll) {
		d.Error = words(err)
	}
	d.AddList(out.List)
	if out.Results != nil {
		d.AddResults(out.Results, o.skipExisting())
	}
	return d
}

// next names the command that a person would run now.
func (o *checkOptions) next(path string, out *batch.Outcome, written writtenFiles, err error) string {
	switch {
	case path == "-":
		path = "FILE"
	default:
		path = shellQuote(path)
	}
	sandboxed := ""
	if o.dialer.sandbox {
		sandboxed = "--sandbox "
	}
	switch {
	case o.command == "check" && err == nil:
		return "phonebatch import " + sandboxed + path
	case o.command == "import" && written.failed != "" && errors.Is(err, errNotAll):
		return "phonebatch import " + sandboxed + shellQuote(written.failed) + "   (once it is mended)"
	case o.command == "import" && err == nil && o.dialer.sandbox:
		return "the same with --url and --user in place of --sandbox, once it is to be real"
	case o.command == "import" && err == nil && report.Counts(out.Results)[run.Added] > 0:
		return "phonebatch verify " + shellQuote(written.results) + "   (whenever you want to know whether it still holds)"
	}
	return ""
}

// shellQuote quotes a path where a shell would take it apart.
func shellQuote(path string) string {
	for _, r := range path {
		if !(r == '/' || r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127) {
			return strconv.Quote(path)
		}
	}
	return path
}
