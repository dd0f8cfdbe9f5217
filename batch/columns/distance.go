package columns

import "strings"

// Nearest returns the known word that a mistyped word most likely means: the word with the fewest letters to change or,
// if no word is near, the only known word that begins with the mistyped one. It returns "" if there is neither.
func Nearest(word string, known []string) (nearest string) {
	word = strings.ToLower(word)
	least := max(len(word)/3, 1) + 1
	var begun []string
	for _, k := range known {
		if d := Distance(word, strings.ToLower(k)); d < least && d < len(word) {
			nearest, least = k, d
		}
		if word != "" && strings.HasPrefix(strings.ToLower(k), word) {
			begun = append(begun, k)
		}
	}
	if nearest == "" && len(begun) == 1 {
		return begun[0]
	}
	return nearest
}

// Distance returns how many letters must be changed, added or removed to turn a into b (Levenshtein distance, in
// bytes).
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
