package preflight

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// required: the dialer refuses a phone if one of these fields is empty (contract/API.md, check 5).
func required(j *judge, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		if !f.Required() || p.Value(f) != "" || j.damaged.has(f) {
			continue
		}
		hint := codes.RemedyFor(codes.Missing, codes.EmptyField, f)
		if f.Secret() {
			hint = codes.RemedyFor(codes.Missing, codes.EmptyPassword)
		}
		j.report(f, codes.Missing, "the cell is empty", hint)
	}
}

// essentialFields are the fields that must be stored as listed. If the dialer changes one of them, the phone does not
// register, the agent cannot log in, or calls go out wrong.
var essentialFields = []apiclient.Field{
	apiclient.Extension, apiclient.DialplanNumber, apiclient.VoicemailID, apiclient.PhoneLogin, apiclient.PhonePass,
	apiclient.ServerIP, apiclient.RegistrationPassword, apiclient.OutboundCID, apiclient.Email,
}

// storedAsListed: the dialer would store another value than the list's, and answer SUCCESS (contract/API.md,
// "Cleaning").
func storedAsListed(j *judge, p *apiclient.Phone) {
	for f := range apiclient.Field(numFields) {
		v := p.Value(f)
		// The rules protocol and localGMT judge these two fields.
		if v == "" || f == apiclient.Protocol || f == apiclient.LocalGMT || j.damaged.has(f) {
			continue
		}
		spec := j.specs[f]
		if spec == nil {
			j.report(f, codes.FieldIgnored, fmt.Sprintf("this dialer (build %s) does not know the field and ignores it", j.dialect.Build), "")
			continue
		}
		if stored := spec.Stored(v); stored != v {
			j.reportChanged(f, spec, v, stored)
		}
		if clean := spec.Clean(v); clean != "" && len(clean) < spec.Min {
			j.report(f, codes.TooShort, fmt.Sprintf("the dialer refuses fewer than %d characters", spec.Min),
				codes.RemedyFor(codes.TooShort, codes.Fewest, spec.Min))
		}
	}
}

// reportChanged reports a value that the dialer would not store as listed.
func (j *judge) reportChanged(f apiclient.Field, spec *apiclient.Spec, v, stored string) {
	if len(spec.Words) > 0 {
		j.report(f, codes.Flag, fmt.Sprintf("the dialer does not know this value and stores %s", stored),
			codes.RemedyFor(codes.Flag, codes.OneOf, strings.Join(spec.Words, ", ")))
		return
	}
	severity := codes.Warning
	if slices.Contains(essentialFields, f) {
		severity = codes.Error
	}
	clean := spec.Clean(v)
	if f.Required() && strings.TrimSpace(clean) == "" {
		severity = codes.Error // the dialer refuses such a value as missing, or stores blanks
	}
	if clean != v {
		j.reportAs(severity, f, codes.Dropped, j.droppedMessage(f, v, clean, stored), j.droppedRemedy(f, v, spec))
	}
	if length := utf8.RuneCountInString(clean); spec.Width > 0 && length > spec.Width {
		message := fmt.Sprintf("%d characters, the dialer stores only %d", length, spec.Width)
		if !j.hides(f) {
			message += fmt.Sprintf(": %q", stored)
		}
		j.reportAs(severity, f, codes.Cut, message, codes.RemedyFor(codes.Cut, codes.Most, spec.Width))
	}
}

// droppedRemedy returns the remedy for a value of which the dialer drops characters: the characters that the dialer
// keeps. If the dialer drops letters beyond ASCII from a name, the remedy names the mode in which a dialer keeps them.
func (j *judge) droppedRemedy(f apiclient.Field, v string, spec *apiclient.Spec) string {
	foreign := func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }
	if f != apiclient.PhoneFullName || j.dialect.NonLatin || !strings.ContainsFunc(v, foreign) {
		return codes.RemedyFor(codes.Dropped, codes.OnlyThese, spec.Keep)
	}
	return codes.RemedyFor(codes.Dropped, codes.OtherScripts, spec.Keep)
}

// droppedMessage returns the message about a value of which the dialer drops characters. A password is not shown.
func (j *judge) droppedMessage(f apiclient.Field, v, clean, stored string) string {
	switch {
	case j.hides(f):
		n := utf8.RuneCountInString(v)
		return fmt.Sprintf("the dialer drops %d of its %d characters without a word", n-utf8.RuneCountInString(clean), n)
	case strings.TrimSpace(clean) == "":
		return "the dialer drops every character of it"
	case f == apiclient.Email && strings.Contains(v, "+"):
		return fmt.Sprintf("the dialer turns + into a space and would store %q", stored)
	}
	return fmt.Sprintf("the dialer would store %q", stored)
}
