package columns

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"phonebatch/apiclient"
)

// ProblemColumn is the column that the program adds to a file of failed rows, and ignores in a list.
const ProblemColumn = "problem"

// cellName returns the key of an unknown column in sheet.Record.Cells. It is never the name of a field.
func cellName(column string) string { return "column " + column }

// normal reduces a header to the characters that tell columns apart: its letters and digits. Case, accents, spaces,
// dashes, underscores, other signs and invisible characters do not matter. A header that consists of signs alone keeps
// them. The result is "" only for a header without a visible character.
func normal(name string) string {
	var letters, signs strings.Builder
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(name, "")) { // norm gives wrong results for invalid UTF-8
		switch r = unicode.ToLower(r); {
		case unseen(r), unicode.In(r, unicode.Mn, unicode.Me):
		case unicode.IsPunct(r), unicode.IsSymbol(r):
			signs.WriteRune(r)
		default:
			letters.WriteRune(r)
		}
	}
	if letters.Len() == 0 {
		return signs.String()
	}
	return letters.String()
}

// unseen reports whether a character is a space or invisible.
func unseen(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Z)
}

// known maps normal names to fields.
var known = func() map[string]apiclient.Field {
	m := make(map[string]apiclient.Field)
	for _, f := range apiclient.Fields() {
		m[normal(f.String())] = f
	}
	return m
}()

// set returns a set of normal names.
func set(names ...string) map[string]bool {
	m := make(map[string]bool)
	for _, name := range names {
		m[normal(name)] = true
	}
	return m
}

// sortedKeys returns the keys of a map, sorted.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
