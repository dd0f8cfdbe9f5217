package pages

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode returns a value of a page as UTF-8. A value that is not UTF-8 is windows-1252, which contains latin-1. The
// second result is false for a value that is neither: a value with characters of UTF-8 next to other bytes, and a value
// with a byte that windows-1252 does not define.
func decode(value string) (string, bool) {
	if utf8.ValidString(value) {
		return value, true
	}
	for _, r := range value {
		if r >= utf8.RuneSelf && r != utf8.RuneError {
			return "", false
		}
	}
	text, err := charmap.Windows1252.NewDecoder().String(value)
	return text, err == nil && !strings.ContainsRune(text, utf8.RuneError)
}
