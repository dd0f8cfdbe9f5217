package assign

import (
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a text that tells people apart: without accents, in lower case, with single spaces between
// words.
func Fold(text string) string {
	for i := range len(text) {
		if text[i] >= 0x80 {
			if bare, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text); err == nil {
				text = bare
			}
			break
		}
	}
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// foldNumber is Fold for a person's number. It removes what a spreadsheet or a script may add or remove: 00123 and
// 123.0 are 123.
func foldNumber(text string) string {
	text = Fold(text)
	whole, decimals, _ := strings.Cut(text, ".")
	if strings.Trim(whole, "0123456789") != "" || strings.Trim(decimals, "0") != "" {
		return text
	}
	if bare := strings.TrimLeft(whole, "0"); bare != "" {
		return bare
	}
	return text
}
