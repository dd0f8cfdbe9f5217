package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"phonebatch/batch/run"
)

// A bar shows a phase on one line of a terminal: the phase's name, the bar, the number of rows, the rate, the number of
// failed rows, and the time left. The progressbar package draws its frames on the bar. The bar must not be an *os.File,
// because progressbar syncs an *os.File after each frame.
type bar struct {
	screen *Screen
	drawn  *progressbar.ProgressBar
	cells  int    // width of the bar, in columns
	before string // text before the bar
	behind string // text after the bar
}

const (
	mostCells  = 30
	leastCells = 8
	barFrame   = len(" 100% || ") // the text that progressbar draws around its cells
)

func newBar(s *Screen, p run.Progress) *bar {
	b := &bar{screen: s}
	b.show(p, 0)
	return b
}

// show draws the bar. took is the time since the phase began. If the line is too long for the terminal, show leaves
// out parts in the order of tails: the number of rows goes first, because the bar shows the percentage anyway.
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
	_ = b.drawn.Set(p.Done) // the run goes on without its bar
}

// width returns the present width of the terminal, in columns.
func (b *bar) width() int { return cmp.Or(b.screen.Look().Width, usualWidth) }

// tails returns the texts that can follow the bar, the longest first.
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
	if drawn == "" { // progressbar wipes its last frame; the screen does that itself
		return len(frame), nil
	}
	percent, cells, _ := strings.Cut(drawn, " ")
	line := fmt.Sprintf("%s %4s %s %s", b.before, percent, cells, b.behind)
	return len(frame), b.screen.draw(fit(strings.TrimRight(line, " "), b.width()-1))
}
