package batch

import (
	"phonebatch/apiclient"
	"phonebatch/batch/ledger"
)

// How long passwords are that the program makes. That of a phone is typed by people, and old builds keep ten characters
// of it (contract/API.md, "Other builds").
const (
	phonePassLength    = 10
	registrationLength = 20
)

// A person is who uses an extension, on whatever servers, and one of the passwords.
type person struct {
	extension string
	field     apiclient.Field
}

func personOf(extension string, f apiclient.Field) person {
	return person{apiclient.Dialect{NonLatin: true}.Fold(extension), f}
}

// password gives a person's password: the one that the credentials file has, or a new one.
func (c *chooser) password(extension string, f apiclient.Field) apiclient.Secret {
	who := personOf(extension, f)
	if p, made := c.passwords[who]; made {
		return p
	}
	p := c.listed[who]
	if p == "" && c.credentials != nil {
		p = c.kept(c.job.Dialer, extension, f)
		if p == "" { // what was rehearsed may have been told already
			p = c.kept(Rehearsal, extension, f)
		}
	}
	switch {
	case p != "":
	case f == apiclient.RegistrationPassword:
		p = ledger.Generate(registrationLength)
	default:
		p = ledger.Generate(phonePassLength)
	}
	c.passwords[who] = p
	return p
}

// kept is the password that the credentials file has of somebody.
func (c *chooser) kept(dialer, extension string, f apiclient.Field) apiclient.Secret {
	phonePass, registration := c.credentials.Find(dialer, extension)
	if f == apiclient.PhonePass {
		return phonePass
	}
	return registration
}

// learn remembers the passwords that the list has of a person, for that person's other phones. Where it has several, none
// is theirs.
func (c *chooser) learn(p *apiclient.Phone) {
	for _, f := range []apiclient.Field{apiclient.PhonePass, apiclient.RegistrationPassword} {
		who, listed := personOf(p.Extension, f), apiclient.Secret(p.Value(f))
		if listed == "" || p.Extension == "" {
			continue
		}
		if other, known := c.listed[who]; known && other != listed {
			listed = ""
		}
		c.listed[who] = listed
	}
}
