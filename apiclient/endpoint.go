package apiclient

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// apiPath is the path of the API on a dialer.
const apiPath = "/vicidial/non_agent_api.php"

// An Endpoint is the address of one dialer's API in canonical form: two spellings of one address give equal Endpoints.
type Endpoint struct{ url url.URL }

// ErrURL is wrapped by every error of ParseEndpoint.
var ErrURL = errors.New("not the address of a dialer")

// ParseEndpoint reads https://dialer.example.com, the full address of non_agent_api.php, or the address of another page
// of the dialer. An address with a user or password is refused, because addresses appear in errors, logs and the
// process list. Every error wraps ErrURL and does not repeat the text.
func ParseEndpoint(text string) (Endpoint, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return Endpoint{}, fmt.Errorf("%w: it cannot be read as a URL", ErrURL)
	case u.User != nil || strings.Contains(u.Path, "@"):
		return Endpoint{}, fmt.Errorf("%w: it holds a user or a password", ErrURL)
	case u.Scheme != "http" && u.Scheme != "https":
		return Endpoint{}, fmt.Errorf("%w: it must begin with https:// or http://", ErrURL)
	case u.Hostname() == "":
		return Endpoint{}, fmt.Errorf("%w: it names no host", ErrURL)
	case u.RawQuery != "" || u.Fragment != "":
		return Endpoint{}, fmt.Errorf("%w: it must end before ? and #", ErrURL)
	}
	e := Endpoint{url.URL{Scheme: u.Scheme, Host: strings.TrimSuffix(strings.ToLower(u.Host), ":"), Path: apiAt(u.Path)}}
	if port := u.Port(); (u.Scheme == "https" && port == "443") || (u.Scheme == "http" && port == "80") {
		e.url.Host = strings.TrimSuffix(e.url.Host, ":"+port)
	}
	return e, nil
}

// apiAt returns the path of the API for a path on a dialer. People paste the address of the page that is open in their
// browser.
func apiAt(p string) string {
	dir := strings.TrimSuffix(path.Clean("/"+p), "/")
	switch {
	case path.Base(dir) == path.Base(apiPath):
		return dir
	case strings.HasSuffix(dir, ".php"):
		dir = path.Dir(dir)
	}
	return strings.TrimSuffix(strings.TrimSuffix(dir, "/"), "/vicidial") + apiPath
}

// URL returns the full address of the API.
func (e Endpoint) URL() string { return e.url.String() }

// String returns the dialer's short name, for messages and results: the address without the usual path.
func (e Endpoint) String() string { return strings.TrimSuffix(e.url.String(), apiPath) }

// Loopback reports whether the address is on this machine.
func (e Endpoint) Loopback() bool {
	host := e.url.Hostname()
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Plain reports whether passwords would cross a network without encryption.
func (e Endpoint) Plain() bool { return e.url.Scheme == "http" && !e.Loopback() }
