package columns

import (
	"strings"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	today := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	for v, want := range map[string]string{
		"2026-11-24": "past", "2026-11-26": "ahead", "24.11.2026": "past", "26.11.26": "ahead", "11/24/2026": "past", "3/1/2026": "past", "12/1/2026": "?", "1/2/2027": "ahead",
		"5-Mar-26": "past", "Jan 2, 2027": "ahead", "20261124": "past", "46360": "ahead", "46300": "past", "2026-11-24T23:00:00Z": "past", "2026-11-24 10:00:00": "past", "soon": "?", "": "?", "Y": "?",
	} {
		past, known := isPast(v, today)
		if got := map[[2]bool]string{{true, true}: "past", {false, true}: "ahead"}[[2]bool{past, known}]; got != strings.Trim(want, "?") {
			t.Errorf("%q: past %v, known %v, want %s", v, past, known, want)
		}
	}
}
