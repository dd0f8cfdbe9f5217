package apiclient

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Charset is the set of characters that the dialer keeps in a field. The dialer drops all other characters and
// reports success.
type Charset struct {
	ascii  [128]bool
	letter bool   // in non-latin mode the letters of every script belong to the set
	text   string // the set in words: "letters, digits, _ and -"
}

// The sets that the dialer keeps in the fields of the API (contract/API.md, "Cleaning").
var (
	word     = charset("letters, digits, _ and -", "A0_-")
	alnum    = charset("letters and digits", "A0")
	digits   = charset("digits", "0")
	letters  = charset("letters", "A").latin()
	dialable = charset("letters, digits, * and #", "A0*#")
	address  = charset("letters, digits, . : _ and -", "A0.:_-").latin()
	name     = charset("letters, digits, spaces, + . _ and -", "A0 +._-")
	callerID = charset("digits (or exactly ---ALL---)", "A0_-")
	offset   = charset("digits, . and -", "0.-")
	mail     = charset("letters, digits, . : / @ % _ and -", "A0 '+.:/@%_-")
	agent    = charset("letters, digits, spaces and + . : / @ _ -", "A0 +.:/@_-")
	logins   = charset("letters, digits, commas, _ and -", "A0,_-")
	upper    = upperCase()
)

// charset makes a Charset from its description and its ASCII characters. "A" stands for all ASCII letters, "0" for all
// digits.
func charset(text, chars string) *Charset {
	c := &Charset{text: text}
	for _, b := range []byte(chars) {
		switch {
		case b == 'A':
			c.letter = true
			for l := byte('a'); l <= 'z'; l++ {
				c.ascii[l], c.ascii[l-'a'+'A'] = true, true
			}
		case b == '0':
			for d := byte('0'); d <= '9'; d++ {
				c.ascii[d] = true
			}
		default:
			c.ascii[b] = true
		}
	}
	return c
}

func upperCase() *Charset {
	c := &Charset{text: "capital letters"}
	for b := 'A'; b <= 'Z'; b++ {
		c.ascii[b] = true
	}
	return c
}

// latin returns the same set with the letters A-Z and a-z only, in non-latin mode too.
func (c *Charset) latin() *Charset {
	l := *c
	l.letter = false
	return &l
}

// String returns the set in words, such as "letters, digits, _ and -".
func (c *Charset) String() string { return c.text }

// contains reports whether the set contains a character.
func (c *Charset) contains(r rune, nonLatin bool) bool {
	if r < utf8.RuneSelf {
		return c.ascii[r]
	}
	return nonLatin && c.letter && unicode.IsLetter(r)
}

// filter returns the value without the characters outside the set. In non-latin mode, a set with the letters of every
// script turns a value that is not valid UTF-8 into "", as PHP's /u expressions do. If all characters are kept, the
// value is returned without a copy.
func (c *Charset) filter(v string, nonLatin bool) string {
	for i := 0; i < len(v); i++ {
		if b := v[i]; b >= utf8.RuneSelf || !c.ascii[b] {
			return c.filterRunes(v, nonLatin)
		}
	}
	return v
}

func (c *Charset) filterRunes(v string, nonLatin bool) string {
	if nonLatin && c.letter && !utf8.ValidString(v) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if c.contains(r, nonLatin) {
			return r
		}
		return -1
	}, v)
}

// cut returns the first width characters of a value, as a database column of that width stores it.
func cut(v string, width int) string {
	if len(v) <= width {
		return v
	}
	n := 0
	for i := range v {
		if n == width {
			return v[:i]
		}
		n++
	}
	return v
}
