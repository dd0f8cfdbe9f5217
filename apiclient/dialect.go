package apiclient

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// A Build is the day of a VICIdial build as YYMMDD, the first half of what version answers (241004-1518).
// Zero stands for a current one.
type Build int

// ParseBuild reads the BUILD of a version answer.
func ParseBuild(text string) (Build, error) {
	day, _, _ := strings.Cut(text, "-")
	n, err := strconv.Atoi(day)
	if err != nil || len(day) != 6 || n <= 0 || day[0] == '+' {
		return 0, fmt.Errorf("%q is no build: want YYMMDD-HHMM", text)
	}
	return Build(n), nil
}

func (b Build) String() string {
	if b == 0 {
		return "current"
	}
	return fmt.Sprintf("%06d", int(b))
}

// A Dialect is what makes one dialer clean and compare values unlike another. The zero Dialect is a current
// build with use_non_latin off. It is a plain value and may be used from anywhere at once.
type Dialect struct {
	NonLatin bool  // use_non_latin is on: letters of every script are kept, accents do not tell keys apart
	Build    Build // rules follow this build
}

// Specs returns the field table of one function for this dialer. Fields that its build ignores are left out.
// For AddPhone the result is in the order of Field as long as none is left out.
func (d Dialect) Specs(fn Function) []Spec {
	specs := make([]Spec, 0, len(tables[fn]))
	for _, s := range tables[fn] {
		if s, known := s.resolved(d); known {
			specs = append(specs, s)
		}
	}
	return specs
}

// Spec returns the line of the field table for one field of one function. The second result is false where
// the function, or this dialer's build, does not know the field.
func (d Dialect) Spec(fn Function, name string) (Spec, bool) {
	if s := lookUp(fn, name); s != nil {
		return s.resolved(d)
	}
	return Spec{}, false
}

// FirstBuild is as old as any.
const FirstBuild Build = 1

// UnknownTo lists the fields of a phone that a build ignores without a word.
func UnknownTo(b Build) (fields []Field) {
	for f := range numFields {
		if _, known := addPhone[f].resolved(Dialect{Build: b}); !known {
			fields = append(fields, f)
		}
	}
	return fields
}

// An OlderSpec is what builds before one day made of a field.
type OlderSpec struct {
	Spec
	Before Build
}

// Older returns what builds before today's made of one field of one function, the newest first, where it is something
// else than today. Builds that ignored the field as a whole are left out.
func (d Dialect) Older(fn Function, name string) []OlderSpec {
	s := lookUp(fn, name)
	if s == nil {
		return nil
	}
	var list []OlderSpec
	for _, v := range s.older {
		d.Build = v.before - 1
		if spec, known := s.resolved(d); known {
			list = append(list, OlderSpec{spec, v.before})
		}
	}
	slices.SortFunc(list, func(a, b OlderSpec) int { return int(b.Before - a.Before) })
	return list
}

func lookUp(fn Function, name string) *Spec {
	for _, table := range [...][]Spec{tables[fn], credentials} {
		for i := range table {
			if table[i].Name == name {
				return &table[i]
			}
		}
	}
	return nil
}

// Stores predicts what add_phone stores for a phone that it accepts.
func (d Dialect) Stores(p Phone) Phone {
	for f := range numFields {
		spec, known := addPhone[f].resolved(d)
		if !known {
			p.Set(f, "") // the column keeps the schema's default, whatever was sent
			continue
		}
		p.Set(f, spec.Stored(p.Value(f)))
	}
	return p
}

// Fold reduces a stored key to what the dialer compares: case is ignored, and in non-latin mode accents too
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

// AgentScreen returns what the agent screen makes of a login that an agent types: it keeps letters and digits
// (domain rule R-17). A login that does not come back unchanged can never be used.
func (d Dialect) AgentScreen(login string) string {
	return alnum.keep(login, d.NonLatin)
}

// ReservedLogin is a login that the agent screen takes for "no phone at all" (domain rule R-17).
const ReservedLogin = "nophone"
