package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"phonebatch/batch/run"
)

// A bar shows a phase on one line of a terminal: its name, the bar, how many rows, how fast, how many not as hoped, and
// the time left. It is the writer that a progress bar draws its frames on, and no *os.File, which the bar would sync at
// each frame.
type bar struct {
	screen *Screen
	drawn  *progressbar.ProgressBar
	cells  int    // how wide it is drawn
	before string // what stands before it in the line
	behind string
}

const (
	mostCells  = 30
	leastCells = 8
	barFrame   = len(" 100% || ") // what a progress bar has around its cells
)

func newBar(s *Screen, p run.Progress) *bar {
	b := &bar{screen: s}
	b.show(p, 0)
	return b
}

// show draws the bar. What the terminal has no room for is left out: first how many rows, whose share stands before the bar, then the rate.
func (b *bar) show(p run.Progress, took time.Duration) {
	var room int
	for _, behind := range tails(p, pace(p, took)) {
		b.before, b.behind = string(p.Phase), behind
		if room = b.width() - 1 - visible(b.before) - barFrame - visible(b.behind); room >= leastCells {
			break
		}
	}
	if cells := max(min(room, mostCells), 1); b.drawn == nil || cells != b.cells {
		b.cells = cells
		b.drawn = progressbar.NewOptions(p.Total,
			progressbar.OptionSetWriter(b),
			progressbar.OptionSetWidth(cells),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionSetPredictTime(false),
		)
	}
	_ = b.drawn.Set(p.Done) // a bar that cannot be drawn is no reason to stop
}

// width is that of the terminal as it is now.
func (b *bar) width() int { return cmp.Or(b.screen.Look().Width, usualWidth) }

// tails are the ways to say how a phase is going, the longest first.
func tails(p run.Progress, g going) []string {
	rows := fmt.Sprintf("%d/%d", p.Done, p.Total)
	join := func(parts ...string) string {
		text := ""
		for _, part := range parts {
			if part != "" && text != "" {
				text += ", "
			}
			text += part
		}
		return text
	}
	return []string{
		join(rows, g.rate, g.failed, about(g.left)),
		join(rows, g.rate, g.failed, g.left),
		join(g.rate, g.failed, g.left),
		join(g.failed, g.left),
		g.left,
		"",
	}
}

// Write implements io.Writer for the frames of the progress bar.
func (b *bar) Write(frame []byte) (int, error) {
	drawn := strings.Trim(string(frame), "\r\n ")
	if drawn == "" { // it wipes its last frame, which the screen does itself
		return len(frame), nil
	}
	percent, cells, _ := strings.Cut(drawn, " ")
	line := fmt.Sprintf("%s %4s %s %s", b.before, percent, cells, b.behind)
	return len(frame), b.screen.draw(fit(strings.TrimRight(line, " "), b.width()-1))
}
