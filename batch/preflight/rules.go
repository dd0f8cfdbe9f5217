package preflight

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// A rule looks at one phone, mended and filled, and reports what is wrong with it. The order of rules is the order
// in which a row's problems are listed; what only the whole list can tell comes behind them (traces.whole). Damage was
// looked for before anything was mended.
type rule func(j *judge, p *apiclient.Phone)

var rules = []rule{
	truthValue,
	required,
	kept,
	tooShortToType,
	protocol,
	serverIP,
	localGMT,
	emailApostrophe,
	emailWithoutAt,
	loginTypable,
	loginReserved,
	reservedExtension,
	extensionRange,
	extensionDash,
	contextBesideTemplate,
	reservedNumber,
	webphoneTemplate,
	webphoneProtocol,
	registrationPassword,
	agentPassword,
	pinDash,
	callerIDInternal,
	groupUnchecked,
	olderBuild,
}

// required: a field without which the dialer refuses a phone is empty (contract/API.md, check 5).
func required(j *judge, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		if !f.Required() || p.Value(f) != "" || j.damaged.has(f) {
			continue
		}
		hint := "fill the cell, or all empty ones with --default " + f.String() + "=…"
		if f.Secret() {
			hint = "put a password of its own into the cell"
		}
		j.report(f, codes.Missing, "the cell is empty", hint)
	}
}

// grave are the fields that must be stored as listed: with any of them changed, the phone does not register, or the
// agent cannot log in, or calls go out wrong.
var grave = []apiclient.Field{
	apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin, apiclient.PhonePass,
	apiclient.ServerIP, apiclient.RegistrationPassword, apiclient.OutboundCID, apiclient.Email,
}

// kept: the dialer would store something else than the list says, and call it a success (contract/API.md, "Cleaning").
func kept(j *judge, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		v := p.Value(f)
		if v == "" || f == apiclient.Protocol || f == apiclient.LocalGMT || j.damaged.has(f) { // which have rules of their own
			continue
		}
		spec := j.specs[f]
		if spec == nil {
			j.report(f, codes.FieldIgnored, fmt.Sprintf("this dialer (build %s) does not know the field and ignores it", j.dialect.Build), "")
			continue
		}
		if stored := spec.Stored(v); stored != v {
			j.changed(f, spec, v, stored)
		}
		if clean := spec.Clean(v); clean != "" && len(clean) < spec.Min {
			j.report(f, codes.TooShort, fmt.Sprintf("the dialer refuses fewer than %d characters", spec.Min), fmt.Sprintf("use at least %d characters", spec.Min))
		}
	}
}

// changed reports a value that would not be stored as it is.
func (j *judge) changed(f apiclient.Field, spec *apiclient.Spec, v, stored string) {
	if len(spec.Words) > 0 {
		j.report(f, codes.Flag, fmt.Sprintf("the dialer does not know this value and stores %s", stored), "use one of "+strings.Join(spec.Words, ", "))
		return
	}
	severity := codes.Warning
	if slices.Contains(grave, f) {
		severity = codes.Error
	}
	clean := spec.Clean(v)
	if f.Required() && strings.TrimSpace(clean) == "" {
		severity = codes.Error // which the dialer refuses as missing, or keeps as blanks
	}
	if clean != v {
		j.reportAs(severity, f, codes.Dropped, j.dropped(f, v, clean, stored), fmt.Sprintf("use only %s", spec.Keep)+j.otherScripts(f, v))
	}
	if length := utf8.RuneCountInString(clean); spec.Width > 0 && length > spec.Width {
		message := fmt.Sprintf("%d characters, of which the dialer stores %d", length, spec.Width)
		if !j.hides(f) {
			message += fmt.Sprintf(": %q", stored)
		}
		j.reportAs(severity, f, codes.Cut, message, fmt.Sprintf("use at most %d characters", spec.Width))
	}
}

// otherScripts is what to add where letters beyond ASCII are dropped of a name.
func (j *judge) otherScripts(f apiclient.Field, v string) string {
	foreign := func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }
	if f != apiclient.PhoneFullName || j.dialect.NonLatin || !strings.ContainsFunc(v, foreign) {
		return ""
	}
	return "; a dialer in non-latin mode keeps letters of every script: --non-latin"
}

func (j *judge) dropped(f apiclient.Field, v, clean, stored string) string {
	switch {
	case j.hides(f):
		n := utf8.RuneCountInString(v)
		return fmt.Sprintf("the dialer drops %d of its %d characters without a word", n-utf8.RuneCountInString(clean), n)
	case strings.TrimSpace(clean) == "":
		return "the dialer drops every character of it"
	case f == apiclient.Email && strings.Contains(v, "+"):
		return fmt.Sprintf("the dialer turns + into a space and would store %q", stored)
	}
	return fmt.Sprintf("the dialer would store %q", stored)
}

// pjsip is a protocol that the dialer's tables know and no API up to build 250720 takes (contract/API.md, check 5).
const pjsip = "PJSIP"

// protocol: only four exact words are taken (contract/API.md, check 5). Of PJSIP a dialer that is asked may know better.
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

// serverIP: the dialer compares text, so anything but the address as Admin → Servers shows it is an unknown server.
func serverIP(j *judge, p *apiclient.Phone) {
	if p.ServerIP == "" || j.damaged.has(apiclient.ServerIP) {
		return
	}
	if !address(p.ServerIP) {
		j.report(apiclient.ServerIP, codes.ServerIP, "this is no IPv4 address", "")
	}
}

func address(v string) bool {
	ip, err := netip.ParseAddr(v)
	return err == nil && ip.Is4()
}

// localGMT: one of 33 offsets, standard time, never adjusted for summer (contract/API.md, "Cleaning").
func localGMT(j *judge, p *apiclient.Phone) {
	if p.LocalGMT == "" || j.damaged.has(apiclient.LocalGMT) {
		return
	}
	if _, ok := apiclient.ParseOffset(p.LocalGMT); ok {
		return
	}
	hint := codes.Remedy(apiclient.CodeTimezone)
	z := j.zones.read(p.LocalGMT)
	switch {
	case z.read:
		hint += "; the nearest that the dialer knows is " + apiclient.FormatOffset(apiclient.NearestOffset(z.hours))
	case z.like != "" && !j.hides(apiclient.LocalGMT):
		hint += "; if " + p.LocalGMT + " is the time of " + z.like + ", write that"
	}
	message := "the dialer does not know this offset"
	if z.read && z.what == whatZone {
		message += ", " + apiclient.FormatOffset(z.hours) + " in winter"
	}
	j.report(apiclient.LocalGMT, apiclient.CodeTimezone, message, hint)
}

// emailApostrophe: it breaks the server's own SQL, and the phone is not stored (contract/API.md, "Transport").
func emailApostrophe(j *judge, p *apiclient.Phone) {
	if strings.Contains(p.Email, "'") && !j.damaged.has(apiclient.Email) {
		j.report(apiclient.Email, codes.Apostrophe, "an apostrophe makes the dialer lose the whole phone, some of them with SUCCESS", "")
	}
}

// emailWithoutAt: the dialer takes anything; what is no address most often belongs into another column.
func emailWithoutAt(j *judge, p *apiclient.Phone) {
	if p.Email != "" && !j.damaged.has(apiclient.Email) && !strings.Contains(p.Email, "@") {
		j.report(apiclient.Email, codes.Email, "this is no address: there is no @ in it", "")
	}
}

// loginTypable is R-17: the agent screen strips - and _ from what an agent types.
func loginTypable(j *judge, p *apiclient.Phone) {
	stored := j.stored(apiclient.PhoneLogin, p.PhoneLogin)
	if typed := j.dialect.AgentScreen(stored); typed != stored && !j.damaged.has(apiclient.PhoneLogin) {
		j.report(apiclient.PhoneLogin, codes.LoginUntyped, fmt.Sprintf("the agent screen drops - and _ and looks for %q: nobody could ever log in", typed), "")
	}
}

// loginReserved is the other half of R-17.
func loginReserved(j *judge, p *apiclient.Phone) {
	stored := j.stored(apiclient.PhoneLogin, p.PhoneLogin)
	if strings.EqualFold(j.dialect.AgentScreen(stored), apiclient.ReservedLogin) {
		j.report(apiclient.PhoneLogin, codes.LoginReserved, "the dialer takes this login for no phone at all", "")
	}
}
