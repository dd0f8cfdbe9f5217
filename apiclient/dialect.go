package apiclient

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// A Build is the date of a VICIdial build as YYMMDD: the first half of the BUILD of a version answer (241004-1518).
// Zero stands for a current build.
type Build int

// ParseBuild reads the BUILD of a version answer, YYMMDD or YYMMDD-HHMM.
func ParseBuild(text string) (Build, error) {
	day, _, _ := strings.Cut(text, "-")
	n, err := strconv.Atoi(day)
	if err != nil || len(day) != 6 || n <= 0 || day[0] == '+' {
		return 0, fmt.Errorf("%q is not a build: want YYMMDD-HHMM", text)
	}
	return Build(n), nil
}

// String returns YYMMDD, or "current" for zero.
func (b Build) String() string {
	if b == 0 {
		return "current"
	}
	return fmt.Sprintf("%06d", int(b))
}

// A Dialect holds the settings that decide how a dialer cleans and compares values. The zero Dialect is a current build
// with use_non_latin off. All methods may be called concurrently.
type Dialect struct {
	NonLatin bool  // use_non_latin is on: letters of every script are kept, and keys that differ in accents are equal
	Build    Build // the rules of this build apply
}

// FirstBuild is older than every real build.
const FirstBuild Build = 1

// Fold returns the form of a stored key that the dialer compares: without case and, in non-latin mode, without accents
// (contract/API.md, "Cleaning"; domain rule R-04).
func (d Dialect) Fold(key string) string {
	if d.NonLatin && !ascii(key) {
		if bare, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), key); err == nil {
			key = bare
		}
	}
	return strings.ToLower(key)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// AgentScreen returns a login as the agent screen reads it: the letters and digits alone (domain rule R-17). An agent
// can never log in with a login that AgentScreen changes.
func (d Dialect) AgentScreen(login string) string {
	return alnum.filter(login, d.NonLatin)
}

// ReservedLogin is the login that the agent screen reads as "no phone" (domain rule R-17).
const ReservedLogin = "nophone"
