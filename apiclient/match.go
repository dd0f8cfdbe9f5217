package apiclient

import (
	"slices"
	"strings"
)

// A match says whether the details of an answer belong to a request.
type match int

const (
	matchFull  match = iota
	matchOther       // the answer belongs to another request
	matchShort       // details are missing
)

// match compares the details of an answer with the request. Details named "-" always match. For CodeRequired an empty
// detail matches too: all builds send the same text, but perhaps with another number of details.
func (a answer) match(req Request, details []string, success bool, d Dialect) match {
	names := a.named(req.Function)
	for i, name := range names {
		switch {
		case i >= len(details) && (a.code.Refuses() || a.code == CodeRequired): // a refused caller must not call again, with or without details
			return matchFull
		case i >= len(details):
			return matchShort
		case a.code == CodeRequired && details[i] == "", matchesField(req, name, details[i], success, d):
		case success && name == DialplanNumber.String() && strings.HasPrefix(req.Values[name], details[i]):
			return matchShort // the answer ends in the middle of the last detail
		default:
			return matchOther
		}
	}
	return matchFull
}

// named returns the names of the answer's details.
func (a answer) named(fn Function) []string {
	if a.code == CodeRequired {
		return strings.Fields(requiredDetails[fn])
	}
	return strings.Fields(a.details)
}

// matchesField reports whether a detail repeats the named field of the request, in any case: as sent, or as any build
// in either letter mode cleans the value. In a refusal the value may also be cut to the width of the column. In a
// success a cut value does not match: the answer may belong to another phone.
func matchesField(req Request, name, answered string, success bool, d Dialect) bool {
	sent := req.Values[name]
	same := func(fn Function, name, sent string) bool {
		return strings.EqualFold(sent, answered) || slices.ContainsFunc(d.allSpecs(fn, name), func(s Spec) bool {
			clean := s.Clean(sent)
			return strings.EqualFold(clean, answered) || !success && s.Width > 0 && strings.EqualFold(cut(clean, s.Width), answered)
		})
	}
	switch {
	case name == "-":
		return true
	case name == "function":
		return answered == string(req.Function)
	case name == "agent_user" && strings.Contains(sent, "AUTOGENERA"): // the dialer chooses the number
		return true
	case name == member:
		return slices.ContainsFunc(strings.Split(req.Values["phone_logins"], ","), func(login string) bool {
			return same(AddPhone, PhoneLogin.String(), login)
		})
	}
	return same(req.Function, name, sent)
}

// allSpecs returns the specs of a field in all builds and both letter modes. The spec of this dialect comes first.
func (d Dialect) allSpecs(fn Function, name string) (specs []Spec) {
	for _, nonLatin := range []bool{d.NonLatin, !d.NonLatin} {
		d.NonLatin = nonLatin
		if s, known := d.Spec(fn, name); known {
			specs = append(specs, s)
		}
		for _, older := range d.Older(fn, name) {
			specs = append(specs, older.Spec)
		}
	}
	return specs
}
