package preflight

import (
	"regexp"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/sheet"
)

// widths count the rows read so far by how many of their cells are filled, up to sheet.Enough.
type widths [sheet.Enough + 1]int

// most says whether more than half of the rows have n filled cells or more.
func (w *widths) most(n int) bool {
	all, wide := 0, 0
	for filled, rows := range w {
		all += rows
		if filled >= n {
			wide += rows
		}
	}
	return 2*wide > all
}

// footer matches what exports write below a table, or between its pages.
var footer = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^[\s*=#<>(\[-]*(?:` + strings.Join([]string{
		`(?:grand|sub|page|report)?[ -]?totals?\b`, `sum\b`, `count\b`, `summe\b`, `(?:zwischen|gesamt)summe\b`, `gesamt\b`, `anzahl\b`, `totale\b`, `totaal\b`,
		`average\b`, `avg\b`, `durchschnitt\b`, `mittelwert\b`, `moyenne\b`, `promedio\b`, `notes? ?:`, `somme\b`, `nombre\b.*\d`, `suma\b`, `razem\b`, `soma\b`, `итого`, `всего`, `合計`, `小計`, `总计`, `合计`,
		`page \d`, `seite \d`, `página \d`, `pagina \d`, `strona \d`, `стр\.? \d`, `end of\b`, `ende\b`, `fin (?:de|del|du)\b`, `fine\b`, `eof\b`, `the end\b`,
		`printed\b`, `generated\b`, `exported\b`, `created (?:on|by)\b`, `report (?:date|generated|run)\b`, `gedruckt\b`, `erstellt\b`, `imprimé\b`, `impreso\b`,
		`\d+ (?:rows?|records?|employees?|agents?|users?|phones?|extensions?|people|entries|items|zeilen|datensätze|lignes|filas|registros|righe)\b`,
		`(?:rows?|records?|employees?|agents?|users?|number of [a-z]+) ?[:=] ?\d`, `confidential\b`, `copyright\b`, `©`,
	}, "|") + `)`)
})

// sureFooter matches those of them that no person is called.
var sureFooter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)[:=] ?[\d.,]*\W*$|^\W*\d+ \pL+\W*$|^\pL+ \d+ \pL+ \d+\W*$|^[*=#<>(\[-]{2,}`)
})

var total = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^["' ,;|\t]*(?:(?:grand|sub|overall)[ -]?)?(?:totals?|sum|summe|gesamt|gesamtsumme|zwischensumme|somme|totale|totaal|suma|razem|soma|итого|всего|合計|小計|总计|合计)[^\pL]`)
})

// beginsTotal says whether the text of a row begins with a word for a total.
func beginsTotal(raw []byte) bool {
	for _, b := range raw {
		if b != '"' && b != '\'' && b != ' ' && b != ',' && b != ';' && b != '|' && b != '\t' {
			return (b < '0' || b > '9') && total().Match(raw)
		}
	}
	return false
}

// filled counts a row's own cells that are filled.
func (s *pass) filled(e *entry) int {
	if s.problem >= 0 && s.problem < len(e.few) && strings.TrimSpace(e.few[s.problem]) != "" {
		return e.Filled - 1
	}
	return e.Filled
}

// notARow says why a record is no row of the list: it is a footer, a total or a title in the middle. It gives the column
// that the one filled cell stands in, and what may be shown of it.
func (s *pass) notARow(e *entry) (p Problem, is bool) {
	if e.few == nil {
		return p, false
	}
	filled := s.filled(e)
	at, first, numbers, values := -1, "", true, false
	for i, cell := range e.few {
		cell = strings.TrimSpace(cell)
		switch {
		case cell == "":
		case i == s.problem:
		case at < 0:
			at, first = i, cell
		default:
			_, is := s.fields[i]
			numbers, values = numbers && strings.Trim(cell, "0123456789.,- ") == "", values || is
		}
	}
	wide := filled >= sheet.Enough-1
	if at < 0 || at >= len(s.list.Header.Names) || wide && !(numbers && beginsTotal([]byte(first+" "))) {
		return p, false
	}
	tells := footer().MatchString(first)
	switch {
	case s.named < 3: // where rows have no more cells than a footer
		if !tells || !numbers || filled == 1 && !sureFooter().MatchString(first) || values {
			return p, false
		}
	case wide:
	case filled == 1 && s.extensionAlone(at, first):
		return p, false
	case filled == 1 && (tells || s.widths.most(3)):
	case tells && numbers && s.widths.most(filled+1):
	default:
		return p, false
	}
	p = Problem{Line: e.Line, Column: shownName(s.list.Header.Names[at]), Severity: codes.Error, Code: codes.NotARow, Message: "only one cell of this row is filled: it reads like a title or a footer", Hint: codes.Remedy(codes.NotARow)}
	if tells {
		p.Value, p.Message = strings.Clone(first), "this reads like a total or a footer"
	}
	return p, true
}

// extensionAlone says whether the one filled cell is an extension of which all else is filled.
func (s *pass) extensionAlone(column int, cell string) bool {
	if f, is := s.fields[column]; !is || f != apiclient.Extension || digits(cell) == 0 {
		return false
	}
	fills := s.list.options.Filling.fields()
	for _, f := range apiclient.Fields() {
		if f.Required() && f != apiclient.Extension && fills[f] == 0 {
			return false
		}
	}
	return true
}
