package preflight

import (
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/codes"
)

// registrationPassword is domain rule R-11 for the password that the phone registers with, which toll fraud tries to
// guess. It reports the first of three faults. Passwords that different people share are found at the end of the list.
func registrationPassword(j *judge, p *apiclient.Phone) {
	const f = apiclient.RegistrationPassword
	switch v := p.RegistrationPassword.Reveal(); {
	case v == "" || j.damaged.has(f):
	case isFirstTried(v):
		j.once(f, codes.DefaultPassword, firstTriedMessage)
	case strings.EqualFold(v, p.Extension) || strings.EqualFold(v, p.PhoneLogin):
		j.once(f, codes.PasswordIsLogin, isLoginMessage)
	case isWeak(v):
		j.once(f, codes.WeakPassword, weakMessage)
	}
}

// agentPassword is domain rule R-11 for the password that people type. It reports only the passwords that protect
// nothing.
func agentPassword(j *judge, p *apiclient.Phone) {
	const f = apiclient.PhonePass
	switch v := p.PhonePass.Reveal(); {
	case v == "" || j.damaged.has(f):
	case isFirstTried(v):
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

// isFirstTried reports whether a password stands for no password (none, null, 0, -, xxx) or is one of the first that
// attackers try. The system's default is test (domain rule R-11).
func isFirstTried(v string) bool {
	if len(v) > len("undefined") { // the longest of these words
		return false
	}
	switch strings.ToLower(v) {
	case "test", "1234", "none", "null", "nil", "na", "nan", "empty", "blank", "undefined", "password", "pass", "changeme":
		return true
	}
	return v != "" && strings.Trim(v, "-_.0xX") == ""
}

// fewestCharacters is the length of the shortest registration_password that is not weak (domain rule R-11).
const fewestCharacters = 8

// isWeak reports whether a password is short, or has only one kind of characters: capitals, small letters, digits,
// others.
func isWeak(v string) bool {
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

// kindOfCharacter returns a number for each kind: small letters, capitals, digits, others.
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
