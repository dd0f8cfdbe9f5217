package apiclient_test

import (
	"testing"
	"time"

	"phonebatch/apiclient"
)

func TestClockAndZoneOfAVersionAnswer(t *testing.T) {
	for text, want := range map[string]struct {
		seconds   int64
		zone, now string
		wall      string // "" for none
	}{
		"DATE: 2024-10-04 12:38:00|EPOCH: 1728052680|DST: 1|TZ: -3.50|TZNOW: -2.50|": {1728052680, "-3.50", "-2.50", "2024-10-04 12:38:00"},
		"DATE: 2024-10-04 9:38|EPOCH: 1728052680|DST: 0|TZ: -5.00|TZNOW: -4|":        {1728052680, "-5.00", "-4", ""},
		"TZ: 13.00|":                    {0, "13.00", "", ""},
		"DATE: *|EPOCH: *|TZNOW: *|":    {},
		"EPOCH: 0|TZNOW: 1e1|":          {},
		"EPOCH: -5|TZNOW: -05000|":      {},
		"EPOCH: 99999999999999999|TZ: ": {},
		"EPOCH: 253402300800|TZ: 15.25": {},
		"EPOCH: 17a|TZNOW: NaN|":        {},
	} {
		r := parse(apiclient.Version, 200, "VERSION: 2.14-194|BUILD: 241004-1518|"+text+"\n")
		var clock, wall time.Time
		if want.seconds != 0 {
			clock = time.Unix(want.seconds, 0)
		}
		if want.wall != "" {
			wall, _ = time.Parse(time.DateTime, want.wall)
		}
		if !r.Clock.Equal(clock) || !r.WallClock.Equal(wall) || r.Zone != want.zone || r.ZoneNow != want.now {
			t.Errorf("%q: %v, %v, %q and %q, want %+v", text, r.Clock, r.WallClock, r.Zone, r.ZoneNow, want)
		}
	}
}
