package report

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"phonebatch/batch/run"
)

// observed shows a meter a phase with one step a second. Every tenth step fails.
func observed(m *Meter, phase run.Phase, total int) {
	p := run.Progress{Phase: phase, Total: total}
	m.Observe(p)
	for p.Done < total {
		time.Sleep(time.Second)
		if p.Done++; p.Done%10 == 0 {
			p.Failed++
		}
		m.Observe(p)
	}
	p.Final = true
	m.Observe(p)
}

func TestOffATerminalALineSaysEveryTenSecondsHowFarItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		m := NewMeter(NewScreen(&b, false), false)
		observed(m, run.Asking, 25)
		observed(m, run.Adding, 9)
		observed(m, run.Verifying, 0)
		observed(m, run.Verifying, 300)
		got := strings.SplitAfter(b.String(), "\n")
		want := []string{
			"asking: 10 of 25 rows, 1.0/s, 1 not as hoped, about 15 seconds left\n",
			"asking: 20 of 25 rows, 1.0/s, 2 not as hoped, about 5 seconds left\n",
			"verifying: 10 of 300 rows, 1.0/s, 1 not as hoped, about 5 minutes left\n",
		}
		if d := cmp.Diff(want, got[:3]); d != "" {
			t.Error(d)
		}
		if len(got) != 2+30+1 || got[31] != "verifying: 300 of 300 rows, 1.0/s, 30 not as hoped\n" {
			t.Errorf("%d lines, the last of them %q", len(got), got[len(got)-2:])
		}
		if strings.ContainsAny(b.String(), "\r\x1b") {
			t.Errorf("decorated: %q", b.String())
		}
	})
}

func TestSlowStepsAreToldAsTheyCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		m := NewMeter(NewScreen(&b, false), false)
		m.Observe(run.Progress{Phase: run.Adding, Total: 2})
		time.Sleep(time.Minute)
		m.Observe(run.Progress{Phase: run.Adding, Done: 1, Total: 2})
		m.Observe(run.Progress{Phase: run.Adding, Done: 2, Total: 2})
		m.Rest()
		if want := "adding: 1 of 2 rows, 1.0/min, about 60 seconds left\n"; b.String() != want {
			t.Errorf("got %q, want %q", b.String(), want)
		}
	})
}

func TestAQuietMeterAndAnEmptyPhaseShowNothing(t *testing.T) {
	for _, terminal := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			var b bytes.Buffer
			s := &Screen{Terminal: terminal, out: &b}
			quiet := NewMeter(s, true)
			observed(quiet, run.Asking, 100)
			quiet.Rest()
			observed(NewMeter(s, false), run.Asking, 0)
			if b.Len() > 0 {
				t.Errorf("terminal %v: got %q", terminal, b.String())
			}
		})
	}
}

func TestOnATerminalABarStandsUntilItsPhaseEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		s := &Screen{Terminal: true, out: &b}
		m := NewMeter(s, false)
		for _, phase := range []run.Phase{run.Asking, run.Adding} {
			m.Observe(run.Progress{Phase: phase, Total: 40})
			time.Sleep(time.Second)
			m.Observe(run.Progress{Phase: phase, Done: 10, Total: 40})
			s.Say("a line")
			if _, last := shown(t, b.String()); !strings.HasPrefix(last, string(phase)) || !strings.Contains(last, "25%") || !strings.Contains(last, "10/40") {
				t.Errorf("%s: the bar is %q", phase, last)
			}
			m.Rest()
			if _, last := shown(t, b.String()); last != "" {
				t.Errorf("%s: resting, it is %q", phase, last)
			}
			time.Sleep(time.Second)
			m.Observe(run.Progress{Phase: phase, Done: 40, Total: 40})
			m.Observe(run.Progress{Phase: phase, Done: 40, Total: 40, Final: true})
			if _, last := shown(t, b.String()); last != "" {
				t.Errorf("%s: in the end, it is %q", phase, last)
			}
		}
		whole, _ := shown(t, b.String())
		if d := cmp.Diff([]string{"a line", "a line"}, whole); d != "" {
			t.Error(d)
		}
	})
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                             "a second",
		1900 * time.Millisecond:       "a second",
		2 * time.Second:               "2 seconds",
		2600 * time.Millisecond:       "3 seconds",
		119 * time.Second:             "119 seconds",
		2 * time.Minute:               "2 minutes",
		150 * time.Second:             "3 minutes",
		119 * time.Minute:             "119 minutes",
		2 * time.Hour:                 "2.0 hours",
		26*time.Hour + 30*time.Minute: "26.5 hours",
	} {
		if got := Span(d); got != want {
			t.Errorf("Span(%s) = %s, want %s", d, got, want)
		}
	}
}
