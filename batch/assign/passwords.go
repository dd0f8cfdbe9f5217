package assign

import (
	"phonebatch/apiclient"
	"phonebatch/batch/object"
)

// The lengths of generated passwords, in characters. People type phone_pass, and old builds keep ten characters of it
// (contract/API.md, "Other builds").
const (
	phonePassLength    = 10
	registrationLength = 20
)

// learn remembers the passwords that the list has for a person: the person's other phones get the same passwords. If
// the list has several passwords for a person, learn remembers none.
func (p *Plan) learn(who object.Person, phone *apiclient.Phone) {
	if who.Kind == "" {
		return
	}
	for _, f := range []apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword} {
		listed, s := apiclient.Secret(phone.Value(f)), slotOf(who, f)
		if listed == "" {
			continue
		}
		if other, known := p.passwords[s]; known && other != listed {
			listed = ""
		}
		p.passwords[s] = listed
	}
}

// password returns a person's password: the password that the list has for another phone of the person, or else the
// password that an earlier run made, or else a new password.
func (p *Plan) password(who *person, f apiclient.Field) apiclient.Secret {
	s := slotOf(who.Person, f)
	if known := p.passwords[s]; known != "" {
		return known
	}
	made := p.madeBefore(who, f)
	switch {
	case made != "":
	case f == apiclient.RegistrationPassword:
		made = Generate(registrationLength)
	default:
		made = Generate(phonePassLength)
	}
	p.passwords[s] = made
	return made
}

// madeBefore returns the password that an earlier run made for a person, or "" if none is known. It looks in the
// credentials files for lines under the present key of the person. The person may have had another key at that time,
// so it also looks for the lines of the earlier phones of the person.
func (p *Plan) madeBefore(who *person, f apiclient.Field) apiclient.Secret {
	for _, file := range p.options.Credentials {
		if file == nil {
			continue
		}
		lines := file.Of(p.options.Dialer, who.Person)
		for _, was := range who.past {
			if l, ok := file.At(p.options.Dialer, was.Key); ok && who.Kind != object.ByExtension && Fold(l.FullName) == who.Name {
				lines = append(lines, l)
			}
		}
		for _, l := range lines {
			if made := l.password(f); made != "" {
				return made
			}
		}
	}
	return ""
}

// password returns one of the two passwords.
func (l *Credential) password(f apiclient.Field) apiclient.Secret {
	if f == apiclient.PhonePass {
		return l.PhonePass
	}
	return l.RegistrationPassword
}
