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
)

// numeric are the fields that mostly hold numbers, written without a sign and a fraction.
var numeric = []apiclient.Field{apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin, apiclient.OutboundCID}

// unwrap takes away what programs put around values, or make of them, where no character of the value is lost:
// ="00123", '00123, 4001.0, &amp;, JosÃ©, line breaks in a name. It returns what it did, or "" for a value that is plain.
func unwrap(f apiclient.Field, v string) (plain, what string) {
	switch {
	case v[0] == '=':
		if inner, is := textFormula(v); is {
			return inner, `freed of ="…"`
		}
	case v[0] == '\'' && !f.Secret() && len(v) > 1 && strings.IndexByte("0123456789=+-@", v[1]) >= 0:
		return v[1:], "freed of the apostrophe in front"
	case strings.HasSuffix(v, ".0") || strings.HasSuffix(v, ".00"):
		if whole, _, _ := strings.Cut(v, "."); slices.Contains(numeric, f) && digits(whole) > 0 && len(whole) <= 15 {
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

// textFormula takes apart the formula by which exports keep a spreadsheet from taking a text for a number: ="00123".
func textFormula(v string) (text string, is bool) {
	inner, is := strings.CutSuffix(strings.TrimPrefix(v, `="`), `"`)
	if !is || len(v) < len(`=""`) || !strings.HasPrefix(v, `="`) {
		return v, false
	}
	text = strings.ReplaceAll(inner, `""`, `"`)
	if strings.Count(inner, `"`) != 2*strings.Count(inner, `""`) { // a quote that ends the text: more of a formula follows
		return v, false
	}
	return text, true
}

var entity = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d?);`)
})

// misdecoded mends UTF-8 that was read as windows-1252: JosÃ© is José. It is sure where all characters beyond ASCII make
// letters of UTF-8, which nobody writes by chance.
func misdecoded(v string) (text string, is bool) {
	if ascii(v) || !strings.ContainsAny(v, "ÃÄÅÂÐÑâ") {
		return v, false
	}
	bytes := make([]byte, 0, len(v))
	for _, r := range v {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r <= 0xff {
			b, ok = byte(r), true // one that windows-1252 does not have, and Latin-1 has
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
