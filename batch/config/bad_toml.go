package config

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// badTOML turns the error of the library into a mistake. The mistake repeats nothing of the text but the key, because
// the text may hold a password.
func badTOML(err error) Mistake {
	m := Mistake{Text: "this is not TOML", Remedy: `each line is [a section], key = "value" or # a comment`}
	var at toml.ParseError
	if !errors.As(err, &at) {
		return m
	}
	m.Line, m.Key = at.Position.Line, at.LastKey
	for _, known := range tomlMistakes {
		if strings.Contains(at.Message, known.says) {
			m.Text, m.Remedy = known.text, known.remedy
			break
		}
	}
	return m
}

// tomlMistakes are the usual mistakes, by a part of the library's message.
var tomlMistakes = []struct{ says, text, remedy string }{
	{"already been defined", "the key is in the section twice, or the section in the file", "keep one of them"},
	{"already created", "the key is in the section twice, or the section in the file", "keep one of them"},
	{"escape", `a backslash in "…" begins an escape`, `write the text in '…', where a backslash is only a backslash`},
	{"expected value but found", "the value is no TOML value", `a text stands in quotes: key = "value"`},
	{"unexpected EOF", "the file ends in the middle of a value", "close the quote or the bracket"},
	{"newlines", "the quote is not closed on its line", `end the text with the quote that it begins with; text with quotes in it stands in '…'`},
	{"top-level item to end", "something follows the value", `one key a line; text with quotes in it stands in '…'`},
	{"array terminator", "the list is not closed, or a comma is missing in it", `write key = ["one", "two"]`},
	{"inline table", "the table is not closed, or a comma is missing in it", `write "10.0.9.8" = { suffix = "a" }`},
	{"table", "the name of the section cannot be read", "write [dialers.NAME] or [profiles.NAME], with letters, digits, - and _"},
	{"'='", "there is no = behind the key", `write key = "value"; a key with other characters than letters, digits, - and _ stands in quotes`},
	{"control characters", "the text holds a control character", "remove that character"},
	{"UTF-8", "the file is not UTF-8", "save the file as UTF-8"},
	{"Invalid integer", "the number cannot be read", `a text stands in quotes: key = "value"`},
	{"Invalid float", "the number cannot be read", `a text stands in quotes: key = "value"`},
	{"out of range", "the number is too large", `a text stands in quotes: key = "value"`},
	{"date", "the date cannot be read", `a text stands in quotes: key = "value"`},
	{"hexadecimal", `a backslash in "…" begins an escape`, `write the text in '…', where a backslash is only a backslash`},
}
