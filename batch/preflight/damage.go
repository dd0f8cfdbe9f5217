package preflight

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
	"phonebatch/batch/values"
)

// suspicious reports whether a value may be damaged. It is a fast check that most values pass; the patterns of damages
// are slow.
func suspicious(v string) bool {
	if len(v) < len("=1") {
		return false
	}
	switch c := v[0] | 0x20; {
	case c == 'e' && strings.HasPrefix(v, "Err:"):
		return true
	case 'a' <= c && c <= 'z':
		return endsInYear(v)
	case '0' <= v[0] && v[0] <= '9':
		return values.Digits(v) == 0
	}
	return true
}

// endsInYear reports whether the last two or four characters follow a separator.
func endsInYear(v string) bool {
	n := len(v)
	return n >= len("Mar-05") && (isSeparator(v[n-3]) || n >= len("Mar-2005") && isSeparator(v[n-5]))
}

func isSeparator(c byte) bool { return c == '-' || c == '/' || c == ' ' || c == '.' }

// A damageKind is one kind of damage that the text of a value shows.
type damageKind struct {
	code    apiclient.Code
	message string
	is      func(f apiclient.Field, v string) bool
}

// damages are the kinds of damage that the text of a value shows. Each must be certain, because damage keeps the row
// from being sent.
var damages = []damageKind{
	{codes.Formula, "this is the text of a formula, not its value", isFormula},
	{codes.SheetError, "this is an error of a spreadsheet, not a value", isSheetError},
	{codes.Scientific, "a spreadsheet has rounded a long number to scientific notation: its last digits are gone", isScientific},
	{codes.Date, "a spreadsheet has made a date of it", isDate},
}

// isFormula reports whether a value is the text of a formula. No value of a phone begins with =. A value that begins
// with + or @ must call a function: +1727… is a telephone number.
func isFormula(_ apiclient.Field, v string) bool {
	switch v[0] {
	case '=':
		return true
	case '+', '@':
		return strings.HasSuffix(v, ")") && functionCall().MatchString(v)
	}
	return false
}

var functionCall = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+@][A-Za-z][A-Za-z0-9.]*\(`) })

// sheetErrors are the error values of Excel, LibreOffice and Google Sheets, in the languages of their interfaces.
var sheetErrors = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#NAME?": true, "#NULL!": true, "#NUM!": true,
	"#SPILL!": true, "#CALC!": true,
	"#FIELD!": true, "#BLOCKED!": true, "#CONNECT!": true, "#UNKNOWN!": true, "#BUSY!": true, "#EXTERNAL!": true,
	"#PYTHON!": true, "#ERROR!": true, "#GETTING_DATA": true,
	"#NV": true, "#BEZUG!": true, "#WERT!": true, "#ZAHL!": true, "#ÜBERLAUF!": true, // German
	"#VALEUR!": true, "#NOM?": true, "#NOMBRE!": true, "#NUL!": true, // French
	// Spanish, Portuguese
	"#¡REF!": true, "#¡VALOR!": true, "#¿NOMBRE?": true, "#¡DIV/0!": true, "#¡NUM!": true, "#¡NULO!": true,
	"#VALOR!": true, "#NOME?": true,
	// Italian, Dutch
	"#RIF!": true, "#VALORE!": true, "#N/D": true, "#N/B": true, "#VERW!": true, "#WAARDE!": true, "#NAAM?": true,
}

// isSheetError reports whether a value is an error value of a spreadsheet. LibreOffice also shows numbers (Err:502).
// #### stands in a column that is too narrow for the value.
func isSheetError(_ apiclient.Field, v string) bool {
	if number, ok := strings.CutPrefix(v, "Err:"); ok {
		return len(number) == 3 && values.Digits(number) == 3
	}
	return v[0] == '#' && (sheetErrors[strings.ToUpper(v)] || len(v) >= 4 && strings.Trim(v, "#") == "")
}

// isScientific reports whether a value is a long number in scientific notation. Spreadsheets always write the sign of
// the exponent. Java writes no plus sign: a number without a sign must have a fraction. A bare 5e12 may be an
// extension, and so may 1E-05.
func isScientific(_ apiclient.Field, v string) bool {
	if last := v[len(v)-1]; last < '0' || last > '9' || len(v) > 24 {
		return false
	}
	return (strings.IndexByte(v, 'E') > 0 || strings.IndexByte(v, 'e') > 0) && powerOfTen().MatchString(v)
}

var powerOfTen = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[+-]?\d(?:(?:[.,]\d+)?[eE]\+|[.,]\d+[eE])\d{1,3}$`)
})

// nameFields are the fields with names that people choose: May-05 may be such a name.
var nameFields = []apiclient.Field{apiclient.Email, apiclient.PhoneContext, apiclient.AdminUserGroup, apiclient.TemplateID}

// isDate reports whether a value has a form in which spreadsheets show dates: 5-Mar, Mar-05, 05-Mar-26, 3/5/2026,
// 05.03.2026, 2026-03-05. For each field, only the forms count that no valid value has: 25-1 is a line of a Zap channel
// bank, 10.1.26 is the beginning of an address, and 12.05.26 is a telephone number in the style of half of Europe.
func isDate(f apiclient.Field, v string) bool {
	if len(v) > 32 {
		return false
	}
	if first := v[0]; first < '0' || first > '9' {
		return monthFirst(f, v)
	}
	switch sep := strings.IndexFunc(v, func(r rune) bool { return r < '0' || r > '9' }); {
	case len(v) < len("5-Mar") || !isSeparator(v[sep]) || strings.Count(v, ".") == 3: // an address
		return false
	case sep == 4:
		return yearFirst(f, v)
	case sep <= 2:
		return dayFirst(f, v)
	}
	return false
}

// clockTail matches the time of day that may follow a date.
const clockTail = `([ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)?$`

var dateShapes = sync.OnceValue(func() (s struct{ year, numbers, dayMonth, monthYear *regexp.Regexp }) {
	s.year = regexp.MustCompile(`^((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})` + clockTail)
	s.numbers = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.]((?:19|20)?\d{2})` + clockTail)
	s.dayMonth = regexp.MustCompile(`^(\d{1,2})(-|/|\.? )(\pL{3,5})\.?(?:[-/ ](\d{2}|\d{4}))?` + clockTail)
	s.monthYear = regexp.MustCompile(`^(\pL{3,5})\.?([-/ ])(\d{2}|\d{4})$`)
	return s
})

// yearFirst reports whether a value that begins with four digits is a date.
func yearFirst(f apiclient.Field, v string) bool {
	found := dateShapes().year.FindStringSubmatch(v)
	if found == nil || !isMonthAndDay(found[2], found[3]) {
		return false
	}
	return found[4] != "" || v[4] != '-' || !slices.Contains(nameFields, f)
}

// dayFirst reports whether a value that begins with one or two digits is a date, with the day or the month first.
func dayFirst(f apiclient.Field, v string) bool {
	if found := dateShapes().dayMonth.FindStringSubmatch(v); found != nil {
		return months[strings.ToLower(found[3])] && isMonthAndDay("1", found[1]) && (found[2] == "-" || !slices.Contains(nameFields, f))
	}
	found := dateShapes().numbers.FindStringSubmatch(v)
	if found == nil || !isMonthAndDay(found[1], found[3]) && !isMonthAndDay(found[3], found[1]) {
		return false
	}
	short := len(found[4]) == 2
	switch found[2] {
	case "/":
		return true
	case ".":
		return !short || f != apiclient.ServerIP && f != apiclient.OutboundCID
	}
	return !short && len(found[1]) == 2 && len(found[3]) == 2 && !slices.Contains(nameFields, f)
}

// ambiguousMonths are short names of months that are also words in English: out-05 may be the fifth line for outbound
// calls.
var ambiguousMonths = []string{"out", "set", "gen", "mag"}

// monthFirst reports whether a value is a month and a year. In passwords and names, only the exact form that Excel
// writes counts.
func monthFirst(f apiclient.Field, v string) bool {
	if len(v) > len("sept.-2026") || !endsInYear(v) || slices.Contains(nameFields, f) {
		return false
	}
	found := dateShapes().monthYear.FindStringSubmatch(v)
	if found == nil || !months[strings.ToLower(found[1])] || slices.Contains(ambiguousMonths, strings.ToLower(found[1])) {
		return false
	}
	if f.Secret() || f == apiclient.PhoneFullName {
		return found[2] == "-" && len(found[1]) == 3 && len(found[3]) == 2 && 'A' <= v[0] && v[0] <= 'Z' && v[1] >= 'a'
	}
	return true
}

// isMonthAndDay reports whether there are such a month and such a day.
func isMonthAndDay(month, day string) bool {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	return 1 <= m && m <= 12 && 1 <= d && d <= 31
}

// months are the short names of months in spreadsheets, in English, German, French, Spanish, Portuguese, Italian and
// Dutch.
var months = func() map[string]bool {
	m := make(map[string]bool)
	for name := range strings.FieldsSeq(`jan feb mar apr may jun jul aug sep sept oct nov dec mrz mär märz mai juni juli okt dez
		janv févr mars avr juin juil août déc ene abr ago dic fev set out gen mag giu lug ott mrt mei`) {
		m[name] = true
	}
	return m
}()
