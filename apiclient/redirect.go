package apiclient

import (
	"net/http"
	"net/url"
	"strings"
)

// maxTarget is the length of the longest host or path that is shown, in bytes.
const maxTarget = 255

// redirectTarget returns the address that a redirect points to, without the query, which may hold a password. A path
// that repeats a password of the request, or is longer than maxTarget, is left out. If the host does so, or if the
// address is not an http or https address, the result is "".
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
