package apiclient

import (
	"strings"
)

// A Spec is what one function of the API makes of one field: what it keeps, how wide the column is,
// what it falls back to. Specs come resolved for one dialer from Dialect.Specs.
type Spec struct {
	Name     string // in the request
	Column   string // in the database
	Required bool   // refused where nothing is left of it
	Min, Max int    // fewest and most bytes after cleaning; 0 is no limit. Outside them the call is refused
	Keep     *Charset
	Width    int      // of the column, in characters: the rest is cut off, with SUCCESS; 0 is no limit
	Words    []string // the only values stored; anything else falls back to Default
	Default  string   // stored where nothing is left of the value
	Secret   bool

	finish   func(clean string) string // what the function does after cleaning, before it looks
	older    []variant
	nonLatin bool
}

// A variant is what builds before one day do differently.
type variant struct {
	before  Build
	unknown bool     // the field is ignored without a word
	keep    *Charset // nil: the same
	width   int      // 0: the same
}

// resolved returns the spec for one dialer. The second result is false
// where its build does not know the field.
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

// Clean returns the value as the function works with it: unwanted characters gone, not yet cut to the column.
// Answers echo this form.
func (s *Spec) Clean(v string) string {
	if s.Keep != nil {
		v = s.Keep.keep(v, s.nonLatin)
	}
	if s.finish != nil {
		v = s.finish(v)
	}
	return v
}

// Stored returns what the database holds after the function has accepted the value.
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

func (s *Spec) word(v string) string {
	for _, w := range s.Words {
		if strings.EqualFold(v, w) {
			return w
		}
	}
	return ""
}

// plusToSpace is what the API does to an e-mail address after cleaning it (contract/API.md, Cleaning).
func plusToSpace(v string) string { return strings.ReplaceAll(v, "+", " ") }

// template drops what add_phone and update_phone take for no template.
func template(v string) string {
	if len(v) < 2 || strings.EqualFold(v, blank) {
		return ""
	}
	return v
}

// callerIDDigits leaves the digits, but ---ALL--- as it is: "any of the campaign's".
func callerIDDigits(v string) string {
	if v == allGroups {
		return v
	}
	return digits.keep(v, false)
}

const (
	blank     = "--BLANK--" // update_phone's word for "make it empty"
	allGroups = "---ALL---"
)
