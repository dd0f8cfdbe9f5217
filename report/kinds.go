package report

import (
	"fmt"
	"slices"

	"phonebatch/batch/object"
)

// ofKind returns the results of a kind.
func ofKind(k object.Kind, results []object.Result) []object.Result {
	return slices.DeleteFunc(slices.Clone(results), func(r object.Result) bool { return r.Kind != k })
}

// things counts the results in words, such as "3 rows and 1 alias". phone is the word for a result that is no alias.
func things(results []object.Result, phone string) string {
	aliases := len(ofKind(object.Alias, results))
	text := plural(len(results)-aliases, phone)
	if aliases > 0 {
		text += " and " + plural(aliases, "alias")
	}
	return text
}

// noun returns the word for the results of a group.
func (g *Group) noun() string {
	if g.Kind == object.Alias {
		return "alias"
	}
	return "row"
}

// named names the object of a result.
func named(r *object.Result) string {
	if r.Kind == object.Alias {
		return "alias " + Plain(r.PhoneLogin)
	}
	return fmt.Sprintf("extension %s on %s", Plain(r.Extension), Plain(r.ServerIP))
}
