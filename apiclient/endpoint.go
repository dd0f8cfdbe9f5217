package apiclient

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// apiPath is where VICIdial serves the API.
const apiPath = "/vicidial/non_agent_api.php"

// An Endpoint is the address of one dialer's API, in one canonical form: two spellings of one address are equal.
type Endpoint struct{ url url.URL }

// ErrURL is wrapped by every error of ParseEndpoint.
var ErrURL = errors.New("not the address of a dialer")

// ParseEndpoint reads https://dialer.example.com, or the full address of non_agent_api.php. A user or password
// in the address is refused: it would stand in errors, logs and the process list. Errors never repeat the text.
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

// apiAt is the API's path beside any path of a dialer: people paste the address of the page that they have open.
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

// URL is the full address of the API.
func (e Endpoint) URL() string { return e.url.String() }

// String is the dialer's short name, for people and for results: the address without the usual path.
func (e Endpoint) String() string { return strings.TrimSuffix(e.url.String(), apiPath) }

// Loopback says whether the address is on this machine.
func (e Endpoint) Loopback() bool {
	host := e.url.Hostname()
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Plain says whether passwords would cross a network unencrypted.
func (e Endpoint) Plain() bool { return e.url.Scheme == "http" && !e.Loopback() }
