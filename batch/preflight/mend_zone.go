package preflight

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // bare machines and Windows have no zone files

	"phonebatch/apiclient"
)

// The words for the mends of local_gmt, by the form that was mended.
const (
	whatDecimals = "written with two decimals"
	whatClock    = "written as an offset"
	whatZone     = "replaced by the zone's winter offset"
)

// A zone is the meaning of a value of local_gmt.
type zone struct {
	known  bool    // the value is an offset, or the name of a zone
	hours  float64 // offset from GMT in winter
	mended string  // the offset as the dialer takes it; "" if the dialer does not know the offset
	what   string  // the words for the mend
	likely string  // for an abbreviation: the zone that may be meant
}

// zones reads what people write for an offset. It keeps what it has read, because a list has few different offsets and
// loading a zone takes long. It is not safe for concurrent use.
type zones struct {
	year int // the year whose winter offsets count
	seen map[string]zone
}

func newZones(year int) *zones { return &zones{year, make(map[string]zone)} }

// maxZones bounds the memory for a column without meaning.
const maxZones = 1000

// read returns the meaning of a value.
func (z *zones) read(v string) zone {
	known, seen := z.seen[v]
	if !seen {
		known = z.parse(v)
		if _, taken := apiclient.ParseOffset(strconv.FormatFloat(known.hours, 'f', -1, 64)); known.known && taken {
			known.mended = apiclient.FormatOffset(known.hours)
		}
		if len(z.seen) < maxZones {
			z.seen[strings.Clone(v)] = known
		}
	}
	return known
}

// mend writes an offset that the dialer knows as the rest of VICIdial expects it: -5 becomes -5.00. It returns any
// other value unchanged: a rule reports it.
func (z *zones) mend(v string) (mended, what string) {
	if read := z.read(v); read.mended != "" {
		return read.mended, read.what
	}
	return v, ""
}

// maxHours is more than any place differs from GMT. A greater number is not an offset.
const maxHours = 15

// parse reads a value that is not in seen.
func (z *zones) parse(v string) zone {
	v = windowsZone().ReplaceAllString(v, "$1")
	if hours, ok := apiclient.ParseOffset(v); ok || hours != 0 && -maxHours < hours && hours < maxHours {
		return zone{known: true, hours: hours, what: whatDecimals}
	}
	if hours, ok := clock(v); ok {
		return zone{known: true, hours: hours, what: whatClock}
	}
	if hours, ok := z.winter(v); ok {
		return zone{known: true, hours: hours, what: whatZone}
	}
	return zone{likely: abbreviations[strings.ToUpper(v)]}
}

// windowsZone matches a zone as the settings of Windows show it: (UTC-05:00) Eastern Time.
var windowsZone = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\(((?i:UTC|GMT)(?:[+-]\d{2}:\d{2})?)\) .+$`)
})

// clockForms match offsets as people write them: hours and minutes, or a fraction with a dot or a comma. The sign is
// required, because an offset without a sign may be meant either way.
var clockForms = sync.OnceValue(func() []*regexp.Regexp {
	const prefix = `^(?i:UTC|GMT)? ?([+-]) ?`
	return []*regexp.Regexp{
		regexp.MustCompile(prefix + `(\d{1,2})(?::([0-5]\d))?$`),
		regexp.MustCompile(prefix + `(\d{2})([0-5]\d)$`),
		regexp.MustCompile(prefix + `(\d{1,2}[.,]\d{1,3})()$`),
		regexp.MustCompile(`^()(\d{1,2},\d{1,3})()$`),
	}
})

// clock reads an offset in a form that the dialer does not take.
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
		return hours, err == nil && -maxHours < hours && hours < maxHours
	}
	return 0, false
}

// winter returns the standard time of a zone of the IANA database: the smaller of its offsets in January and in July,
// which is right in both hemispheres. A name without a slash is an abbreviation, which many places share.
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

// capitals writes america/new york as the database does.
func capitals(name string) string {
	text := []byte(strings.ToLower(strings.ReplaceAll(name, " ", "_")))
	for i, c := range text {
		if 'a' <= c && c <= 'z' && (i == 0 || strings.IndexByte("/_-", text[i-1]) >= 0) {
			text[i] = c - 'a' + 'A'
		}
	}
	return string(text)
}

// abbreviations maps the abbreviations in use at call centers to the zone that is mostly meant. They stay errors: CST
// is the time of Chicago, of Havana and of Shanghai.
var abbreviations = map[string]string{
	"EST": "America/New_York", "EDT": "America/New_York", "ET": "America/New_York", "EST5EDT": "America/New_York",
	"CST": "America/Chicago", "CDT": "America/Chicago", "CT": "America/Chicago", "CST6CDT": "America/Chicago",
	"MST": "America/Denver", "MDT": "America/Denver", "MT": "America/Denver", "MST7MDT": "America/Denver",
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "PT": "America/Los_Angeles",
	"PST8PDT": "America/Los_Angeles",
	"AKST":    "America/Anchorage", "HST": "Pacific/Honolulu", "AST": "America/Puerto_Rico", "NST": "America/St_Johns",
	"WET": "Europe/Lisbon", "BST": "Europe/London", "CET": "Europe/Berlin", "CEST": "Europe/Berlin",
	"MEZ": "Europe/Berlin", "EET": "Europe/Athens",
	"MSK": "Europe/Moscow", "IST": "Asia/Kolkata", "PHT": "Asia/Manila", "PHST": "Asia/Manila", "PKT": "Asia/Karachi",
	"SGT": "Asia/Singapore",
	"JST": "Asia/Tokyo", "SAST": "Africa/Johannesburg", "AEST": "Australia/Sydney", "AWST": "Australia/Perth",
	"ACST": "Australia/Adelaide",
	"NZST": "Pacific/Auckland", "BRT": "America/Sao_Paulo", "COT": "America/Bogota",
}
