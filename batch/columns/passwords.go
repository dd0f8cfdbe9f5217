package columns

import (
	"slices"
	"strings"

	"phonebatch/apiclient"
)

// HoldsPasswords reports whether a column with this name may hold passwords.
func HoldsPasswords(column string) bool {
	r := readName(column)
	could := append(slices.Clone(r.could), r.field)
	if r.how < bySynonym {
		could = r.could
	}
	return slices.ContainsFunc(could, apiclient.Field.Secret)
}

// ShownDefaults returns the values of --default as they may be shown. If the column may hold passwords, or the value is
// made of a password, only the column's name is shown.
func ShownDefaults(texts []string) []string {
	parts := make(map[string]bool)
	for _, text := range texts {
		column, value, _ := strings.Cut(text, "=")
		for HoldsPasswords(column) {
			var part string
			var more bool
			if _, value, more = strings.Cut(value, "{"); !more {
				break
			}
			part, value, _ = strings.Cut(value, "}")
			parts[normal(part)] = true
		}
	}
	shown := make([]string, len(texts))
	for i, text := range texts {
		column, _, found := strings.Cut(text, "=")
		if shown[i] = text; found && (HoldsPasswords(column) || parts[normal(column)]) {
			shown[i] = column + "=…"
		}
	}
	return shown
}
