package values

import (
	"slices"
	"strings"
)

// ShortWords is a set of words in small letters, each shorter than 32 bytes. The first byte and the length of a value
// rule out most values that are not in the set.
type ShortWords [256]struct {
	lengths uint32 // one bit for each length
	words   []string
}

// newShortWords returns a set of words. The words must be in small letters, and not empty.
func newShortWords(words []string) *ShortWords {
	var s ShortWords
	for _, word := range words {
		at := &s[word[0]]
		at.lengths |= 1 << len(word)
		at.words = append(at.words, word)
	}
	return &s
}

// Has reports whether v is one of the words, in any case.
func (s *ShortWords) Has(v string) bool {
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
