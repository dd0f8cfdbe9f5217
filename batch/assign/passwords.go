package assign

import (
	"slices"

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
	if made == "" {
		made = NewPassword(f)
	}
	p.passwords[s] = made
	return made
}

// NewPassword returns a new password for a field: phone_pass or registration_password. NewPassword may be called
// concurrently.
func NewPassword(f apiclient.Field) apiclient.Secret {
	if f == apiclient.RegistrationPassword {
		return Generate(registrationLength)
	}
	return Generate(phonePassLength)
}

// madeBefore returns the password that an earlier run made for a person, or "" if none is known. It looks in the
// credentials files for lines under the present key of the person. The person may have had another key at that time,
// so it also looks for the lines of the earlier phones of the person. The newest line counts, unless the password was
// never stored or is not the present one any more: then the newest line that fits the phones of the person.
func (p *Plan) madeBefore(who *person, f apiclient.Field) apiclient.Secret {
	var made []apiclient.Secret
	for _, file := range p.options.Credentials {
		if file == nil {
			continue
		}
		lines := file.Of(p.options.Dialer, who.Person)
		for _, was := range who.past {
			for _, l := range file.linesAt(p.options.Dialer, was.Key) {
				if who.Kind != object.ByExtension && Fold(l.FullName) == who.Name {
					lines = append(lines, l)
				}
			}
		}
		for _, l := range lines {
			if password := l.Password(f); password != "" {
				made = append(made, password)
			}
		}
	}
	for _, password := range made {
		if !who.hasAnother(f, password) {
			return password
		}
	}
	if len(made) > 0 {
		return made[0]
	}
	return ""
}

// hasAnother says whether a phone of the person is known to have another password.
func (who *person) hasAnother(f apiclient.Field, password apiclient.Secret) bool {
	var phone apiclient.Phone
	phone.Set(f, password.Reveal())
	return slices.ContainsFunc(who.past, func(was Past) bool { return was.Differs != nil && slices.Contains(was.Differs(&phone), f) })
}

// Password returns one of the two passwords.
func (l *Credential) Password(f apiclient.Field) apiclient.Secret {
	if f == apiclient.PhonePass {
		return l.PhonePass
	}
	return l.RegistrationPassword
}

// SetPassword changes one of the two passwords.
func (l *Credential) SetPassword(f apiclient.Field, password apiclient.Secret) {
	if f == apiclient.PhonePass {
		l.PhonePass = password
		return
	}
	l.RegistrationPassword = password
}
