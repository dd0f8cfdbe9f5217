package apiclient

import (
	"slices"
	"strings"
)

// A fit says how the details of an answer go with what was asked.
type fit int

const (
	fitsWhole fit = iota
	fitsNot       // it is the answer to another request
	fitsShort     // details are missing
)

// fits holds the details of an answer against the request. Details named "-" fit always. That a required field is missing
// is told of builds old and new by the same text, but perhaps not by as many details: empty ones are nobody's.
func (a answer) fits(req Request, details []string, success bool, d Dialect) fit {
	names := a.named(req.Function)
	for i, name := range names {
		switch {
		case i >= len(details) && (a.code.Refuses() || a.code == CodeRequired): // whoever is sent away is not to ask again
			return fitsWhole
		case i >= len(details):
			return fitsShort
		case a.code == CodeRequired && details[i] == "", said(req, name, details[i], success, d):
		case success && name == DialplanNumber.String() && strings.HasPrefix(req.Values[name], details[i]):
			return fitsShort // it ends in the middle of its last detail
		default:
			return fitsNot
		}
	}
	return fitsWhole
}

// named are the names of an answer's details.
func (a answer) named(fn Function) []string {
	if a.code == CodeRequired {
		return strings.Fields(requiredDetails[fn])
	}
	return strings.Fields(a.details)
}

// said says whether a detail is what the request said, as some dialer would repeat it: as sent, or as cleaned by any build
// and in either letter mode, in capitals or not. Only of a refusal it may be cut to the column: a success that is cut is
// another phone's, as likely as not.
func said(req Request, name, answered string, success bool, d Dialect) bool {
	sent := req.Values[name]
	same := func(fn Function, name, sent string) bool {
		return strings.EqualFold(sent, answered) || slices.ContainsFunc(d.each(fn, name), func(s Spec) bool {
			clean := s.Clean(sent)
			return strings.EqualFold(clean, answered) || !success && s.Width > 0 && strings.EqualFold(cut(clean, s.Width), answered)
		})
	}
	switch {
	case name == "-":
		return true
	case name == "function":
		return answered == string(req.Function)
	case name == "agent_user" && strings.Contains(sent, "AUTOGENERA"): // the dialer chooses a number
		return true
	case name == member:
		return slices.ContainsFunc(strings.Split(req.Values["phone_logins"], ","), func(login string) bool {
			return same(AddPhone, PhoneLogin.String(), login)
		})
	}
	return same(req.Function, name, sent)
}

// each lists what all builds, in both letter modes, make of a field.
func (d Dialect) each(fn Function, name string) (specs []Spec) {
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
