package config

import (
	"slices"
	"strings"

	"phonebatch/batch/columns"
)

// Read reads the text of a file. It returns everything that is right, and all mistakes in the order of their lines.
func Read(text string, rules Rules) (*File, []Mistake) {
	r := &reader{rules: &rules}
	top, err := parse(strings.TrimPrefix(text, "\ufeff"))
	if err != nil {
		return &r.file, []Mistake{badTOML(err)}
	}
	for _, section := range top.table {
		switch {
		case section.key != "dialers" && section.key != "profiles":
			r.unknownSection(section)
		case !section.inner:
			r.note(section, "this is no section", "write ["+section.key+".NAME], and the keys below it")
		case section.key == "dialers":
			r.each(section, func(n node) { r.file.Dialers = append(r.file.Dialers, r.dialer(n)) })
		default:
			r.each(section, func(n node) { r.file.Profiles = append(r.file.Profiles, r.profile(n)) })
		}
	}
	r.sharedURLs()
	return &r.file, r.sorted()
}

// unknownSection notes a key at the top of the file that means nothing.
func (r *reader) unknownSection(n node) {
	remedy := "a file has the sections [dialers.NAME] and [profiles.NAME]"
	if near := columns.Nearest(n.key, []string{"dialers", "profiles"}); near != "" {
		remedy = "did you mean " + near + "? " + remedy
	} else if r.known(n.key) {
		remedy = "write the key below [dialers.NAME] or [profiles.NAME]"
	}
	if isPassword(n.key) {
		remedy = passwordRemedy
	}
	r.note(n, "unknown key", remedy)
}

// known says whether a key means something in a dialer or in a profile.
func (r *reader) known(key string) bool {
	return slices.Contains(dialerKeys, name(key)) || r.rules.flag(name(key)) != nil
}

// each calls do for every named table of a section whose name can be used.
func (r *reader) each(section node, do func(node)) {
	for _, n := range section.table {
		switch {
		case !n.inner:
			r.note(n, "this key is in no dialer and in no profile", "write ["+section.key+".NAME], and the key below it")
		case !IsName(n.key):
			r.note(n, "this name cannot be used", "use at most 64 letters, digits, -, _ and ., begin with a letter or a digit, and do not take sandbox")
		default:
			do(n)
		}
	}
}
