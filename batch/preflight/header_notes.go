package preflight

import (
	"regexp"
	"strings"
	"sync"
)

// note matches a note in brackets behind or before a name: (required), [e.g. 10.0.9.8], <max 15>.
var note = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|（[^（）]*）`)
})

// demand matches what says in words that a column must be filled, or need not be.
var demand = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[\s:,-]+(?:is )?(?:required|mandatory|optional|pflichtfeld|pflicht|obligatoire|facultatif|obligatorio|requerido|opcional|obbligatorio|facoltativo|obrigatório|verplicht|optioneel)[\s!.*]*$`)
})

// telling are notes that are a part of the name: a caller ID (name) is no caller ID.
var telling = set("Name", "Number", "No", "ID", "Login", "Password", "Pass", "User", "Email", "IP", "Group", "Type", "Code", "Title", "Date", "Old", "New", "Other", "Mobile", "Home", "Work", "Private", "Ext", "Extension", "Internal", "External")

// plainName is the normal name of a column without its notes.
func plainName(name string) string {
	if !strings.ContainsAny(name, "([{<（ :,-\t\n") { // nothing that a note begins with
		return normal(name)
	}
	plain := note().ReplaceAllStringFunc(name, func(n string) string {
		if telling[normal(n)] {
			return n
		}
		return " "
	})
	plain = demand().ReplaceAllString(plain, "")
	if key := normal(plain); key != "" {
		return key
	}
	return normal(strings.Trim(name, "()[]{}<>"))
}
