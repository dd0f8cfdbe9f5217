package report

import (
	"fmt"
	"time"

	"phonebatch/batch/run"
)

// A going holds the pace of a phase in words. A part that is not known yet is empty.
type going struct{ rate, failed, left string }

// pace returns the pace of a phase that began took ago.
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

// unlucky returns the words for the rows that a phase counts as failed. Adding, updating and deleting can fail; in the
// other phases the dialer gave another answer than the user hopes for.
func unlucky(phase run.Phase) string {
	if phase == run.Adding || phase == run.Updating || phase == run.Deleting {
		return "failed"
	}
	return "not as hoped"
}

// words returns all known parts, each after a comma.
func (g going) words() (text string) {
	for _, part := range []string{g.rate, g.failed, about(g.left)} {
		if part != "" {
			text += ", " + part
		}
	}
	return text
}

// about puts "about" before a time span, and leaves "" empty.
func about(span string) string {
	if span == "" {
		return ""
	}
	return "about " + span
}

// perSecond writes a rate, given in rows per second: slow rates as rows per minute.
func perSecond(rate float64) string {
	switch {
	case rate >= 9.5:
		return fmt.Sprintf("%.0f/s", rate)
	case rate >= 0.95:
		return fmt.Sprintf("%.1f/s", rate)
	}
	return fmt.Sprintf("%.1f/min", rate*60)
}

// Span writes a duration in words, rounded: "a second", "5 seconds", "3 minutes", "2.5 hours".
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
