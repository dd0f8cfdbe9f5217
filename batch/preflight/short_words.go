package preflight

import "strings"

// longestWord is how long the words of a shortWords are at most, in bytes.
const longestWord = 20

// shortWords are a set of words in small letters. Most values are told from them by their first byte and their length.
type shortWords struct {
	words map[string]bool
	maybe [256][longestWord + 1]bool
}

func newShortWords(words []string) *shortWords {
	s := &shortWords{words: make(map[string]bool)}
	for _, word := range words {
		s.words[word] = true
		s.maybe[word[0]][len(word)] = true
	}
	return s
}

// has says whether a value is one of the words, in any case.
func (s *shortWords) has(v string) bool {
	if v == "" || len(v) > longestWord {
		return false
	}
	first := v[0]
	if 'A' <= first && first <= 'Z' {
		first += 'a' - 'A'
	}
	return s.maybe[first][len(v)] && s.words[strings.ToLower(v)]
}
