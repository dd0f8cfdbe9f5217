package preflight

import (
	"regexp"
	"strings"
	"sync"
)

// footerPattern matches the lines that exports write below a table or between its pages.
var footerPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^[\s*=#<>(\[-]*(?:` + strings.Join([]string{
		`(?:grand|sub|page|report)?[ -]?totals?\b`, `sum\b`, `count\b`, `summe\b`, `(?:zwischen|gesamt)summe\b`,
		`gesamt\b`, `anzahl\b`, `totale\b`, `totaal\b`,
		`average\b`, `avg\b`, `durchschnitt\b`, `mittelwert\b`, `moyenne\b`, `promedio\b`, `notes? ?:`, `somme\b`,
		`nombre\b.*\d`, `suma\b`, `razem\b`, `soma\b`, `итого`, `всего`, `合計`, `小計`, `总计`, `合计`,
		`page \d`, `seite \d`, `página \d`, `pagina \d`, `strona \d`, `стр\.? \d`, `end of\b`, `ende\b`,
		`fin (?:de|del|du)\b`, `fine\b`, `eof\b`, `the end\b`,
		`printed\b`, `generated\b`, `exported\b`, `created (?:on|by)\b`, `report (?:date|generated|run)\b`,
		`gedruckt\b`, `erstellt\b`, `imprimé\b`, `impreso\b`,
		`\d+ (?:rows?|records?|employees?|agents?|users?|phones?|extensions?|people|entries|items|zeilen|datensätze|lignes|filas|registros|righe)\b`,
		`(?:rows?|records?|employees?|agents?|users?|number of [a-z]+) ?[:=] ?\d`, `confidential\b`, `copyright\b`, `©`,
	}, "|") + `)`)
})

// sureFooterPattern matches those footers that cannot be the name of a person.
var sureFooterPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[:=] ?[\d.,]*\W*$|^\W*\d+ \pL+\W*$|^\pL+ \d+ \pL+ \d+\W*$|^[*=#<>(\[-]{2,}`)
})

var totalPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^["' ,;|\t]*(?:(?:grand|sub|overall)[ -]?)?(?:totals?|sum|summe|gesamt|gesamtsumme|zwischensumme|somme|totale|totaal|suma|razem|soma|итого|всего|合計|小計|总计|合计)[^\pL]`)
})

// beginsTotal reports whether the text of a row begins with a word for a total.
func beginsTotal(raw []byte) bool {
	for _, b := range raw {
		if b != '"' && b != '\'' && b != ' ' && b != ',' && b != ';' && b != '|' && b != '\t' {
			return (b < '0' || b > '9') && totalPattern().Match(raw)
		}
	}
	return false
}
