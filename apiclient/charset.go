package apiclient

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Charset is the set of characters that the dialer keeps of a field; it drops all others without a word.
type Charset struct {
	ascii  [128]bool
	letter bool   // in non-latin mode any letter of any script is kept too
	text   string // for people: "letters, digits, _ and -"
}

// charset makes a Charset from ASCII characters; a leading "A" stands for all letters, "0" for all digits.
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

// latin returns the same set for fields whose letters stay A-Z in non-latin mode too.
func (c *Charset) latin() *Charset {
	l := *c
	l.letter = false
	return &l
}

func (c *Charset) String() string { return c.text }

// keeps says whether one character survives.
func (c *Charset) keeps(r rune, nonLatin bool) bool {
	if r < utf8.RuneSelf {
		return c.ascii[r]
	}
	return nonLatin && c.letter && unicode.IsLetter(r)
}

// keep drops what is not in the set. A value in which nothing is dropped comes back as it is, without a copy.
// In non-latin mode a value that is not valid UTF-8 comes back empty where letters of every script are kept, as PHP's
// /u expressions leave it.
func (c *Charset) keep(v string, nonLatin bool) string {
	for i := 0; i < len(v); i++ {
		if b := v[i]; b >= utf8.RuneSelf || !c.ascii[b] {
			return c.drop(v, nonLatin)
		}
	}
	return v
}

func (c *Charset) drop(v string, nonLatin bool) string {
	if nonLatin && c.letter && !utf8.ValidString(v) {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if c.keeps(r, nonLatin) {
			return r
		}
		return -1
	}, v)
}

// cut shortens a value to a number of characters, as a database column does.
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
