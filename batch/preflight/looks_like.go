package preflight

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// typedFields are the fields whose values can be told from values of other fields.
var typedFields = [...]apiclient.Field{apiclient.ServerIP, apiclient.Protocol, apiclient.LocalGMT, apiclient.OutboundCID, apiclient.DialplanNumber, apiclient.VoicemailID}

// looksLike reports whether a value may belong to the field, typing errors included. For a field without a form of its
// own, it returns true.
func looksLike(z *zones, f apiclient.Field, v string) bool {
	switch f {
	case apiclient.ServerIP:
		return strings.Count(v, ".") >= 2 || hostName().MatchString(v) || strings.Trim(v, "0123456789.,: ") == ""
	case apiclient.Protocol:
		return isProtocolWord(strings.TrimLeft(v, "-/ "), protocolWords) || len(v) <= 4 && !strings.ContainsAny(v, "0123456789")
	case apiclient.LocalGMT:
		read := z.read(v)
		return !hasLetters(v) || read.known || read.likely != "" || strings.Contains(v, "/") && !strings.ContainsAny(v, "0123456789") || len(v) <= 6 && strings.ContainsAny(v, "+-") ||
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

// hostName matches the name of a host with a domain.
var hostName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$`)
})

func hasLetters(v string) bool { return strings.ContainsFunc(v, unicode.IsLetter) }

// looksLikeStrictly reports whether a value belongs to the field, in any spelling that can be mended.
func looksLikeStrictly(z *zones, f apiclient.Field, v string) bool {
	switch f {
	case apiclient.ServerIP:
		return values.Address(values.PlainAddress(v))
	case apiclient.Protocol:
		return isProtocolWord(v, protocolWords)
	case apiclient.LocalGMT:
		return z.read(v).known || z.read(v).likely != ""
	case apiclient.OutboundCID:
		return values.Digits(callerID(v)) != 0 || v == "---ALL---" || !hasLetters(v) && values.Digits(v) == 0 && !strings.HasPrefix(v, "-")
	case apiclient.DialplanNumber:
		return strings.Trim(v, "0123456789*#") == "" || !hasLetters(v)
	case apiclient.VoicemailID:
		return values.Digits(v) != 0 || len(v) <= 10
	}
	return true
}

// looksLikeSurely reports whether a value can only be a value of the field: the address of a server, a protocol, an
// offset.
func looksLikeSurely(f apiclient.Field, v string) bool {
	switch f {
	case apiclient.ServerIP:
		return values.LooksLikeServer(v)
	case apiclient.Protocol:
		return isProtocolWord(v, protocolWords[:7])
	case apiclient.LocalGMT:
		return len(v) >= len("-5.00") && (v[0] == '-' || v[0] == '+') && strings.Trim(v[1:], "0123456789.:") == "" && strings.ContainsAny(v, ".:")
	}
	return false
}
