package preflight

import (
	"fmt"
	"slices"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/values"
)

// protocol: the dialer takes only four exact words (contract/API.md, check 5). If the dialer is asked later, it decides
// about PJSIP.
func protocol(j *judge, p *apiclient.Phone) {
	switch {
	case p.Protocol == "" || slices.Contains(apiclient.Protocols, p.Protocol) || j.damaged.has(apiclient.Protocol):
	case p.Protocol == pjsip && j.options.Asked:
		j.report(apiclient.Protocol, codes.PJSIP, "the API of every build known refuses PJSIP; this dialer decides", "")
	case strings.EqualFold(p.Protocol, pjsip):
		j.report(apiclient.Protocol, codes.Protocol, "the dialer's API refuses PJSIP, although its admin pages offer it", "")
	default:
		j.report(apiclient.Protocol, codes.Protocol, "the dialer does not know this protocol", "")
	}
}

// serverIP: the dialer compares text, so it knows a server only by the exact address in Admin → Servers.
func serverIP(j *judge, p *apiclient.Phone) {
	if p.ServerIP == "" || j.damaged.has(apiclient.ServerIP) {
		return
	}
	if !values.Address(p.ServerIP) {
		j.report(apiclient.ServerIP, codes.ServerIP, "this is no IPv4 address", "")
	}
}

// localGMT: the dialer takes 33 offsets, in standard time, never adjusted for summer (contract/API.md, "Cleaning").
func localGMT(j *judge, p *apiclient.Phone) {
	if p.LocalGMT == "" || j.damaged.has(apiclient.LocalGMT) {
		return
	}
	if _, ok := apiclient.ParseOffset(p.LocalGMT); ok {
		return
	}
	hint := ""
	z := j.zones.read(p.LocalGMT)
	switch {
	case z.known:
		nearest := apiclient.FormatOffset(apiclient.NearestOffset(z.hours))
		hint = codes.RemedyFor(apiclient.CodeTimezone, codes.NearestOffset, nearest)
	case z.likely != "" && !j.hides(apiclient.LocalGMT):
		hint = codes.RemedyFor(apiclient.CodeTimezone, codes.ZoneMeant, p.LocalGMT, z.likely)
	}
	message := "the dialer does not know this offset"
	if z.known && z.what == whatZone {
		message += ", " + apiclient.FormatOffset(z.hours) + " in winter"
	}
	j.report(apiclient.LocalGMT, apiclient.CodeTimezone, message, hint)
}

// emailApostrophe: an apostrophe in email breaks the SQL of the server, and the phone is not stored (contract/API.md,
// "Transport").
func emailApostrophe(j *judge, p *apiclient.Phone) {
	if strings.Contains(p.Email, "'") && !j.damaged.has(apiclient.Email) {
		j.report(apiclient.Email, codes.Apostrophe, "an apostrophe makes the dialer lose the whole phone, some of them with SUCCESS", "")
	}
}

// emailWithoutAt: the dialer takes any text, but a text without @ mostly belongs into another column.
func emailWithoutAt(j *judge, p *apiclient.Phone) {
	if p.Email != "" && !j.damaged.has(apiclient.Email) && !strings.Contains(p.Email, "@") {
		j.report(apiclient.Email, codes.Email, "this is no address: there is no @ in it", "")
	}
}

// loginTypable is the first half of domain rule R-17: the agent screen removes - and _ from the login that an agent
// types.
func loginTypable(j *judge, p *apiclient.Phone) {
	stored := j.stored(apiclient.PhoneLogin, p.PhoneLogin)
	if typed := j.dialect.AgentScreen(stored); typed != stored && !j.damaged.has(apiclient.PhoneLogin) {
		j.report(apiclient.PhoneLogin, codes.LoginUntyped, fmt.Sprintf("the agent screen drops - and _ and looks for %q: nobody could ever log in", typed), "")
	}
}

// loginReserved is the second half of domain rule R-17: one login means no phone.
func loginReserved(j *judge, p *apiclient.Phone) {
	stored := j.stored(apiclient.PhoneLogin, p.PhoneLogin)
	if strings.EqualFold(j.dialect.AgentScreen(stored), apiclient.ReservedLogin) {
		j.report(apiclient.PhoneLogin, codes.LoginReserved, "for the dialer this login means no phone at all", "")
	}
}
