package columns

import (
	"strings"
	"unicode"
)

// mapFlag returns the --map that makes a column the field. With an empty field, the --map sets the column aside.
func mapFlag(column, field string) string { return flag("--map", shown(column)+"="+field) }

// flag returns a flag with its value, quoted for a shell.
func flag(name, value string) string {
	switch {
	case strings.ContainsAny(value, "\"$`\\!"):
		return name + " '" + strings.ReplaceAll(value, "'", `'\''`) + "'"
	case strings.ContainsFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-=.:,/@%+", r)
	}),
		strings.HasSuffix(value, "="):
		return name + ` "` + value + `"`
	}
	return name + " " + value
}

// shown returns a header on one line, without invisible characters, so that a person can read and type it. It still
// means the same column (normal).
func shown(header string) string {
	return strings.Join(strings.FieldsFunc(header, func(r rune) bool { return unseen(r) || r == unicode.ReplacementChar }), " ")
}
