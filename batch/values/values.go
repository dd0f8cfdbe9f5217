package values

import (
	"math"
	"net/netip"
	"strings"
	"unicode/utf8"
)

// Digits returns how many digits v has if v consists of at most 255 digits and nothing else, and 0 otherwise.
func Digits(v string) uint8 {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return 0
		}
	}
	if len(v) > math.MaxUint8 {
		return 0
	}
	return uint8(len(v))
}

// Address reports whether v is an IPv4 address.
func Address(v string) bool {
	ip, err := netip.ParseAddr(v)
	return err == nil && ip.Is4()
}

// PlainAddress returns an IPv4 address without leading zeros, as Admin → Servers shows addresses. It returns any other
// value unchanged.
func PlainAddress(v string) string {
	if !leadingZero(v) {
		return v
	}
	parts := strings.Split(v, ".")
	for i, part := range parts {
		if len(part) == 0 || len(part) > 3 || Digits(part) == 0 || len(parts) != 4 {
			return v
		}
		if part = strings.TrimLeft(part, "0"); part == "" {
			part = "0"
		}
		parts[i] = part
	}
	return strings.Join(parts, ".")
}

// leadingZero reports whether a number in v begins with a zero that another digit follows.
func leadingZero(v string) bool {
	inNumber := false
	for i := range len(v) {
		if v[i] == '0' && !inNumber && i+1 < len(v) && '0' <= v[i+1] && v[i+1] <= '9' {
			return true
		}
		inNumber = '0' <= v[i] && v[i] <= '9'
	}
	return false
}

// Flags maps the words that people and spreadsheets write for yes (Y) and no (N), in small letters.
var Flags = map[string]string{
	"yes": "Y", "true": "Y", "t": "Y", "1": "Y", "x": "Y", "on": "Y", "✓": "Y", "✔": "Y", "☑": "Y", "✅": "Y", "✔️": "Y",
	"no": "N", "false": "N", "f": "N", "0": "N", "off": "N", "-": "N", "✗": "N", "✘": "N", "☐": "N", "❌": "N",
	"ja": "Y", "wahr": "Y", "oui": "Y", "vrai": "Y", "si": "Y", "sí": "Y", "sì": "Y", "verdadero": "Y", "vero": "Y",
	"nein": "N", "falsch": "N", "non": "N", "faux": "N", "falso": "N",
}

// MailAddress reports whether v looks like an e-mail address: text before an @, and a dot after the @.
func MailAddress(v string) bool {
	at := strings.IndexByte(v, '@')
	return at > 0 && strings.Contains(v[at:], ".")
}

// ASCII reports whether v holds ASCII characters only.
func ASCII(v string) bool {
	for i := range len(v) {
		if v[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// LooksLikeServer reports whether v can only be the address of a server.
func LooksLikeServer(v string) bool {
	return len(v) >= len("1.2.3.4") && v[0] <= '9' && strings.Count(v, ".") == 3 && Address(PlainAddress(v))
}
