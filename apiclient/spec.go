package apiclient

import (
	"strings"
)

// A Spec describes how one function of the API treats one field: the characters that it keeps, the limits, the width of
// the column and the default. Dialect.Spec and Dialect.Specs return Specs for one dialer.
type Spec struct {
	Name     string   // in the request
	Column   string   // in the database
	Required bool     // the call is refused if the cleaned value is empty
	Min, Max int      // limits in bytes after cleaning; outside them the call is refused; 0 means no limit
	Keep     *Charset // the characters that cleaning keeps
	Width    int      // of the column, in characters; the dialer cuts longer values and reports SUCCESS; 0 means no limit
	Words    []string // if set, the only values that are stored; Default replaces all others
	Default  string   // stored if no value is left
	Secret   bool     // the value is a password

	finish   func(clean string) string // what the function does to a cleaned value before the checks
	older    []variant
	nonLatin bool
}

// A variant describes how builds before one date differ.
type variant struct {
	before  Build
	unknown bool     // the build silently ignores the field
	keep    *Charset // nil: as today
	width   int      // 0: as today
}

// resolved returns the spec for one dialer. The second result is false if the dialer's build does not know the field.
func (s Spec) resolved(d Dialect) (Spec, bool) {
	s.nonLatin = d.NonLatin
	for _, v := range s.older {
		if d.Build == 0 || d.Build >= v.before {
			continue
		}
		if v.unknown {
			return s, false
		}
		if v.keep != nil {
			s.Keep = v.keep
		}
		if v.width != 0 {
			s.Width = v.width
		}
	}
	return s, true
}

// Clean returns the value that the function checks and that answers repeat: without the dropped characters, and not yet
// cut to the width of the column.
func (s *Spec) Clean(v string) string {
	if s.Keep != nil {
		v = s.Keep.filter(v, s.nonLatin)
	}
	if s.finish != nil {
		v = s.finish(v)
	}
	return v
}

// Takes reports whether a cleaned value is within the limits of the function.
func (s *Spec) Takes(clean string) bool {
	return len(clean) >= s.Min && (s.Max == 0 || len(clean) <= s.Max)
}

// Stored returns the value that the database holds after the function has accepted v.
func (s *Spec) Stored(v string) string {
	v = s.Clean(v)
	if len(s.Words) > 0 {
		v = s.word(v)
	}
	if v == "" {
		return s.Default
	}
	if s.Width > 0 {
		v = cut(v, s.Width)
	}
	return v
}

// word returns the entry of Words that equals v without regard to case, or "".
func (s *Spec) word(v string) string {
	for _, w := range s.Words {
		if strings.EqualFold(v, w) {
			return w
		}
	}
	return ""
}

// plusToSpace replaces + by a space, as the API does in a cleaned e-mail address (contract/API.md, "Cleaning").
func plusToSpace(v string) string { return strings.ReplaceAll(v, "+", " ") }

// template returns "" for the values that add_phone and update_phone read as "no template".
func template(v string) string {
	if len(v) < 2 || strings.EqualFold(v, blank) {
		return ""
	}
	return v
}

// callerIDDigits returns the digits of a value, except that ---ALL--- stays: any number of the campaign.
func callerIDDigits(v string) string {
	if v == allGroups {
		return v
	}
	return digits.filter(v, false)
}

const (
	blank     = "--BLANK--" // tells update_phone to empty the field
	allGroups = "---ALL---"
)
