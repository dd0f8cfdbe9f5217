package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// registrationPassword is R-11 for the password that the phone registers with, and that toll fraud tries: the first of
// three faults that it has. That different people share one is found at the end of the list.
func registrationPassword(j *judge, p *apiclient.Phone) {
	const f = apiclient.RegistrationPassword
	switch v := p.RegistrationPassword.Reveal(); {
	case v == "" || j.damaged.has(f):
	case firstTried(v):
		j.once(f, codes.DefaultPassword, firstTriedMessage)
	case strings.EqualFold(v, p.Extension) || strings.EqualFold(v, p.PhoneLogin):
		j.once(f, codes.PasswordIsLogin, isLoginMessage)
	case weak(v):
		j.once(f, codes.WeakPassword, weakMessage)
	}
}

// agentPassword is R-11 for the password that people type: only what is no password at all is found fault with.
func agentPassword(j *judge, p *apiclient.Phone) {
	const f = apiclient.PhonePass
	switch v := p.PhonePass.Reveal(); {
	case v == "" || j.damaged.has(f):
	case firstTried(v):
		j.once(f, codes.DefaultPassword, firstTriedMessage)
	case strings.EqualFold(v, p.PhoneLogin):
		j.once(f, codes.PasswordIsLogin, isLoginMessage)
	}
}

func firstTriedMessage(rows int) string {
	return inRows(rows) + "the password stands for none, or is the first that everybody tries (the system's default is among them)"
}

func isLoginMessage(rows int) string {
	return inRows(rows) + "the password is the phone's extension or login"
}

func weakMessage(rows int) string {
	return inRows(rows) + "the password has fewer than eight characters, or characters of one kind only"
}

// firstTried says of a password that it stands for none (none, null, 0, -, xxx) or is the first that is tried: test
// is the system's default (domain rule R-11).
func firstTried(v string) bool {
	if len(v) > len("undefined") { // the longest of them
		return false
	}
	switch strings.ToLower(v) {
	case "test", "1234", "none", "null", "nil", "na", "nan", "empty", "blank", "undefined", "password", "pass", "changeme":
		return true
	}
	return v != "" && strings.Trim(v, "-_.0xX") == ""
}

// fewestCharacters is the shortest registration_password that is not weak (domain rule R-11).
const fewestCharacters = 8

// weak says whether a password is short, or of one kind of characters: capitals, small letters, digits, others.
func weak(v string) bool {
	if len(v) < fewestCharacters {
		return true
	}
	first := kindOfCharacter(v[0])
	for i := 1; i < len(v); i++ {
		if kindOfCharacter(v[i]) != first {
			return false
		}
	}
	return true
}

func kindOfCharacter(c byte) int {
	switch {
	case 'a' <= c && c <= 'z':
		return 1
	case 'A' <= c && c <= 'Z':
		return 2
	case '0' <= c && c <= '9':
		return 3
	}
	return 4
}
