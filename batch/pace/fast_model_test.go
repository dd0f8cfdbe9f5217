package pace

import "testing"

// A half is a part of a run in which the dialer stays the same.
type half struct {
	calls []modelled
	alone []modelled // the same calls, one at a time
	model model      // the dialer of this part
}

// halves runs a pacer against a dialer that changes when half of the calls have ended. The second half begins 100 calls
// after the change.
func (m model) halves(p Pacer, workers int) [2]half {
	m.change = m.calls / 2
	calls, alone := m.run(p, workers).calls, m.run(AtMost(0), 1).calls
	before, after := m, m
	before.change, before.calls = 0, 1500
	after.change, after.calls, after.rate = 0, 1500, m.later
	n := m.change + 100
	return [2]half{{calls[:m.change], alone[:m.change], before}, {calls[n:], alone[n:], after}}
}

// p95 returns the 95th percentile of the duration of the calls, as a multiple of that of calls that go alone.
func (h half) p95() float64 { return quantile(h.calls, 0.95) / quantile(h.alone, 0.95) }

// perSecond returns how many of some calls ended in a second.
func perSecond(calls []modelled) float64 {
	return float64(len(calls)) / (calls[len(calls)-1].ended - calls[0].began)
}

// best returns the most calls per second that a fixed number of workers makes, among numbers up to most with a p95 of
// at most 2.
func (h half) best(most int) (rate float64) {
	longest := 2 * quantile(h.alone, 0.95)
	for n := 1; n <= most; n += max(1, n/4) {
		if fixed := h.model.run(AtMost(0), n).calls; n == 1 || quantile(fixed, 0.95) <= longest {
			rate = max(rate, perSecond(fixed))
		}
	}
	return rate
}

// slower returns half of a rate.
func slower(rate func(int) float64) func(int) float64 {
	return func(n int) float64 { return rate(n) / 2 }
}

// fastDialers are dialers that stay the same, become twice as slow, or have their knee halved.
var fastDialers = []struct {
	name        string
	most        int
	calls       int
	rate, later func(int) float64
	least       float64 // the calls per second in each half, as a part of the best fixed number of workers
}{
	{"a knee at 2", 8, 8000, knee(2, 100*ms), knee(2, 100*ms), 0.95},
	{"a knee at 2, then slower", 8, 8000, knee(2, 100*ms), knee(2, 200*ms), 0.95},
	{"a knee at 2, then at 1", 8, 8000, knee(2, 100*ms), knee(1, 100*ms), 0.95},
	{"a knee at 8", 8, 16000, knee(8, 100*ms), knee(8, 100*ms), 0.9},
	{"a knee at 8, then slower", 8, 16000, knee(8, 100*ms), knee(8, 200*ms), 0.9},
	{"a knee at 8, then at 4", 8, 16000, knee(8, 100*ms), knee(4, 100*ms), 0.9},
	{"a knee at 32", 64, 40000, knee(32, 100*ms), knee(32, 100*ms), 0.9},
	// The limit falls to one and grows again, which takes 14 of 125 seconds: the pacer reaches 0.89.
	{"a knee at 32, then slower", 64, 40000, knee(32, 100*ms), knee(32, 200*ms), 0.87},
	{"a knee at 32, then at 16", 64, 40000, knee(32, 100*ms), knee(16, 100*ms), 0.9},
	{"a real dialer", 8, 20000, measured, measured, 0.95},
	{"a real dialer, then slower", 8, 20000, measured, slower(measured), 0.95},
}

// Answers of equal length reach a p95 of at most 1.88, and answers of a spread of 0.3 at most 1.90.
func TestFastKeepsAnswersQuickAndWorkersBusy(t *testing.T) {
	models := []model{{spread: 0.3}, {}, {spread: 0.3, seed: 1}, {spread: 0.3, seed: 2}}
	if testing.Short() {
		models = models[:1]
	}
	for _, tt := range fastDialers {
		for _, m := range models {
			m.rate, m.later, m.calls = tt.rate, tt.later, tt.calls
			for i, h := range m.halves(Fast(tt.most), tt.most) {
				p95, got := h.p95(), perSecond(h.calls)/h.best(tt.most)
				if p95 > 2 || got < tt.least {
					t.Errorf("%s, spread %.1f, seed %d, half %d: p95 %.2f, calls/s %.2f of the best",
						tt.name, m.spread, m.seed, i, p95, got)
				}
			}
		}
	}
}

// A spread of 0.8 hides the load from windows of 12 answers: the p95 reaches 2.6, which is no failure here.
func TestFastIsNoSlowerThanOneCallAtATimeIfAnswersVary(t *testing.T) {
	for _, tt := range fastDialers {
		for seed := range uint64(3) {
			m := model{rate: tt.rate, later: tt.later, spread: 0.8, seed: seed, calls: 8000}
			for i, h := range m.halves(Fast(tt.most), tt.most) {
				if got := perSecond(h.calls) / perSecond(h.alone); got < 0.995 {
					t.Errorf("%s, seed %d, half %d: %.4f of one call at a time", tt.name, seed, i, got)
				}
			}
		}
	}
}
