package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"phonebatch/batch/columns"
)

// dialerKeys are the keys of a dialer that are no flags of an import.
var dialerKeys = []string{"urls", "user", "password-file", "password-variable", "servers"}

// passwordRemedy says where a password stands.
const passwordRemedy = "put the password into a file of its own (mode 0600), and write password_file = \"PATH\" below the dialer; change the password if others may have read this file"

// isPassword says whether a key seems to hold the password of the API user, however it is spelt.
func isPassword(key string) bool {
	key = strings.ToLower(name(key))
	return columns.Distance(key, "password") <= 2 || slices.Contains([]string{"pass", "pwd", "secret", "api-pass", "api-password"}, key)
}

// setting reads the value of a flag. also holds the other keys of the section, for suggestions.
func (r *reader) setting(n node, also []string) (s Setting, good bool) {
	flag := r.rules.flag(name(n.key))
	switch {
	case isPassword(n.key):
		r.note(n, "a password must not be in this file", passwordRemedy)
	case flag == nil:
		r.note(n, "unknown key", r.suggest(n.key, also))
	case flag.Refused != "":
		r.note(n, "this flag must not be in this file", flag.Refused)
	default:
		return r.values(n, flag)
	}
	return s, false
}

// suggest returns the remedy for an unknown key.
func (r *reader) suggest(key string, also []string) string {
	known := slices.Clone(also)
	for _, f := range r.rules.Flags {
		if f.Refused == "" && (also != nil || !f.OfDialer) {
			known = append(known, f.Name)
		}
	}
	if near := columns.Nearest(name(key), known); near != "" {
		return "did you mean " + near + "?"
	}
	return "`phonebatch import --help` lists the flags; a key is the name of a flag without --"
}

// values reads the values of a flag, and checks them.
func (r *reader) values(n node, flag *Flag) (s Setting, good bool) {
	s = Setting{Flag: flag.Name, Line: n.line}
	if s.Values, good = flag.Kind.values(n.value); !good {
		r.note(n, "the value has another type", flag.Kind.remedy(n.key))
		return s, false
	}
	if len(s.Values) == 0 || slices.Contains(s.Values, "") {
		r.note(n, "the value is empty", "leave the key out")
		return s, false
	}
	if flag.Path {
		s.Values[0] = r.rules.path(s.Values[0])
	}
	if flag.CheckValue == nil {
		return s, true
	}
	if err := flag.CheckValue(s.Values); err != nil {
		text, remedy := wordsOf(err, flag.Name)
		r.note(n, text, cmp.Or(remedy, fmt.Sprintf("`phonebatch import --help` says what --%s takes", flag.Name)))
		return s, false
	}
	return s, true
}
