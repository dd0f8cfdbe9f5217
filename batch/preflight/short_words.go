package preflight

import (
	"slices"
	"strings"
)

// shortWords are a set of words in small letters, of less than 32 bytes. Most values are told from them by their first byte
// and their length.
type shortWords [256]struct {
	lengths uint32 // a bit each
	words   []string
}

func newShortWords(words []string) *shortWords {
	var s shortWords
	for _, word := range words {
		at := &s[word[0]]
		at.lengths |= 1 << len(word)
		at.words = append(at.words, word)
	}
	return &s
}

// has says whether a value is one of the words, in any case.
func (s *shortWords) has(v string) bool {
	if v == "" {
		return false
	}
	first := v[0]
	if 'A' <= first && first <= 'Z' {
		first += 'a' - 'A'
	}
	at := &s[first]
	return at.lengths>>len(v)&1 != 0 && slices.ContainsFunc(at.words, func(word string) bool { return strings.EqualFold(word, v) })
}
