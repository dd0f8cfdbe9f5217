package report

import (
	"fmt"
	"time"

	"phonebatch/batch/run"
)

const (
	// every is how often a line says how far a run is, where no bar can.
	every = 10 * time.Second
	// often is how often the bar is drawn.
	often = 100 * time.Millisecond
)

// A Meter shows the progress of a run: a bar on a terminal, a line every ten seconds elsewhere, nothing when quiet.
// Its Observe is meant for run.Options and is called from one goroutine.
type Meter struct {
	screen *Screen
	quiet  bool
	bar    *bar
	phase  run.Phase
	began  time.Time
	said   time.Time // when a line was, or the bar drawn
}

// NewMeter makes a meter for a screen.
func NewMeter(s *Screen, quiet bool) *Meter { return &Meter{screen: s, quiet: quiet} }

// Observe shows one step.
func (m *Meter) Observe(p run.Progress) {
	if m.quiet || p.Total == 0 {
		return
	}
	if p.Phase != m.phase {
		m.phase, m.began, m.said = p.Phase, time.Now(), time.Now()
		m.bar = nil
		if m.screen.Terminal {
			m.bar = newBar(m.screen, p)
			m.said = time.Time{}
		}
	}
	switch {
	case m.bar != nil && p.Final:
		m.screen.clear()
	case m.bar != nil && time.Since(m.said) >= often:
		m.said = time.Now()
		m.bar.show(p, time.Since(m.began))
	case m.bar == nil && time.Since(m.said) >= every:
		m.said = time.Now()
		m.screen.Say("%s: %d of %d rows%s", p.Phase, p.Done, p.Total, pace(p, time.Since(m.began)).words())
	}
}

// Rest takes the bar away, as before a question.
func (m *Meter) Rest() { m.screen.clear() }

// A going is how a phase is going, in words; empty where nothing can be said.
type going struct{ rate, failed, left string }

// pace says how a phase is going.
func pace(p run.Progress, took time.Duration) (g going) {
	if p.Failed > 0 {
		g.failed = fmt.Sprintf("%d %s", p.Failed, unlucky(p.Phase))
	}
	if p.Done > 0 && took > 0 {
		g.rate = perSecond(float64(p.Done) / took.Seconds())
	}
	if p.Done > 0 && p.Done < p.Total {
		g.left = Span(time.Duration(float64(took)/float64(p.Done)*float64(p.Total-p.Done))) + " left"
	}
	return g
}

// unlucky says what rows are that a phase counts as failed: what cannot be added or deleted has failed, an answer is only
// not the hoped one.
func unlucky(phase run.Phase) string {
	if phase == run.Adding || phase == run.Deleting {
		return "failed"
	}
	return "not as hoped"
}

// words are all of it, each with a comma before.
func (g going) words() (text string) {
	for _, part := range []string{g.rate, g.failed, about(g.left)} {
		if part != "" {
			text += ", " + part
		}
	}
	return text
}

func about(span string) string {
	if span == "" {
		return ""
	}
	return "about " + span
}

// perSecond writes a rate: by the second, or by the minute where it is slow.
func perSecond(rate float64) string {
	switch {
	case rate >= 9.5:
		return fmt.Sprintf("%.0f/s", rate)
	case rate >= 0.95:
		return fmt.Sprintf("%.1f/s", rate)
	}
	return fmt.Sprintf("%.1f/min", rate*60)
}

// Span writes a duration as people say it.
func Span(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return "a second"
	case d < 2*time.Minute:
		return fmt.Sprintf("%d seconds", int(d.Seconds()+0.5))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%.1f hours", d.Hours())
}
