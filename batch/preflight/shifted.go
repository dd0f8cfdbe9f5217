package preflight

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"phonebatch/apiclient"
)

// typed are the fields whose values look like nothing else.
var typed = [...]apiclient.Field{apiclient.ServerIP, apiclient.Protocol, apiclient.LocalGMT, apiclient.OutboundCID, apiclient.DialplanNumber, apiclient.VoicemailID}

// protocolWords are what people write for a protocol, in capitals; a dialer takes but some of them.
var protocolWords = []string{"SIP", "IAX", "IAX2", "ZAP", "DAHDI", "EXTERNAL", "PJSIP", "WEBRTC", "LOCAL", "SCCP", "H323", "UDP", "TCP", "TLS", "WS", "WSS"}

// isProtocolWord says whether a value is one of words for protocols, in any case.
func isProtocolWord(v string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return len(word) == len(v) && strings.EqualFold(word, v) })
}

// looksLike says whether a value may be one of its field, mistyped perhaps. Values of other fields may be anything.
func looksLike(z *zones, f apiclient.Field, v string) bool {
	switch f {
	case apiclient.ServerIP:
		return strings.Count(v, ".") >= 2 || hostName().MatchString(v) || strings.Trim(v, "0123456789.,: ") == ""
	case apiclient.Protocol:
		return isProtocolWord(strings.TrimLeft(v, "-/ "), protocolWords) || len(v) <= 4 && !strings.ContainsAny(v, "0123456789")
	case apiclient.LocalGMT:
		read := z.read(v)
		return !hasLetters(v) || read.read || read.like != "" || strings.Contains(v, "/") && !strings.ContainsAny(v, "0123456789") || len(v) <= 6 && strings.ContainsAny(v, "+-") ||
			len(v) <= 5
	case apiclient.OutboundCID:
		return !hasLetters(v) || namedNumber().MatchString(v) || strings.EqualFold(strings.Trim(v, "-"), "all") || len(v) < 6
	case apiclient.DialplanNumber, apiclient.VoicemailID:
		return !hasLetters(v) || len(v) < 6
	case apiclient.IsWebphone, apiclient.WebphoneAutoAnswer, apiclient.UseExternalServerIP, apiclient.OnHookAgent:
		return len(v) <= 5 || strings.HasPrefix(strings.ToUpper(v), "Y_")
	}
	return true
}

// hostName matches a name of a host with a domain.
var hostName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$`)
})

func hasLetters(v string) bool { return strings.ContainsFunc(v, unicode.IsLetter) }

// damagedLook says whether a spreadsheet has damaged a value: it is no secret then.
func damagedLook(f apiclient.Field, v string) bool {
	if !suspicious(v) {
		return false
	}
	return slices.ContainsFunc(damages, func(d damageKind) bool { return d.is(f, v) })
}

// hides says whether a value may be a password that stands in the wrong column: it is never shown, nor what is made of it.
func hides(z *zones, p *apiclient.Phone, f apiclient.Field, v string) bool {
	switch {
	case f.Secret():
		return true
	case v == "" || saysNothing(f, v):
		return false
	case !looksLike(z, f, v) && !damagedLook(f, v) && v != p.Extension && v != p.PhoneLogin && !truths.has(v):
		return true
	}
	switch f {
	case apiclient.PhoneContext, apiclient.TemplateID, apiclient.AdminUserGroup, apiclient.Email:
		return v == string(p.PhonePass) || v == string(p.RegistrationPassword)
	}
	return false
}

// ShownServer is the row's server_ip as it may be shown: a value that looks like none may be a password.
func (r *Row) ShownServer() string {
	if v := r.Phone.ServerIP; !hides(nil, &r.Phone, apiclient.ServerIP, v) {
		return v
	}
	return "***"
}

// moved finds a row whose cells stand one or more columns beside their own: an unquoted delimiter, or a cell lost. It
// gives the first field whose value does not look like its own, two of which at least there are where an address, a
// protocol or an offset stands in another field's place, else four. An address for mail alone is enough where names are that
// administrators give.
func moved(z *zones, p *apiclient.Phone) (first apiclient.Field, is bool) {
	for _, f := range [...]apiclient.Field{apiclient.PhoneContext, apiclient.AdminUserGroup, apiclient.TemplateID} {
		if mailAddress(p.Value(f)) {
			return f, true
		}
	}
	odd := 0
	for _, f := range typed {
		v := strings.TrimSpace(p.Value(f))
		if v == "" || looksLikeStrictly(z, f, v) || saysNothing(f, v) || damagedLook(f, v) {
			continue
		}
		if odd++; odd == 1 {
			first = f
		}
	}
	return first, odd >= 4 || odd >= 2 && misplaced(p)
}

// mailAddress says whether a value is one for mail.
func mailAddress(v string) bool {
	at := strings.IndexByte(v, '@')
	return at > 0 && strings.Contains(v[at:], ".")
}

// misplaced says whether an address, a protocol or an offset stands in a field that has none.
func misplaced(p *apiclient.Phone) bool {
	for i, f := range typed {
		for j, other := range typed[:3] {
			if i != j && looksLikeSurely(other, strings.TrimSpace(p.Value(f))) {
				return true
			}
		}
	}
	for _, f := range [...]apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword, apiclient.PhoneFullName, apiclient.PhoneLogin} {
		v := strings.TrimSpace(p.Value(f))
		if looksLikeSurely(apiclient.ServerIP, v) || looksLikeSurely(apiclient.Protocol, v) {
			return true
		}
	}
	return false
}

// looksLikeStrictly says whether a value is one of its field, spelt in any way that can be mended.
func looksLikeStrictly(z *zones, f apiclient.Field, v string) bool {
	switch f {
	case apiclient.ServerIP:
		return address(plainAddress(v))
	case apiclient.Protocol:
		return isProtocolWord(v, protocolWords)
	case apiclient.LocalGMT:
		return z.read(v).read || z.read(v).like != ""
	case apiclient.OutboundCID:
		return digits(callerID(v)) != 0 || v == "---ALL---" || !hasLetters(v) && digits(v) == 0 && !strings.HasPrefix(v, "-")
	case apiclient.DialplanNumber:
		return strings.Trim(v, "0123456789*#") == "" || !hasLetters(v)
	case apiclient.VoicemailID:
		return digits(v) != 0 || len(v) <= 10
	}
	return true
}

// looksLikeSurely says whether a value can be nothing but one of the field: an address of a server, a protocol, an offset.
func looksLikeSurely(f apiclient.Field, v string) bool {
	switch f {
	case apiclient.ServerIP:
		return len(v) >= len("1.2.3.4") && v[0] <= '9' && strings.Count(v, ".") == 3 && address(plainAddress(v))
	case apiclient.Protocol:
		return isProtocolWord(v, protocolWords[:7])
	case apiclient.LocalGMT:
		return len(v) >= len("-5.00") && (v[0] == '-' || v[0] == '+') && strings.Trim(v[1:], "0123456789.:") == "" && strings.ContainsAny(v, ".:")
	}
	return false
}
