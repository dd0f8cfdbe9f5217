package preflight

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/values"
)

// tooShortToType: the agent screen treats a login or a password of one character as missing (contract/API.md,
// "add_phone").
func tooShortToType(j *judge, p *apiclient.Phone) {
	for _, f := range [...]apiclient.Field{apiclient.PhoneLogin, apiclient.PhonePass} {
		if stored := j.stored(f, p.Value(f)); len([]rune(stored)) == 1 && !j.damaged.has(f) {
			j.report(f, codes.TooShort, "the agent screen treats one character as empty: nobody could ever log in", "")
		}
	}
}

// sections are the extensions that become sections of Asterisk's configuration instead of phones, by protocol, in small
// letters (contract/API.md, "add_phone").
var sections = map[string][]string{
	"SIP":  {"general", "authentication"},
	"IAX2": {"general", "authentication", "astloop", "astblind", "astplay"},
}

// reservedExtension: Asterisk takes the extension for a section of its own.
func reservedExtension(j *judge, p *apiclient.Phone) {
	if stored := j.stored(apiclient.Extension, p.Extension); slices.Contains(sections[p.Protocol], strings.ToLower(stored)) {
		j.report(apiclient.Extension, codes.ReservedExtension, "in the configuration of "+p.Protocol+" this is a section of its own, and no phone", "")
	}
}

// pinDash: phone_pass is also the voicemail PIN, and the owner of a mailbox cannot change a PIN that begins with a
// dash.
func pinDash(j *judge, p *apiclient.Phone) {
	if strings.HasPrefix(string(p.PhonePass), "-") && !j.damaged.has(apiclient.PhonePass) {
		j.once(apiclient.PhonePass, codes.PinDash, func(rows int) string {
			return inRows(rows) + "phone_pass is also the PIN of the mailbox, which its owner cannot change where it begins with a dash"
		})
	}
}

var rangePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(\d{2,})-(\d{2,})$`) })

// isRange reports whether an extension reads like several, such as 2001-2005. 25-1 is a line of a Zap channel bank.
func isRange(v string) bool {
	found := rangePattern().FindStringSubmatch(v)
	return found != nil && len(found[1]) == len(found[2]) && found[1] < found[2]
}

// extensionRange: one row is one phone, never a range of phones.
func extensionRange(j *judge, p *apiclient.Phone) {
	if strings.IndexByte(p.Extension, '-') > 0 && isRange(p.Extension) && !j.damaged.has(apiclient.Extension) {
		j.report(apiclient.Extension, codes.Range, "this reads like several extensions, and would be one phone", "")
	}
}

// fewestDigits is the smallest number of digits of a telephone number that can be called back.
const fewestDigits = 6

// callerIDInternal: carriers refuse a caller ID that is not a public number, or show it unchanged.
func callerIDInternal(j *judge, p *apiclient.Phone) {
	n := values.Digits(p.OutboundCID)
	switch {
	case n == 0 || j.damaged.has(apiclient.OutboundCID):
	case p.OutboundCID == p.Extension:
		j.once(apiclient.OutboundCID, codes.CallerID, func(rows int) string {
			return inRows(rows) + "the caller ID is the row's own extension, which nobody outside can call"
		})
	case n < fewestDigits:
		j.once(apiclient.OutboundCID, codes.CallerID, func(rows int) string {
			return inRows(rows) + "the caller ID has fewer than six digits: it is no number that can be called back"
		})
	}
}
