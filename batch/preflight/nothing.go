package preflight

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// nothing are the words that programs and people write where they have no value, in small letters. Databases say NULL and
// \N, pandas nan, NaT and <NA>, Python None, JavaScript undefined, Excel's pivot tables (blank), people TBD and a dash.
var nothing = func() *shortWords {
	var words []string
	for word := range strings.FieldsSeq(`null (null) <null> [null] {null} \n nil (nil) <nil> none (none) <none> nan nat <na> na n/a n.a. n.a (n/a) [n/a]
		undefined (undefined) tbd tba t.b.d. tbc (blank) (empty) <empty> <blank> unset unassigned (unassigned) not-set
		- -- --- ---- . ... ? ?? ??? * ** # / // _ __
		k.a. k.a entfällt (leer) (vide) (vacías) (vacío) ninguno ninguna aucun aucune s/n s/d n/d нет`) {
		words = append(words, word)
	}
	return newShortWords(append(words, "not set", "not available", "not applicable", "not assigned", "no value", "no data", "to be determined", "to be defined", "keine angabe", "unknown", "missing", "pending", "to come"))
}()

// saysNothing says whether a value is a word for nothing. In a name, Null and Na are family names: there only the spelling
// of programs counts. In a field of Y and N a dash says no.
func saysNothing(f apiclient.Field, v string) bool {
	if !nothing.has(v) {
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

// flagField says whether a field takes Y or N.
func flagField(f apiclient.Field) bool {
	switch f {
	case apiclient.IsWebphone, apiclient.WebphoneAutoAnswer, apiclient.UseExternalServerIP, apiclient.OnHookAgent:
		return true
	}
	return false
}

// truths are what spreadsheets make of a cell that holds true or false, in the languages of their interfaces, in small
// letters.
var truths = newShortWords([]string{
	"true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "verdadeiro", "vero", "waar", "onwaar",
	"prawda", "fałsz", "истина", "ложь",
})

// truthValue: a spreadsheet, or a program, has written true or false where a phone has a number, a login, a password or a
// name. In a name, capitals alone are suspicious.
func truthValue(j *judge, p *apiclient.Phone) {
	for _, f := range [...]apiclient.Field{
		apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin, apiclient.PhonePass, apiclient.RegistrationPassword,
		apiclient.ServerIP, apiclient.OutboundCID, apiclient.PhoneFullName,
	} {
		v := p.Value(f)
		if !truths.has(v) || j.damaged.has(f) {
			continue
		}
		const message = "a spreadsheet or a program has written true or false here"
		if f != apiclient.PhoneFullName {
			j.reportAs(codes.Error, f, codes.Truth, message, "")
			j.damaged.add(f)
		} else if v == strings.ToUpper(v) {
			j.reportAs(codes.Warning, f, codes.Truth, message, "")
		}
	}
}
