package config

import (
	"slices"
	"strings"
)

// A reader turns the nodes of one file into a File.
type reader struct {
	notebook
	rules *Rules
	file  File
}

// name returns the name of a key: a file may write dashes or underscores.
func name(key string) string { return strings.ReplaceAll(key, "_", "-") }

// once notes the keys of a table that say the same twice, and returns the others.
func (r *reader) once(table []node) (list []node) {
	for _, n := range table {
		if slices.ContainsFunc(list, func(other node) bool { return name(other.key) == name(n.key) }) {
			r.note(n, "the key is there twice, with a dash and with an underscore", "keep one of them")
			continue
		}
		list = append(list, n)
	}
	return list
}

// text reads a key whose value is one text that must not be empty. It returns "" after a mistake.
func (r *reader) text(n node) string {
	values, good := Text.values(n.value)
	switch {
	case !good:
		r.note(n, "the value has another type", Text.remedy(n.key))
	case values[0] == "":
		r.note(n, "the value is empty", "leave the key out, or "+Text.remedy(n.key))
	default:
		return values[0]
	}
	return ""
}
