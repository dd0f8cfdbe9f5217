package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"

	"phonebatch/apiclient"
	"phonebatch/apiclient/sandbox"
	"phonebatch/batch"
	"phonebatch/batch/exit"
	"phonebatch/batch/preflight"
	"phonebatch/report"
)

// Nothing that the program says or writes shows a password, whatever the dialer answers; but for failed rows, which are
// their user's alone.

// TestRecordedAnswersShowNoPassword: each row meets another recorded answer, with passwords in its details, when it is
// asked about, when it is added and when it is verified.
func TestRecordedAnswersShowNoPassword(t *testing.T) {
	t.Parallel()
	h := newHush(t)
	var answers []recordedAnswer
	for _, a := range recordedAnswers(t) {
		if !a.stops() {
			answers = append(answers, a)
		}
	}
	var both sync.WaitGroup // each waits two seconds for answers in doubt
	for logs, filled := range map[string]func(recordedAnswer, url.Values) string{"console": recordedAnswer.faithful, "json": recordedAnswer.everywhere} {
		s := newStage(t, h, len(answers)+1)
		s.logs = logs
		p := newParrot(s, len(answers)+1)
		p.say = func(w http.ResponseWriter, form url.Values, _ string) {
			a := of(answers, form)
			w.WriteHeader(a.Status)
			_, _ = io.WriteString(w, filled(a, form))
		}
		both.Go(func() { s.meetAll(p, int64(len(answers))) })
	}
	both.Wait()
}

// meetAll has a row meet each of so many answers at every turn.
func (s *stage) meetAll(p *parrot, answers int64) {
	for _, round := range []struct {
		turn turn
		args []string
	}{
		{asking, []string{"check", "--online", "--json", "--results", s.path("check.csv"), s.path("list.csv")}},
		{adding, []string{"import", "--yes", "--no-verify", "--results", s.path("r.csv"), s.path("list.csv")}},
		{never, []string{"import", "--yes", "--quiet", "--start-over", "--results", s.path("all.csv"), s.path("list.csv")}},
		{asking, []string{"verify", "--json", "--read-back", "off", s.path("all.csv")}},
		{deleting, []string{"undo", "--yes", s.path("all.csv")}},
	} {
		p.take(round.turn)
		before := p.answered.Load()
		s.call(append(round.args, "--workers", "1000", "--give-up", "1s")...)
		if got := p.answered.Load() - before; round.turn != never && got < answers {
			s.Errorf("%s: %d of %d answers were given", round.args[0], got, answers)
		}
	}
	s.run("report", s.path("r.csv"))
	s.run("runs")
	s.sweep()
}

// everyCommand runs all that speak to a dialer, of which every answer that matters shows passwords.
func (s *stage) everyCommand(p *parrot) {
	p.take(always)
	s.call("doctor", "--server", serverOf(0), "--try-delete", "--yes")
	s.call("doctor", "--json")
	s.call("check", "--online", "--give-up", "1ns", s.path("list.csv"))
	s.call("import", "--yes", "--give-up", "1ns", "--results", s.path("first.csv"), s.path("list.csv"))
	p.take(adding)
	s.call("doctor", "--server", serverOf(0), "--try-delete", "--yes")
	s.call("import", "--yes", "--json", "--start-over", "--give-up", "1ns", "--results", s.path("r.csv"), s.path("list.csv"))
	p.take(always)
	s.call("verify", "--give-up", "1ns", s.path("r.csv"))
	s.call("verify", "--deep", "--give-up", "1ns", s.path("r.csv"))
	s.call("compare", "--give-up", "1ns", s.path("list.csv"))
	s.call("compare", "--give-up", "1ns", "--json", s.path("list.csv"))
	s.call("export", "--give-up", "1ns")
	s.call("export", "--give-up", "1ns", "--brief")
	s.call("export", "--give-up", "1ns", "--json", "--out", s.path("export.csv"))
	s.call("retire", "--dry-run", "--give-up", "1ns", "--json", s.path("list.csv"))
	s.call("retire", "--yes", "--give-up", "1ns", "--max-change", "100%", "--results", s.path("left.csv"), s.path("list.csv"))
	s.call("undo", "--yes", "--give-up", "1ns", s.path("left.csv"))
	s.call("undo", "--yes", "--give-up", "1ns", s.path("r.csv"))
	s.run("report", s.path("r.csv"))
	s.run("runs", "--json")
	if p.answered.Load() < 5 {
		s.Errorf("%s: only %d answers showed passwords", s.Name(), p.answered.Load())
	}
	s.sweep()
}

// TestAnswersThatStopARunShowNoPassword: they come once, so each has a run of its own.
func TestAnswersThatStopARunShowNoPassword(t *testing.T) {
	t.Parallel()
	h := newHush(t)
	tried := make(map[string]bool)
	for _, a := range recordedAnswers(t) {
		text, _, _ := strings.Cut(strings.Replace(a.Body, " - ", "|", 1), "|")
		if !a.stops() || tried[text] {
			continue
		}
		tried[text] = true
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, h, 3)
			p := newParrot(s, 3)
			p.say = func(w http.ResponseWriter, form url.Values, _ string) {
				body := a.faithful(form)
				if p.answered.Load()%2 == 0 {
					body = a.everywhere(form)
				}
				_, _ = io.WriteString(w, body)
			}
			s.everyCommand(p)
		})
	}
}

func TestServersThatRepeatRequestsShowNoPassword(t *testing.T) {
	t.Parallel()
	h := newHush(t)
	for name, say := range echoes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, h, 3)
			p := newParrot(s, 3)
			p.say = say
			s.everyCommand(p)
		})
	}
}

// TestFaultsOnTheWayShowNoPassword: once the dialer has let us in, every second call goes wrong.
func TestFaultsOnTheWayShowNoPassword(t *testing.T) {
	t.Parallel()
	h := newHush(t)
	var all sync.WaitGroup
	for _, fault := range []string{"reset=50%", "lost-reply=50%", "http500=50%", "empty500-stored=50%", "html=50%", "slow=50%:5ms", "silent-loss=50%"} {
		faults, err := sandbox.ParseFaults(fault)
		if err != nil {
			t.Fatal(err)
		}
		s := newStage(t, h, 8)
		p := newParrot(s, 8)
		p.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if p.Requests() == 2 { // login and version
					p.Inject(faults, 1)
				}
				next(w, r)
			}
		})
		all.Go(func() {
			s.call("import", "--yes", "--give-up", "1s", "--workers", "1000", "--results", s.path("r.csv"), s.path("list.csv"))
			s.call("import", "--yes", "--resume", "--json", "--give-up", "1ns", s.path("list.csv"))
			s.call("verify", "--give-up", "1ns", s.path("r.csv"))
			s.call("undo", "--yes", "--give-up", "1s", "--workers", "1000", s.path("r.csv"))
			s.call("doctor")
			s.run("report", s.path("r.csv"))
			s.run("runs")
			if len(p.Struck()) == 0 {
				s.Errorf("%s has not struck", fault)
			}
			s.sweep()
		})
	}
	all.Wait()
}

// A panicking transport says all that it was to send.
type panicking struct{}

func (panicking) RoundTrip(r *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(r.Body)
	panic(fmt.Sprintf("fault in %s: %s", r.URL, body))
}

// TestPanicsShowNoPassword: a fault of our own ends as a result of its row.
func TestPanicsShowNoPassword(t *testing.T) {
	s := newStage(t, newHush(t), 3)
	newParrot(s, 3)
	var out, errs bytes.Buffer
	a := &app{in: strings.NewReader(""), out: &out, ctx: t.Context(), screen: report.NewScreen(&errs, true)}
	o := &importOptions{checkOptions: checkOptions{app: a, purpose: toImport}, yes: true}
	c := &cobra.Command{}
	o.addTo(c.Flags())
	o.results.addTo(c.Flags())
	a.streams.addTo(c.Flags())
	o.flags = c.Flags()
	err := c.ParseFlags([]string{
		"--url", s.url, "--user", "6666", "--password-file", s.path("password"), "--rate", "0", "--ignore", "characters_dropped",
		"--results", s.path("r.csv"), "--register", s.register(), "--log-level", "trace",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.streams.finalize(a.screen); err != nil {
		t.Fatal(err)
	}
	status := a.explain(s.importOver(panicking{}, o))
	s.said.WriteString(out.String() + errs.String())
	if status != exit.Refused || !strings.Contains(errs.String(), "a fault in phonebatch") {
		t.Errorf("exit status %d: %s", status, &errs)
	}
	s.sweep()
}

// importOver imports the list over a transport.
func (s *stage) importOver(transport http.RoundTripper, o *importOptions) error {
	job, err := o.job(s.path("list.csv"))
	if err != nil {
		return err
	}
	job.Dial = func(*preflight.List) (*apiclient.Client, error) {
		options := o.dialing.options
		options.Transport = transport
		return apiclient.New(options)
	}
	return o.add(s.path("list.csv"), &batch.Import{Job: *job})
}
