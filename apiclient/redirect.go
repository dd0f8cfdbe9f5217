package apiclient

import (
	"net/http"
	"net/url"
	"strings"
)

// maxTarget is how long a host or a path may be that a person is told of, in bytes.
const maxTarget = 255

// redirectTarget is where a redirect points, without a query, which may hold anything, and without a path that repeats
// a password of the request or is too long. Such a host is none.
func redirectTarget(resp *http.Response, req Request) string {
	u, err := resp.Location()
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(u.Host) > maxTarget {
		return ""
	}
	for label := range strings.SplitSeq(u.Hostname(), ".") {
		if repeats(label, req) {
			return ""
		}
	}
	target := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	if len(target.Path) > maxTarget || repeats(target.Path, req) {
		target.Path = ""
	}
	return target.String()
}

// repeats says whether a text holds a password of the request, however it was cleaned or escaped on the way.
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

// essence is what every cleaning and escaping leaves of a text: letters and digits, regardless of case.
func essence(text string) string {
	for strings.Contains(text, "%") {
		unescaped, err := url.PathUnescape(text)
		if err != nil || unescaped == text {
			break
		}
		text = unescaped
	}
	return alnum.keep(strings.ToLower(text), false)
}
