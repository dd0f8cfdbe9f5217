package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"phonebatch/apiclient"
)

// The checks of this file read the answer to the API function version, which needs no login.

// build asks for the version. The checks clock and zone read the same answer.
func (e *examination) build() finding {
	began := time.Now()
	e.version = e.call(e.client.Version)
	e.asked = began.Add(time.Since(began) / 2)
	if e.version.Build == 0 {
		return warned(unknownBuild(e.version, apiclient.Names(apiclient.UnknownTo(apiclient.FirstBuild))), "the admin screens show VERSION and BUILD; check on one phone whether the dialer stores these columns")
	}
	if lost := apiclient.Names(apiclient.UnknownTo(e.version.Build)); len(lost) > 0 {
		return warned(fmt.Sprintf("build %s, which ignores %s and reports no error", e.version.Build, strings.Join(lost, ", ")),
			"set these columns in Admin → Phones by hand, or upgrade the dialer to a build of June 2020 or later")
	}
	return passed("build %s", e.version.Build)
}

// unknownBuild describes a dialer that does not tell its build. columns are the columns that some builds ignore.
func unknownBuild(version apiclient.Reply, columns []string) string {
	text := "the dialer does not tell its build (" + version.Message() + ")"
	if version.Fork != "" {
		text = "the dialer says that its build is " + version.Fork + ", which is not a build of VICIdial but of a fork"
	}
	text += "; phonebatch treats it as a current build"
	if len(columns) > 0 {
		text += ", but forks, and builds from before June 2020, ignore " + strings.Join(columns, ", ") + " and report no error"
	}
	return text
}

// maxApart is the greatest difference between two correct clocks, the time of the request included.
const maxApart = time.Minute

func (e *examination) clock() finding {
	if e.version.Code != apiclient.CodeVersion || e.version.Clock.IsZero() {
		return skipped("the dialer does not tell its time")
	}
	difference := e.version.Clock.Sub(e.asked).Round(time.Second)
	if difference.Abs() <= maxApart {
		return passed("the dialer's clock and this machine's clock differ by at most %s", max(difference.Abs(), time.Second))
	}
	way := "ahead of"
	if difference < 0 {
		way = "behind"
	}
	f := warned(fmt.Sprintf("the dialer's clock is %s %s this machine's clock", difference.Abs(), way), "compare `date -u` on both machines, and let NTP set the wrong clock; the dialer's calls and reports depend on its clock")
	if rounded := difference.Round(30 * time.Minute); rounded != 0 && (difference-rounded).Abs() <= maxApart {
		f.Remedies = append(f.Remedies, "a difference of whole or half hours usually means that one machine has the wrong time zone: `date` shows time and zone")
	}
	return f
}

// zone compares the time zone in the settings of the servers with the zone that the web server's clock shows. Another
// zone of this machine is no fault; zone only mentions it.
func (e *examination) zone() finding {
	v := e.version
	if v.Code != apiclient.CodeVersion {
		return skipped("the dialer does not tell its zone")
	}
	if v.Zone == "" {
		return warned("the dialer does not tell the offset of its servers from GMT", "check in Admin → Servers that a server is active and has an offset; old builds do not tell the offset")
	}
	if hours, known := apiclient.ParseOffset(v.Zone); !known {
		return warned(fmt.Sprintf("the servers are set to GMT %s, which no phone can have", v.Zone),
			fmt.Sprintf("local_gmt must be an offset that add_phone takes, such as %s; Admin → Servers has the servers' own", apiclient.FormatOffset(apiclient.NearestOffset(hours))))
	}
	if v.ZoneNow == "" {
		return passed("GMT %s; local_gmt in a list is this, the winter offset", v.Zone)
	}
	current := hoursOf(v.ZoneNow)
	if shown, told := e.shown(); told && (shown-current).Abs() > maxApart {
		return warned(fmt.Sprintf("the servers are set to GMT %s, which is %s now, but the web server's clock shows GMT %s", v.Zone, inHours(current), inHours(shown)),
			"set the servers to the winter offset of where they are (Admin → Servers)",
			"set the machine of the web server, and its PHP (date.timezone in php.ini), to the same zone")
	}
	note := ""
	if _, seconds := e.asked.Zone(); time.Duration(seconds)*time.Second != current {
		note = "; this machine is at " + inHours(time.Duration(seconds)*time.Second)
	}
	return passed("GMT %s, now %s%s; local_gmt in a list is the winter offset", v.Zone, inHours(current), note)
}

// shown returns the offset from GMT that the web server's clock shows. told is false unless the dialer tells both its
// local time and its time in GMT.
func (e *examination) shown() (offset time.Duration, told bool) {
	v := e.version
	return v.WallClock.Sub(v.Clock).Round(time.Minute), !v.Clock.IsZero() && !v.WallClock.IsZero()
}

// hoursOf reads the offset in a reply, in hours, such as -5.00.
func hoursOf(offset string) time.Duration {
	hours, _ := strconv.ParseFloat(offset, 64) // a Reply holds only offsets that can be read
	return time.Duration(hours * float64(time.Hour)).Round(time.Minute)
}

// inHours writes an offset in hours, such as -5.00.
func inHours(offset time.Duration) string { return apiclient.FormatOffset(offset.Hours()) }
