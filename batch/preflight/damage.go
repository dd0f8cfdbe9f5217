package preflight

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// damage finds the values that a spreadsheet has changed: what they were cannot be known from what they are, so they are
// never mended, and no other rule looks at them. It is called before anything is mended.
func (j *judge) damage(p *apiclient.Phone) fieldSet {
	for f := range apiclient.Field(numFields) {
		v := p.Value(f)
		if f.Required() && saysNothing(f, v) {
			j.report(f, codes.Nothing, "this is a word for no value", "")
			j.damaged.add(f)
			continue
		}
		if !suspicious(v) {
			continue
		}
		for _, d := range damages {
			if d.is(f, v) && !j.options.Ignore[d.code] {
				j.report(f, d.code, d.message, "")
				j.damaged.add(f)
				break
			}
		}
	}
	return j.damaged
}

// suspicious is a quick look that most values pass: what is left of them is worth a slow one.
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
		return digits(v) == 0
	}
	return true
}

// endsInYear says whether two or four characters stand behind a separator at the end.
func endsInYear(v string) bool {
	n := len(v)
	return n >= len("Mar-05") && (separates(v[n-3]) || n >= len("Mar-2005") && separates(v[n-5]))
}

func separates(c byte) bool { return c == '-' || c == '/' || c == ' ' || c == '.' }

// A damageKind is one kind of damage that text shows.
type damageKind struct {
	code    apiclient.Code
	message string
	is      func(f apiclient.Field, v string) bool
}

// damages are the kinds of damage that text shows. Each must be sure of itself: it stands in the way of a row.
var damages = []damageKind{
	{codes.Formula, "this is the text of a formula, not its value", formula},
	{codes.SheetError, "this is an error of a spreadsheet, not a value", sheetError},
	{codes.Scientific, "a spreadsheet has rounded a long number to scientific notation: its last digits are gone", scientific},
	{codes.Date, "a spreadsheet has made a date of it", date},
}

// formula: nothing that a phone has begins with =. With + or @ it must call a function: +1727… is a telephone number.
func formula(_ apiclient.Field, v string) bool {
	switch v[0] {
	case '=':
		return true
	case '+', '@':
		return strings.HasSuffix(v, ")") && call().MatchString(v)
	}
	return false
}

var call = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+@][A-Za-z][A-Za-z0-9.]*\(`) })

// sheetErrors are the errors that Excel, LibreOffice and Google Sheets show, in the languages of their interfaces.
var sheetErrors = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#DIV/0!": true, "#NAME?": true, "#NULL!": true, "#NUM!": true, "#SPILL!": true, "#CALC!": true,
	"#FIELD!": true, "#BLOCKED!": true, "#CONNECT!": true, "#UNKNOWN!": true, "#BUSY!": true, "#EXTERNAL!": true, "#PYTHON!": true, "#ERROR!": true, "#GETTING_DATA": true,
	"#NV": true, "#BEZUG!": true, "#WERT!": true, "#ZAHL!": true, "#ÜBERLAUF!": true, // German
	"#VALEUR!": true, "#NOM?": true, "#NOMBRE!": true, "#NUL!": true, // French
	"#¡REF!": true, "#¡VALOR!": true, "#¿NOMBRE?": true, "#¡DIV/0!": true, "#¡NUM!": true, "#¡NULO!": true, "#VALOR!": true, "#NOME?": true, // Spanish, Portuguese
	"#RIF!": true, "#VALORE!": true, "#N/D": true, "#N/B": true, "#VERW!": true, "#WAARDE!": true, "#NAAM?": true, // Italian, Dutch
}

// sheetError knows errors by their names; LibreOffice gives numbers too (Err:502), and #### is a column too narrow to show
// its value.
func sheetError(_ apiclient.Field, v string) bool {
	if number, ok := strings.CutPrefix(v, "Err:"); ok {
		return len(number) == 3 && digits(number) == 3
	}
	return v[0] == '#' && (sheetErrors[strings.ToUpper(v)] || len(v) >= 4 && strings.Trim(v, "#") == "")
}

// scientific: a power of ten is always shown with its sign by spreadsheets; without one, as Java writes it, there must be
// a fraction. A bare 5e12 may be somebody's extension, and 1E-05 too.
func scientific(_ apiclient.Field, v string) bool {
	if last := v[len(v)-1]; last < '0' || last > '9' || len(v) > 24 {
		return false
	}
	return (strings.IndexByte(v, 'E') > 0 || strings.IndexByte(v, 'e') > 0) && power().MatchString(v)
}

var power = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[+-]?\d(?:(?:[.,]\d+)?[eE]\+|[.,]\d+[eE])\d{1,3}$`)
})

// named are the fields that hold names which people choose: May-05 may be one.
var named = []apiclient.Field{apiclient.Email, apiclient.PhoneContext, apiclient.AdminUserGroup, apiclient.TemplateID}

// date knows the shapes in which spreadsheets show dates: 5-Mar, Mar-05, 05-Mar-26, 3/5/2026, 05.03.2026, 2026-03-05. In
// each field it takes those alone that no honest value of it has: 25-1 is a line of a Zap channel bank, 10.1.26 the
// beginning of an address, 12.05.26 a telephone number as it is written in half of Europe.
func date(f apiclient.Field, v string) bool {
	if len(v) > 32 {
		return false
	}
	if first := v[0]; first < '0' || first > '9' {
		return monthFirst(f, v)
	}
	switch sep := strings.IndexFunc(v, func(r rune) bool { return r < '0' || r > '9' }); {
	case len(v) < len("5-Mar") || !separates(v[sep]) || strings.Count(v, ".") == 3: // an address
		return false
	case sep == 4:
		return yearFirst(f, v)
	case sep <= 2:
		return dayFirst(f, v)
	}
	return false
}

// clockTail is the time of day that may follow a date.
const clockTail = `([ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?)?$`

var shapes = sync.OnceValue(func() (s struct{ year, numbers, dayMonth, monthYear *regexp.Regexp }) {
	s.year = regexp.MustCompile(`^((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})` + clockTail)
	s.numbers = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.]((?:19|20)?\d{2})` + clockTail)
	s.dayMonth = regexp.MustCompile(`^(\d{1,2})(-|/|\.? )(\pL{3,5})\.?(?:[-/ ](\d{2}|\d{4}))?` + clockTail)
	s.monthYear = regexp.MustCompile(`^(\pL{3,5})\.?([-/ ])(\d{2}|\d{4})$`)
	return s
})

func yearFirst(f apiclient.Field, v string) bool {
	found := shapes().year.FindStringSubmatch(v)
	if found == nil || !plausible(found[2], found[3]) {
		return false
	}
	return found[4] != "" || v[4] != '-' || !slices.Contains(named, f)
}

func dayFirst(f apiclient.Field, v string) bool {
	if found := shapes().dayMonth.FindStringSubmatch(v); found != nil {
		return months[strings.ToLower(found[3])] && plausible("1", found[1]) && (found[2] == "-" || !slices.Contains(named, f))
	}
	found := shapes().numbers.FindStringSubmatch(v)
	if found == nil || !plausible(found[1], found[3]) && !plausible(found[3], found[1]) {
		return false
	}
	short := len(found[4]) == 2
	switch found[2] {
	case "/":
		return true
	case ".":
		return !short || f != apiclient.ServerIP && f != apiclient.OutboundCID
	}
	return !short && len(found[1]) == 2 && len(found[3]) == 2 && !slices.Contains(named, f)
}

// words are months that are words in English too: out-05 may be the fifth line for outbound calls.
var words = []string{"out", "set", "gen", "mag"}

// monthFirst: passwords and names must have the very shape that Excel gives them.
func monthFirst(f apiclient.Field, v string) bool {
	if len(v) > len("sept.-2026") || !endsInYear(v) || slices.Contains(named, f) {
		return false
	}
	found := shapes().monthYear.FindStringSubmatch(v)
	if found == nil || !months[strings.ToLower(found[1])] || slices.Contains(words, strings.ToLower(found[1])) {
		return false
	}
	if f.Secret() || f == apiclient.PhoneFullName {
		return found[2] == "-" && len(found[1]) == 3 && len(found[3]) == 2 && 'A' <= v[0] && v[0] <= 'Z' && v[1] >= 'a'
	}
	return true
}

// plausible says whether there are such a month and such a day.
func plausible(month, day string) bool {
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	return 1 <= m && m <= 12 && 1 <= d && d <= 31
}

// months are the short names that spreadsheets give months, in English, German, French, Spanish, Portuguese, Italian and
// Dutch.
var months = func() map[string]bool {
	m := make(map[string]bool)
	for name := range strings.FieldsSeq(`jan feb mar apr may jun jul aug sep sept oct nov dec mrz mär märz mai juni juli okt dez
		janv févr mars avr juin juil août déc ene abr ago dic fev set out gen mag giu lug ott mrt mei`) {
		m[name] = true
	}
	return m
}()
