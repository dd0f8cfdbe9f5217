package preflight

import (
	"testing"

	"phonebatch/apiclient"
)

// offsetForms are the forms of offsets that are mended.
var offsetForms = []struct{ from, to, what string }{
	{"-5", "-5.00", whatDecimals},
	{"-5.0", "-5.00", whatDecimals},
	{"0", "0.00", whatDecimals},
	{"12.750", "12.75", whatDecimals},
	{"+5", "5.00", whatClock},
	{"+05", "5.00", whatClock},
	{"-05:00", "-5.00", whatClock},
	{"-0500", "-5.00", whatClock},
	{"+05:30", "5.50", whatClock},
	{"+0545", "5.75", whatClock},
	{"UTC-5", "-5.00", whatClock},
	{"utc-5", "-5.00", whatClock},
	{"GMT-5", "-5.00", whatClock},
	{"GMT-05:00", "-5.00", whatClock},
	{"UTC+05:30", "5.50", whatClock},
	{"UTC -5", "-5.00", whatClock},
	{"UTC - 5", "-5.00", whatClock},
	{"GMT-3:30", "-3.50", whatClock},
	{"UTC+12:45", "12.75", whatClock},
	{"UTC+5.5", "5.50", whatClock},
	{"UTC", "0.00", whatClock},
	{"GMT", "0.00", whatClock},
	{"GMT+0", "0.00", whatClock},
	{"-00:00", "0.00", whatClock},
	{"-5,00", "-5.00", whatClock},
	{"5,5", "5.50", whatClock},
	{"(UTC-05:00) Eastern Time (US & Canada)", "-5.00", whatClock},
	{"(UTC) Dublin", "0.00", whatClock},
	{"America/New_York", "-5.00", whatZone},
	{"america/new york", "-5.00", whatZone},
	{"US/Pacific", "-8.00", whatZone},
	{"Europe/London", "0.00", whatZone},
	{"Europe/Dublin", "0.00", whatZone},
	{"Asia/Calcutta", "5.50", whatZone},
	{"Asia/Kathmandu", "5.75", whatZone},
	{"Australia/Sydney", "10.00", whatZone},
	{"America/Sao_Paulo", "-3.00", whatZone},
	{"America/St_Johns", "-3.50", whatZone},
	{"Africa/Casablanca", "1.00", whatZone},
	{"Pacific/Auckland", "12.00", whatZone},
	{"Pacific/Chatham", "12.75", whatZone},
	{"Etc/GMT+5", "-5.00", whatZone},
}

func TestOffsetsAreReadAsPeopleWriteThem(t *testing.T) {
	z := newZones(2026)
	for _, tt := range offsetForms {
		for range 2 { // the second value comes from memory
			if got, what := z.mend(tt.from); got != tt.to || what != tt.what {
				t.Errorf("%q becomes %q, %s", tt.from, got, what)
			}
		}
	}
	for _, from := range []string{
		"EST", "EST5EDT", "CET", "Local", "America", "America/Nowhere", "../New_York", "/etc/localtime", "Asia/Pyongyang/x", "+05:20", "UTC-9:30", "Australia/Eucla", "Pacific/Marquesas", "5.504", "5:30", "0500", "-500",
		"UTC5", "--5", "-5-", "+99", "99.99", "-99,9", "1e1", "+", "UTC+", "GMT+5:75", "Pacific/Apia", "x",
	} {
		if got, _ := z.mend(from); got != from {
			t.Errorf("%q becomes %q", from, got)
		}
		found := found(t, with(apiclient.LocalGMT, from), Options{})
		if len(found) != 1 || found[0] != "error bad_timezone local_gmt" {
			t.Errorf("%q: %v", from, found)
		}
	}
}

// Casablanca had the winter offset 0 until 2018, and has 1 since then.
func TestTheYearIsTheOneThatIsAskedFor(t *testing.T) {
	for year, want := range map[int]string{2010: "0.00", 2026: "1.00"} {
		if got, _ := newZones(year).mend("Africa/Casablanca"); got != want {
			t.Errorf("%d: %s", year, got)
		}
	}
}

func TestZonesHoldNoMoreThanAListCanNeed(t *testing.T) {
	z := newZones(2026)
	for n := range maxZones + 50 {
		z.mend("x" + number(n))
	}
	if got, _ := z.mend("UTC-7"); got != "-7.00" || len(z.seen) > maxZones {
		t.Errorf("%s, %d values held", got, len(z.seen))
	}
}

func TestAbbreviationsNameZonesThatThereAre(t *testing.T) {
	z := newZones(2026)
	for short, name := range abbreviations {
		if got, what := z.mend(name); what != whatZone {
			t.Errorf("%s: %s is %s", short, name, got)
		}
	}
}
