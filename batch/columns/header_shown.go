package columns

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// ShownName returns the name of a column as messages may show it. A header may hold values instead of names, and a
// value may be a password: a text that may be a password is hidden. Known names are never hidden.
func ShownName(name string) string {
	if name == "" || readName(name).how > unknown || familiar[plainName(name)] || !maybeSecret(name) {
		return name
	}
	return "***"
}

// maybeSecret reports whether a text in a header may be a value instead of a name. Names are words, with at most a
// number at the end.
func maybeSecret(name string) bool {
	if looksLikeValue(name) {
		return true
	}
	letters, digits, changes := 0, 0, 0
	last := 0
	for _, r := range name {
		kind := last
		switch {
		case unicode.IsLetter(r):
			letters, kind = letters+1, 1
		case unicode.IsDigit(r):
			digits, kind = digits+1, 2
		case unicode.IsSpace(r) || r == '_' || r == '-':
			kind = 0
		}
		if kind != last && last != 0 && kind != 0 {
			changes++
		}
		last = kind
	}
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if len(word) >= 6 && !wordCase().MatchString(word) {
			return true
		}
	}
	odd := strings.ContainsAny(name, "\v\f\x1c\x1d\x1e\u0085\u2028\u2029")
	return odd || letters > 0 && digits > 0 && (changes >= 2 || digits >= 3)
}

// wordCase matches words in the spellings of column names: registration, Registration, RegistrationPassword,
// SIPPassword, userID, REGISTRATION.
var wordCase = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\P{Lu}*(?:\p{Lu}\P{Lu}{2,}|\p{Lu}\P{Lu}$)*\p{Lu}*$|^\p{Lu}{2,5}(?:\p{Lu}\P{Lu}{2,})*$|^\P{Lu}+(?:\p{Lu}{2,4}\P{Lu}{2,})$`)
})
