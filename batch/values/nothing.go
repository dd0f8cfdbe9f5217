package values

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"phonebatch/apiclient"
)

// Nothing holds the words that programs and people write where they have no value, in small letters. Databases write
// NULL and \N, pandas nan, NaT and <NA>, Python None, JavaScript undefined, Excel's pivot tables (blank), people TBD
// and a dash. update_phone empties a field for --BLANK--, a password too, and add_phone stores the text
// (contract/API.md, "update_phone").
var Nothing = func() *ShortWords {
	var words []string
	for word := range strings.FieldsSeq(`null (null) <null> [null] {null} \n nil (nil) <nil> none (none) <none> nan nat <na> na n/a n.a. n.a (n/a) [n/a]
		undefined (undefined) tbd tba t.b.d. tbc (blank) --blank-- (empty) <empty> <blank> unset unassigned (unassigned) not-set
		- -- --- ---- . ... ? ?? ??? * ** # / // _ __
		k.a. k.a entfällt (leer) (vide) (vacías) (vacío) ninguno ninguna aucun aucune s/n s/d n/d нет`) {
		words = append(words, word)
	}
	return newShortWords(append(words, "not set", "not available", "not applicable", "not assigned", "no value", "no data", "to be determined", "to be defined", "keine angabe", "unknown", "missing", "pending", "to come"))
}()

// SaysNothing reports whether the value v of the field f is a word for no value. Null and Na are also family names: in
// phone_full_name only the spellings of programs count. In a field of Y and N a dash means N.
func SaysNothing(f apiclient.Field, v string) bool {
	if !Nothing.Has(v) {
		return false
	}
	switch first, size := utf8.DecodeRuneInString(v); {
	case f == apiclient.PhoneFullName && unicode.IsUpper(first) && v != "None" && v != "NaT" && v != "NaN":
		return v[size:] == strings.ToUpper(v[size:]) && len(v) > 2
	case v == "-":
		return !flagField(f)
	}
	return true
}

// flagField reports whether a field takes Y or N.
func flagField(f apiclient.Field) bool {
	switch f {
	case apiclient.IsWebphone, apiclient.WebphoneAutoAnswer, apiclient.UseExternalServerIP, apiclient.OnHookAgent:
		return true
	}
	return false
}

// Truths holds the words for true and false that spreadsheets show, in the languages of their interfaces, in small
// letters.
var Truths = newShortWords([]string{
	"true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "verdadeiro", "vero", "waar", "onwaar",
	"prawda", "fałsz", "истина", "ложь",
})
