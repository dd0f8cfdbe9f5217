package sandbox

import (
	"testing"
	"time"
)

// TestVersionShowsOneZone checks that DATE, EPOCH, TZ and TZNOW agree in every time zone of the machine.
func TestVersionShowsOneZone(t *testing.T) {
	at := time.Date(2026, 7, 1, 2, 30, 0, 0, time.FixedZone("", 2*60*60))
	want := "VERSION: 2.14-194|BUILD: 241004-1518|DATE: 2026-06-30 19:30:00|EPOCH: 1782865800|DST: 0|TZ: -5.00|TZNOW: -5.00|\n"
	if got := version(at).body; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
