package preflight

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"phonebatch/apiclient"
	"phonebatch/batch/values"
)

// whatASCII and whatComposed are the words for the mends of names.
const (
	whatASCII    = "written in ASCII"
	whatComposed = "written with composed letters"
)

// mendName brings phone_full_name to the letters that the dialer keeps: A to Z and a to z or, in non-latin mode, any
// letter. In that mode the dialer drops combining marks, so letters are composed with their marks.
func mendName(d apiclient.Dialect, v string) (mended, what string) {
	if values.ASCII(v) {
		return v, ""
	}
	if !d.NonLatin {
		return toASCII(v), whatASCII
	}
	return norm.NFC.String(v), whatComposed
}

// toASCII writes Latin letters in ASCII. Letters of other scripts, and other characters, are left unchanged: without
// its mark, は゛ or й would be another letter.
func toASCII(v string) string {
	var b strings.Builder
	var decomposed [utf8.UTFMax * 8]byte
	latin := false // the preceding letter is Latin
	for _, r := range norm.NFC.String(v) {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
			latin = unicode.IsLetter(r)
			continue
		}
		if latin && unicode.Is(unicode.Mn, r) {
			continue // a mark without a composed letter
		}
		parts := norm.NFD.AppendString(decomposed[:0], string(r))
		letter, size := utf8.DecodeRune(parts)
		plain := plainLetters[letter]
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

// onlyMarks reports whether a text consists of combining marks.
func onlyMarks(text []byte) bool {
	for _, r := range string(text) {
		if !unicode.Is(unicode.Mn, r) {
			return false
		}
	}
	return true
}

// plainLetters maps the Latin letters that Unicode does not decompose into an ASCII letter and marks.
var plainLetters = map[rune]string{
	'ł': "l", 'Ł': "L", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th",
	'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ı': "i", 'ȷ': "j", 'ŧ': "t", 'Ŧ': "T", 'ħ': "h", 'Ħ': "H",
	'ŋ': "ng", 'Ŋ': "NG", 'ĸ': "k", 'ſ': "s", 'ŀ': "l", 'Ŀ': "L", 'ĳ': "ij", 'Ĳ': "IJ", 'ŉ': "n", 'ǆ': "dz", 'ǅ': "Dz", 'Ǆ': "DZ",
	'ǉ': "lj", 'ǈ': "Lj", 'Ǉ': "LJ", 'ǌ': "nj", 'ǋ': "Nj", 'Ǌ': "NJ", 'ə': "e", 'Ə': "E", 'ɓ': "b", 'Ɓ': "B", 'ɗ': "d", 'Ɗ': "D",
	'ƙ': "k", 'Ƙ': "K", 'ƴ': "y", 'Ƴ': "Y", 'ɛ': "e", 'Ɛ': "E", 'ɔ': "o", 'Ɔ': "O", 'ƒ': "f", 'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl",
}
