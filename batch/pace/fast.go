package pace

import (
	"slices"
	"time"
)

// The numbers of a fast Pacer.
const (
	fastMost   = 8                // the most calls at once, unless the caller gives a number
	goal       = 1.7              // the median of the answers, as a multiple of the median of calls that went alone
	tooSlow    = 3                // an answer of more than so many times the goal is slow
	slowInARow = 3                // so many slow answers in a row are a brake
	firstAlone = 16               // the calls that go alone at first; the median of lone calls is that of so many
	laterAlone = 8                // the calls that go alone later
	aloneEvery = 20 * time.Second // how often calls go alone, at most
	aloneShare = 32               // calls go alone for at most one part in so many of the time
	anew       = 1.3              // a change of the median of lone calls by this factor is another dialer
	longShut   = 64               // the longest time that a limit stays shut, in windows
)

// Fast returns the Pacer that lets as many calls go at once, up to most, as the dialer answers about as quickly as a
// call that goes alone; 0 or less means 8. A dialer far away gets more calls at once than a near one, because the
// duration of a call includes the way.
//
// The goal is a median of 1.7 times the median of calls that went alone. The first 16 calls go alone, and later 8
// calls every 20 seconds, or less often if that took more than a 32nd part of the time. The limit begins at one. Each
// window of answers, at least 12 and at least 1.5 times the limit, moves the limit. Above the goal the limit falls in
// proportion. Below the goal the limit doubles until the first fall, and grows by a tenth afterwards. Three slow
// answers in a row, of more than three times the goal, halve the limit; a call without a usable answer counts as slow.
// If a limit is above the goal each time that it is reached, it is shut for 1 window, then for 2, 4 and so on up to
// 64.
//
// While the limit is one, every call goes alone, so a dialer that has become slower for good is learned. If the median
// of lone calls changes by three tenths, the limit doubles again. The time to connect is no part of an answer, but
// that of TLS is. A reading of a Mute answer teaches nothing.
func Fast(most int) Pacer {
	if most <= 0 {
		most = fastMost
	}
	return &fast{most: most, limit: 1, solo: solo{left: firstAlone}}
}

// A fast is the Pacer of Fast.
type fast struct {
	most   int
	limit  float64         // the calls that may be under way; the fraction counts for the growth only
	since  time.Time       // answers to calls that began earlier do not count
	window []time.Duration // the answers since the limit moved
	slow   int             // the slow answers in a row
	fallen time.Duration   // the median of lone calls when the limit last fell; 0 if the limit has not fallen
	solo
	bar
}

// A solo is what a fast Pacer knows of calls that go alone.
type solo struct {
	lone  []time.Duration // the newest calls that went alone
	left  int             // the calls that are still to go alone
	began time.Time       // when the first of them may have begun
	again time.Time       // when calls go alone again
}

// A bar keeps a fast Pacer below a limit that was above the goal.
type bar struct {
	shut    int // the limit; 0 if there is none
	windows int // how many windows the limit was shut for
	wait    int // how many of these are left
}

// Next implements Pacer.
func (f *fast) Next(now time.Time, underWay int) (at time.Time, ok bool) {
	return now, underWay < f.atOnce()
}

// atOnce returns how many calls may be under way.
func (f *fast) atOnce() int {
	if f.left > 0 {
		return 1
	}
	return int(f.limit)
}

// Learn implements Pacer.
func (f *fast) Learn(now time.Time, took time.Duration, r Reading) {
	if r.Voice == Mute || now.Add(-took).Before(f.since) {
		return
	}
	took -= r.Way
	if r.Voice == Heard && f.atOnce() == 1 {
		f.alone(took)
	}
	if f.left > 0 {
		if f.left--; f.left == 0 {
			f.since, f.window = now, nil
			f.again = now.Add(max(aloneEvery, aloneShare*now.Sub(f.began)))
		}
		return
	}
	if now.After(f.again) {
		f.left, f.began, f.since = laterAlone, now, now
	}
	f.judge(now, took, r.Voice == Silent)
}

// alone takes the duration of a call that went alone.
func (f *fast) alone(took time.Duration) {
	f.lone = append(f.lone, took)
	f.lone = f.lone[max(0, len(f.lone)-firstAlone):]
	if m := float64(median(f.lone)); m > anew*float64(f.fallen) || m < float64(f.fallen)/anew {
		f.fallen, f.shut = 0, 0
	}
}

// judge takes an answer, and moves the limit if the window is full or the dialer is far too slow.
func (f *fast) judge(now time.Time, took time.Duration, silent bool) {
	want := goal * float64(median(f.lone))
	if f.slow++; !silent && float64(took) <= tooSlow*want {
		f.slow = 0
	}
	if f.slow == slowInARow {
		f.fall(now, 2)
		return
	}
	if !silent {
		f.window = append(f.window, took)
	}
	if float64(len(f.window)) < max(12, 1.5*f.limit) {
		return
	}
	if ratio := float64(median(f.window)) / want; ratio > 1 {
		f.fall(now, ratio)
		return
	}
	f.grow(now)
}

// fall divides the limit.
func (f *fast) fall(now time.Time, by float64) {
	if n := int(f.limit); n != f.shut {
		f.shut, f.windows = n, 1
	} else {
		f.windows = min(2*f.windows, longShut)
	}
	f.wait = f.windows
	f.fallen = median(f.lone)
	f.move(now, f.limit/by)
}

// grow raises the limit after a window below the goal.
func (f *fast) grow(now time.Time) {
	switch limit := f.limit * 1.1; {
	case f.fallen == 0:
		f.move(now, f.limit*2)
	case f.limit >= float64(f.shut): // it is not too high after all
		f.shut = 0
		f.move(now, limit)
	case f.wait > 0 && limit >= float64(f.shut):
		f.wait--
		f.move(now, f.limit)
	default:
		f.move(now, limit)
	}
}

// move sets the limit and begins a window.
func (f *fast) move(now time.Time, limit float64) {
	before := f.atOnce()
	f.limit = min(max(limit, 1), float64(f.most))
	f.window, f.slow = f.window[:0], 0
	if f.atOnce() != before {
		f.since = now
	}
}

// median returns the middle one of some durations, and 0 of none.
func median(list []time.Duration) time.Duration {
	if len(list) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(list))[len(list)/2]
}
