package preflight

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"phonebatch/apiclient"
	"phonebatch/batch/files"
	"phonebatch/batch/values"
)

// numericFields are the fields that mostly hold numbers, written without a sign and a fraction.
var numericFields = []apiclient.Field{apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin, apiclient.OutboundCID}

// unwrap removes one layer of what programs put around values, or undoes one change that programs make to values, if no
// character of the value is lost: ="00123", '00123, 4001.0, &amp;, JosÃ©, line breaks in a name. It returns the words
// for what it did, or "" if there is nothing to do. The value must not be empty.
func unwrap(f apiclient.Field, v string) (plain, what string) {
	switch {
	case v[0] == '=':
		if inner, is := textFormula(v); is {
			return inner, `freed of ="…"`
		}
	case defused(v):
		return files.Armed(v), freedOfApostrophe
	case v[0] == '\'' && !f.Secret() && len(v) > 1 && strings.IndexByte("0123456789=+-@", v[1]) >= 0:
		return v[1:], freedOfApostrophe
	case strings.HasSuffix(v, ".0") || strings.HasSuffix(v, ".00"):
		if whole, _, _ := strings.Cut(v, "."); slices.Contains(numericFields, f) && values.Digits(whole) > 0 && len(whole) <= 15 {
			return whole, "freed of .0"
		}
	}
	if f != apiclient.PhoneFullName && f != apiclient.Email {
		return v, ""
	}
	if strings.IndexByte(v, '&') >= 0 && entity().MatchString(v) {
		if text := entity().ReplaceAllStringFunc(v, html.UnescapeString); text != v {
			return text, "freed of the entities of web pages"
		}
	}
	if f == apiclient.PhoneFullName && strings.ContainsAny(v, "\r\n\t\v\f\u0085\u2028\u2029") {
		return strings.Join(strings.Fields(strings.NewReplacer("\u2028", " ", "\u2029", " ").Replace(v)), " "), "given spaces for line breaks"
	}
	if text, is := misdecoded(v); is {
		return text, "decoded as the UTF-8 that it is"
	}
	return v, ""
}

const freedOfApostrophe = "freed of the apostrophe in front"

// defused reports whether a value looks as if files.Defuse had made it: the value has an apostrophe in front of what a
// spreadsheet would run as a formula.
func defused(v string) bool { return strings.IndexByte(v, '\'') >= 0 && files.Armed(v) != v }

// textFormula returns the text inside a formula such as ="00123". Exports write such formulas so that a spreadsheet
// does not take the text for a number.
func textFormula(v string) (text string, is bool) {
	if len(v) < len(`=""`) || !strings.HasPrefix(v, `="`) || !strings.HasSuffix(v, `"`) {
		return v, false
	}
	inner := v[len(`="`) : len(v)-1]
	// A single quote ends the text, and more of a formula follows.
	if strings.Count(inner, `"`) != 2*strings.Count(inner, `""`) {
		return v, false
	}
	return strings.ReplaceAll(inner, `""`, `"`), true
}

var entity = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);`)
})

// misdecoded mends UTF-8 that was read as windows-1252: JosÃ© is José. It is certain, because all characters beyond
// ASCII together form valid UTF-8, which does not happen by chance.
func misdecoded(v string) (text string, is bool) {
	if values.ASCII(v) || !strings.ContainsAny(v, "ÃÄÅÂÐÑâ") {
		return v, false
	}
	bytes := make([]byte, 0, len(v))
	for _, r := range v {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r <= 0xff {
			b, ok = byte(r), true // Latin-1 has the character, windows-1252 does not
		}
		if !ok {
			return v, false
		}
		bytes = append(bytes, b)
	}
	if !utf8.Valid(bytes) {
		return v, false
	}
	return string(bytes), true
}
