package preflight

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // bare machines and Windows have no files of zones

	"phonebatch/apiclient"
)

// What is done to local_gmt, by how it was written.
const (
	whatDecimals = "written with two decimals"
	whatClock    = "written as an offset"
	whatZone     = "replaced by the zone's winter offset"
)

// A zone is what a value of local_gmt stands for.
type zone struct {
	read   bool    // it is an offset, or the name of a zone
	hours  float64 // from GMT in winter
	mended string  // the same as the dialer takes it; empty where it does not
	what   string  // how it was written, in the words of the mend
	like   string  // of an abbreviation: a zone that may be meant
}

// zones read what people write for an offset. They remember it, as a list has few of them and looking up a zone takes
// long. They are not safe for concurrent use.
type zones struct {
	year int // whose winter offsets are meant
	seen map[string]zone
}

func newZones(year int) *zones { return &zones{year, make(map[string]zone)} }

// maxZones bounds the memory that a column of nonsense can take.
const maxZones = 1000

// read finds out what a value stands for.
func (z *zones) read(v string) zone {
	known, seen := z.seen[v]
	if !seen {
		known = z.parse(v)
		if _, taken := apiclient.ParseOffset(strconv.FormatFloat(known.hours, 'f', -1, 64)); known.read && taken {
			known.mended = apiclient.FormatOffset(known.hours)
		}
		if len(z.seen) < maxZones {
			z.seen[strings.Clone(v)] = known
		}
	}
	return known
}

// mend writes an offset that the dialer takes as the rest of VICIdial expects it: -5 is -5.00. Any other is left for
// the rules.
func (z *zones) mend(v string) (mended, what string) {
	if read := z.read(v); read.mended != "" {
		return read.mended, read.what
	}
	return v, ""
}

// farthest is more hours from GMT than any place is: a value beyond is no offset.
const farthest = 15

func (z *zones) parse(v string) zone {
	v = displayed().ReplaceAllString(v, "$1")
	if hours, ok := apiclient.ParseOffset(v); ok || hours != 0 && -farthest < hours && hours < farthest {
		return zone{read: true, hours: hours, what: whatDecimals}
	}
	if hours, ok := clock(v); ok {
		return zone{read: true, hours: hours, what: whatClock}
	}
	if hours, ok := z.winter(v); ok {
		return zone{read: true, hours: hours, what: whatZone}
	}
	return zone{like: abbreviations[strings.ToUpper(v)]}
}

// displayed is a zone as Windows shows it in its settings: (UTC-05:00) Eastern Time.
var displayed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\(((?i:UTC|GMT)(?:[+-]\d{2}:\d{2})?)\) .+$`)
})

// clockForms are offsets as people write them: hours and minutes, or a fraction with a dot or a comma. Where a sign is
// missing it may be either, so it must be there.
var clockForms = sync.OnceValue(func() []*regexp.Regexp {
	const prefix = `^(?i:UTC|GMT)? ?([+-]) ?`
	return []*regexp.Regexp{
		regexp.MustCompile(prefix + `(\d{1,2})(?::([0-5]\d))?$`),
		regexp.MustCompile(prefix + `(\d{2})([0-5]\d)$`),
		regexp.MustCompile(prefix + `(\d{1,2}[.,]\d{1,3})()$`),
		regexp.MustCompile(`^()(\d{1,2},\d{1,3})()$`),
	}
})

// clock reads an offset that is not written as the dialer takes it.
func clock(v string) (hours float64, ok bool) {
	if strings.EqualFold(v, "UTC") || strings.EqualFold(v, "GMT") {
		return 0, true
	}
	for _, form := range clockForms() {
		found := form.FindStringSubmatch(v)
		if found == nil {
			continue
		}
		hours, err := strconv.ParseFloat(strings.ReplaceAll(found[2], ",", "."), 64)
		if minutes, notGiven := strconv.Atoi(found[3]); notGiven == nil {
			hours += float64(minutes) / 60
		}
		if found[1] == "-" {
			hours = -hours
		}
		return hours, err == nil && -farthest < hours && hours < farthest
	}
	return 0, false
}

// winter is the standard time of a zone of the IANA database: the smaller of its offsets in January and in July, on
// either half of the globe. A name without a slash is no zone but an abbreviation, which many places share.
func (z *zones) winter(name string) (hours float64, ok bool) {
	if !strings.Contains(name, "/") {
		return 0, false
	}
	location, err := time.LoadLocation(strings.ReplaceAll(name, " ", "_"))
	if err != nil {
		if location, err = time.LoadLocation(capitals(name)); err != nil {
			return 0, false
		}
	}
	_, january := time.Date(z.year, time.January, 1, 0, 0, 0, 0, time.UTC).In(location).Zone()
	_, july := time.Date(z.year, time.July, 1, 0, 0, 0, 0, time.UTC).In(location).Zone()
	return float64(min(january, july)) / 3600, true
}

// capitals writes america/new york as the database has it.
func capitals(name string) string {
	text := []byte(strings.ToLower(strings.ReplaceAll(name, " ", "_")))
	for i, c := range text {
		if 'a' <= c && c <= 'z' && (i == 0 || strings.IndexByte("/_-", text[i-1]) >= 0) {
			text[i] = c - 'a' + 'A'
		}
	}
	return string(text)
}

// abbreviations are those that call centers use, and the zone that mostly is meant. They stay errors: CST is the time
// of Chicago, of Havana and of Shanghai.
var abbreviations = map[string]string{
	"EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York", "EST5EDT": "America/New_York",
	"CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago", "CST6CDT": "America/Chicago",
	"MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver", "MST7MDT": "America/Denver",
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
	"AKST": "America/Anchorage", "HST": "Pacific/Honolulu", "AST": "America/Puerto_Rico", "NST": "America/St_Johns",
	"WET": "Europe/Lisbon", "BST": "Europe/London", "CET": "Europe/Berlin", "CEST": "Europe/Berlin", "MEZ": "Europe/Berlin", "EET": "Europe/Athens",
	"MSK": "Europe/Moscow", "IST": "Asia/Kolkata", "PHT": "Asia/Manila", "PHST": "Asia/Manila", "PKT": "Asia/Karachi", "SGT": "Asia/Singapore",
	"JST": "Asia/Tokyo", "SAST": "Africa/Johannesburg", "AEST": "Australia/Sydney", "AWST": "Australia/Perth", "ACST": "Australia/Adelaide",
	"NZST": "Pacific/Auckland", "BRT": "America/Sao_Paulo", "COT": "America/Bogota",
}
