package preflight

import (
	"regexp"
	"strings"
	"sync"

	"phonebatch/batch/values"
)

// callerID removes the usual punctuation from a telephone number. A value with other characters is returned unchanged:
// a rule reports it.
func callerID(v string) string {
	if strings.HasSuffix(v, ">") {
		if found := namedNumber().FindStringSubmatch(v); found != nil {
			v = strings.TrimSpace(found[1])
		}
	}
	if values.Digits(v) != 0 || v == "---ALL---" || !strings.ContainsAny(v, "+()-. ") {
		return v
	}
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune("+()-. ", r) {
			return -1
		}
		return r
	}, v)
	// The 0 of "(0)" is not dialled from abroad.
	if values.Digits(number) == 0 || floatPattern().MatchString(v) || strings.Contains(v, "(0)") {
		return v
	}
	return number
}

// namedNumber matches a caller ID with a name: "Sales" <7275550100>.
var namedNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[^<>]*<\s*([+\d][\d ().-]*)>$`) })

// floatPattern matches a number that a spreadsheet took for a decimal number: it has a minus sign or a fraction. A
// telephone number with a single dot has at least three digits on each side of the dot.
var floatPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^-[\d.]*$|^\+?(\d+\.0+|\d{0,2}\.\d*|\d*\.\d{0,2})$`)
})
