package columns

import (
	"regexp"
	"strings"
	"sync"
)

// notePattern matches a note in brackets before or after a name: (required), [e.g. 10.0.9.8], <max 15>.
var notePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|（[^（）]*）`)
})

// requirementNote matches words that say whether a column must be filled.
var requirementNote = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\s:,-]+(?:is )?(?:required|mandatory|optional|pflichtfeld|pflicht|obligatoire|facultatif|obligatorio|requerido|opcional|obbligatorio|facoltativo|obrigatório|verplicht|optioneel)[\s!.*]*$`)
})

// meaningfulNotes are notes that change what a name means: Caller ID (Name) is not Caller ID.
var meaningfulNotes = set("Name", "Number", "No", "ID", "Login", "Password", "Pass", "User", "Email", "IP", "Group", "Type", "Code", "Title", "Date", "Old", "New", "Other", "Mobile", "Home", "Work", "Private", "Ext", "Extension", "Internal", "External")

// plainName returns the normal name of a column without its notes.
func plainName(name string) string {
	if !strings.ContainsAny(name, "([{<（ :,-\t\n") { // no character that a note begins with
		return normal(name)
	}
	plain := notePattern().ReplaceAllStringFunc(name, func(n string) string {
		if meaningfulNotes[normal(n)] {
			return n
		}
		return " "
	})
	plain = requirementNote().ReplaceAllString(plain, "")
	if key := normal(plain); key != "" {
		return key
	}
	return normal(strings.Trim(name, "()[]{}<>"))
}
