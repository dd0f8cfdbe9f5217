package report

import (
	"time"

	"phonebatch/batch/run"
)

const (
	// every is the interval between two lines of progress on a stream without a bar.
	every = 10 * time.Second
	// often is the least interval between two drawings of the bar.
	often = 100 * time.Millisecond
)

// A Meter shows the progress of a run: a bar on a terminal, a line every ten seconds on other streams, and nothing if
// it is quiet. A Meter is for one goroutine. Its Observe fits run.Options.
type Meter struct {
	screen *Screen
	quiet  bool
	bar    *bar
	phase  run.Phase
	began  time.Time
	said   time.Time // when the last line was written or the bar last drawn
}

// NewMeter returns a meter for a screen. A quiet meter shows nothing.
func NewMeter(s *Screen, quiet bool) *Meter { return &Meter{screen: s, quiet: quiet} }

// Observe shows one step of a run, if enough time has passed since the last one.
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

// Rest removes the bar from the screen, for instance before a question.
func (m *Meter) Rest() { m.screen.clear() }
