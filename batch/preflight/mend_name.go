package preflight

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// whatASCII and whatComposed are what is done to names.
const (
	whatASCII    = "written in ASCII"
	whatComposed = "written with composed letters"
)

// name brings phone_full_name to what the dialer keeps of letters: A to Z and a to z, or any in non-latin mode, where a
// combining mark that stands alone is none and would be dropped.
func (m *mender) name(v string) (mended, what string) {
	if ascii(v) {
		return v, ""
	}
	if !m.dialect.NonLatin {
		return toASCII(v), whatASCII
	}
	return norm.NFC.String(v), whatComposed
}

// toASCII writes the letters of Latin scripts in ASCII. Those of other scripts, and what is no letter, stay as they
// are: leaving the marks of は゛ or й away would make other letters of them.
func toASCII(v string) string {
	var b strings.Builder
	var decomposed [utf8.UTFMax * 8]byte
	latin := false // the letter before was one
	for _, r := range norm.NFC.String(v) {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			latin = unicode.IsLetter(r)
			continue
		}
		if latin && unicode.Is(unicode.Mn, r) {
			continue // a mark that no letter is made with
		}
		parts := norm.NFD.AppendString(decomposed[:0], string(r))
		letter, size := utf8.DecodeRune(parts)
		plain := special[letter]
		if letter < utf8.RuneSelf && unicode.IsLetter(letter) {
			plain = string(letter)
		}
		if latin = plain != "" && onlyMarks(parts[size:]); latin {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func onlyMarks(text []byte) bool {
	for _, r := range string(text) {
		if !unicode.Is(unicode.Mn, r) {
			return false
		}
	}
	return true
}

// special are the Latin letters that are not made of an ASCII one and marks.
var special = map[rune]string{
	'ł': "l", 'Ł': "L", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th",
	'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ı': "i", 'ȷ': "j", 'ŧ': "t", 'Ŧ': "T", 'ħ': "h", 'Ħ': "H",
	'ŋ': "ng", 'Ŋ': "NG", 'ĸ': "k", 'ſ': "s", 'ŀ': "l", 'Ŀ': "L", 'ĳ': "ij", 'Ĳ': "IJ", 'ŉ': "n", 'ǆ': "dz", 'ǅ': "Dz", 'Ǆ': "DZ",
	'ǉ': "lj", 'ǈ': "Lj", 'Ǉ': "LJ", 'ǌ': "nj", 'ǋ': "Nj", 'Ǌ': "NJ", 'ə': "e", 'Ə': "E", 'ɓ': "b", 'Ɓ': "B", 'ɗ': "d", 'Ɗ': "D",
	'ƙ': "k", 'Ƙ': "K", 'ƴ': "y", 'Ƴ': "Y", 'ɛ': "e", 'Ɛ': "E", 'ɔ': "o", 'Ɔ': "O", 'ƒ': "f", 'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl",
}
