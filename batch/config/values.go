package config

import (
	"strconv"
	"strings"

	"phonebatch/batch/exit"
)

// values returns a TOML value as the texts that a flag of this kind takes. good is false for a value of another type.
func (k Kind) values(value any) (list []string, good bool) {
	if many, is := value.([]any); is {
		for _, v := range many {
			text, good := Text.one(v)
			if !good {
				return nil, false
			}
			list = append(list, text)
		}
		return list, k == List
	}
	text, good := k.one(value)
	return []string{text}, good
}

// one returns a TOML value that is no list as a text.
func (k Kind) one(value any) (text string, good bool) {
	switch v := value.(type) {
	case string:
		return v, k == Text || k == List
	case bool:
		return strconv.FormatBool(v), k == Yes
	case int64:
		return strconv.FormatInt(v, 10), k != Yes
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), k == Text || k == List
	}
	return "", false
}

// remedy says how a value of the kind is written.
func (k Kind) remedy(key string) string {
	return "write " + key + " = " + map[Kind]string{Text: `"text"`, Number: "4", Yes: "true, or false", List: `["one", "two"]`}[k]
}

// wordsOf returns the text of an error about the value of a flag without the name of the flag, and its first hint.
func wordsOf(err error, flag string) (text, remedy string) {
	text = strings.TrimPrefix(strings.TrimPrefix(err.Error(), "--"+flag), ": ")
	if hinter, is := exit.Of(err).(exit.Hinter); is && len(hinter.Hints()) > 0 {
		remedy = hinter.Hints()[0]
	}
	return strings.TrimSpace(text), remedy
}
