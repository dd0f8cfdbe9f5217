package report

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"phonebatch/batch/run"
)

// every is how often a line says how far a run is, where no bar can.
const every = 10 * time.Second

// A Meter shows the progress of a run: a bar on a terminal, a line every ten seconds elsewhere, nothing when quiet.
// Its Observe is meant for run.Options and is called from one goroutine.
type Meter struct {
	screen *Screen
	quiet  bool
	bar    *progressbar.ProgressBar
	phase  run.Phase
	began  time.Time
	said   time.Time
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
			m.bar = newBar(p.Total, string(p.Phase), bar{m.screen})
		}
	}
	switch {
	case m.bar != nil && p.Final:
		bar{m.screen}.clear()
	case m.bar != nil:
		_ = m.bar.Set(p.Done) // a bar that cannot be drawn is no reason to stop
	case time.Since(m.said) >= every:
		m.said = time.Now()
		m.screen.Say("%s", line(p, time.Since(m.began)))
	}
}

// Rest takes the bar away, as before a question.
func (m *Meter) Rest() { bar{m.screen}.clear() }

func newBar(total int, phase string, w bar) *progressbar.ProgressBar {
	return progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(fmt.Sprintf("%-9s", phase)),
		progressbar.OptionSetWidth(30),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
	)
}

// line says in words how far a phase is.
func line(p run.Progress, took time.Duration) string {
	text := fmt.Sprintf("%s: %d of %d rows", p.Phase, p.Done, p.Total)
	if p.Failed > 0 {
		text += fmt.Sprintf(", %d not as hoped", p.Failed)
	}
	if p.Done > 0 && p.Done < p.Total {
		left := time.Duration(float64(took) / float64(p.Done) * float64(p.Total-p.Done))
		text += ", about " + Span(left) + " to go"
	}
	return text
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
