package apiclient

import (
	"net/url"
	"strings"
)

// A Request is one call: the function and its fields as sent, passwords included.
type Request struct {
	Function Function
	Values   map[string]string
}

// repeats reports whether a text holds a password of the request, in cleaned and escaped forms too.
func repeats(text string, req Request) bool {
	plain := essence(text)
	for _, name := range []string{"pass", PhonePass.String(), RegistrationPassword.String(), "agent_pass"} {
		secret := req.Values[name]
		if secret == "" {
			continue
		}
		if strings.Contains(text, secret) || essence(secret) != "" && strings.Contains(plain, essence(secret)) {
			return true
		}
	}
	return false
}

// essence returns the lower-case letters and digits of a text, which all cleaning and escaping keeps.
func essence(text string) string {
	for strings.Contains(text, "%") {
		unescaped, err := url.PathUnescape(text)
		if err != nil || unescaped == text {
			break
		}
		text = unescaped
	}
	return alnum.filter(strings.ToLower(text), false)
}
