package preflight

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"phonebatch/apiclient"
)

// A rule looks at one phone, mended and filled, and reports what is wrong with it. The order of rules is the order
// in which a row's problems are listed.
type rule func(j *judge, p *apiclient.Phone)

var rules = []rule{
	required,
	kept,
	protocol,
	serverIP,
	localGMT,
	emailApostrophe,
	loginTypable,
	loginReserved,
}

// judge applies the rules for one dialect. It is not safe for concurrent use.
type judge struct {
	dialect apiclient.Dialect
	specs   []*apiclient.Spec // by field; nil where the dialer's build ignores the field
	cols    *columns
	options *Options

	line   int
	listed *apiclient.Phone // the values as the list has them
	found  []Problem
}

func newJudge(o *Options, cols *columns) *judge {
	j := &judge{dialect: o.Dialect, cols: cols, options: o, specs: make([]*apiclient.Spec, numFields)}
	for _, f := range apiclient.Fields() {
		if spec, known := o.Dialect.Spec(apiclient.AddPhone, f.String()); known {
			j.specs[f] = &spec
		}
	}
	return j
}

// row returns the problems of one row; listed holds the values before anything was mended.
func (j *judge) row(line int, listed, p *apiclient.Phone) []Problem {
	j.line, j.listed, j.found = line, listed, nil
	for _, rule := range rules {
		rule(j, p)
	}
	return j.found
}

// report adds a problem with one value, unless its code is ignored.
func (j *judge) report(f apiclient.Field, s Severity, code apiclient.Code, message, hint string) {
	if j.options.Ignore[code] {
		return
	}
	value := j.listed.Value(f)
	if f.Secret() && value != "" {
		value = "***"
	}
	if s == Warning && j.options.Strict {
		s = Error
	}
	j.found = append(j.found, Problem{Line: j.line, Column: j.cols.name(f), Value: strings.Clone(value), Severity: s, Code: code, Message: message, Hint: hint})
}

// reportRow adds a problem with a row as a whole, unless its code is ignored.
func (j *judge) reportRow(s Severity, code apiclient.Code, message, hint string) {
	if j.options.Ignore[code] {
		return
	}
	if s == Warning && j.options.Strict {
		s = Error
	}
	j.found = append(j.found, Problem{Line: j.line, Severity: s, Code: code, Message: message, Hint: hint})
}

// required: a field without which the dialer refuses a phone is empty (contract/API.md, check 5).
func required(j *judge, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		if !f.Required() || p.Value(f) != "" {
			continue
		}
		hint := "fill the cell, or all empty ones with --default " + f.String() + "=…"
		if f.Secret() {
			hint = "put a password of its own into the cell"
		}
		j.report(f, Error, CodeMissing, "the cell is empty", hint)
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
		if v == "" || f == apiclient.Protocol || f == apiclient.LocalGMT { // which have rules of their own
			continue
		}
		spec := j.specs[f]
		if spec == nil {
			j.report(f, Warning, CodeFieldIgnored, fmt.Sprintf("this dialer (build %s) does not know the field and ignores it", j.dialect.Build), "leave the column out, or set it in the admin pages")
			continue
		}
		if stored := spec.Stored(v); stored != v {
			j.changed(f, spec, v, stored)
		}
		if clean := spec.Clean(v); clean != "" && len(clean) < spec.Min {
			j.report(f, Error, CodeTooShort, fmt.Sprintf("the dialer refuses fewer than %d characters", spec.Min), fmt.Sprintf("use at least %d characters", spec.Min))
		}
	}
}

// changed reports a value that would not be stored as it is.
func (j *judge) changed(f apiclient.Field, spec *apiclient.Spec, v, stored string) {
	if len(spec.Words) > 0 {
		j.report(f, Warning, CodeFlag, fmt.Sprintf("the dialer does not know this value and stores %s", stored), "use one of "+strings.Join(spec.Words, ", "))
		return
	}
	severity := Warning
	if slices.Contains(grave, f) {
		severity = Error
	}
	clean := spec.Clean(v)
	if f.Required() && clean == "" {
		severity = Error // which the dialer refuses as missing
	}
	if clean != v {
		j.report(f, severity, CodeDropped, dropped(f, v, clean, stored), fmt.Sprintf("use only %s", spec.Keep))
	}
	if length := utf8.RuneCountInString(clean); spec.Width > 0 && length > spec.Width {
		message := fmt.Sprintf("%d characters, of which the dialer stores %d", length, spec.Width)
		if !f.Secret() {
			message += fmt.Sprintf(": %q", stored)
		}
		j.report(f, severity, CodeCut, message, fmt.Sprintf("use at most %d characters", spec.Width))
	}
}

func dropped(f apiclient.Field, v, clean, stored string) string {
	switch {
	case f.Secret():
		n := utf8.RuneCountInString(v)
		return fmt.Sprintf("the dialer drops %d of its %d characters without a word", n-utf8.RuneCountInString(clean), n)
	case clean == "":
		return "the dialer drops every character of it"
	}
	return fmt.Sprintf("the dialer would store %q", stored)
}

// protocol: only four exact words are taken (contract/API.md, check 5); PJSIP is in the table but refused.
func protocol(j *judge, p *apiclient.Phone) {
	if p.Protocol == "" || slices.Contains(apiclient.Protocols, p.Protocol) {
		return
	}
	message := "the dialer does not know this protocol"
	if strings.EqualFold(p.Protocol, "PJSIP") {
		message = "the dialer's API refuses PJSIP, although its admin pages offer it"
	}
	j.report(apiclient.Protocol, Error, CodeProtocol, message, "use one of "+strings.Join(apiclient.Protocols, ", "))
}

// serverIP: the dialer compares text, so anything but the address as Admin → Servers shows it is an unknown server.
func serverIP(j *judge, p *apiclient.Phone) {
	if p.ServerIP == "" {
		return
	}
	if ip, err := netip.ParseAddr(p.ServerIP); err != nil || !ip.Is4() {
		j.report(apiclient.ServerIP, Error, CodeServerIP, "this is no IPv4 address", "use the server's private address as Admin → Servers shows it, such as 10.0.9.8")
	}
}

// localGMT: one of 33 offsets, standard time, never adjusted for summer (contract/API.md, "Cleaning").
func localGMT(j *judge, p *apiclient.Phone) {
	if p.LocalGMT == "" {
		return
	}
	hours, ok := apiclient.ParseOffset(p.LocalGMT)
	if ok {
		return
	}
	hint := "use the winter offset from GMT in hours, such as -5.00 for New York"
	if hours != 0 {
		hint += "; the nearest that the dialer knows is " + apiclient.FormatOffset(apiclient.NearestOffset(hours))
	}
	j.report(apiclient.LocalGMT, Error, apiclient.CodeTimezone, "the dialer does not know this offset", hint)
}

// emailApostrophe: it breaks the server's own SQL, and the phone is not stored (contract/API.md, "Transport").
func emailApostrophe(j *judge, p *apiclient.Phone) {
	if strings.Contains(p.Email, "'") {
		j.report(apiclient.Email, Error, CodeApostrophe, "an apostrophe makes the dialer lose the whole phone, some of them with SUCCESS", "leave the address out, or use one without an apostrophe")
	}
}

// loginTypable is R-17: the agent screen strips - and _ from what an agent types.
func loginTypable(j *judge, p *apiclient.Phone) {
	spec := j.specs[apiclient.PhoneLogin]
	stored := spec.Stored(p.PhoneLogin)
	if typed := j.dialect.AgentScreen(stored); typed != stored {
		j.report(apiclient.PhoneLogin, Error, CodeLoginUntyped, fmt.Sprintf("the agent screen drops - and _ and looks for %q: nobody could ever log in", typed), "use only letters and digits")
	}
}

// loginReserved is the other half of R-17.
func loginReserved(j *judge, p *apiclient.Phone) {
	stored := j.specs[apiclient.PhoneLogin].Stored(p.PhoneLogin)
	if strings.EqualFold(j.dialect.AgentScreen(stored), apiclient.ReservedLogin) {
		j.report(apiclient.PhoneLogin, Error, CodeLoginReserved, "the dialer takes this login for no phone at all", "use another login")
	}
}
