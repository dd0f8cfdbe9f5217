package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A Proxy says through which proxy calls reach a dialer. The zero Proxy uses the proxy of the environment: HTTPS_PROXY,
// HTTP_PROXY and NO_PROXY.
type Proxy struct {
	none bool
	url  *url.URL
}

// ErrProxy is wrapped by every error about the address of a proxy.
var ErrProxy = errors.New("not the address of a proxy")

// ParseProxy reads "none", the address of a proxy, or "" for the proxy of the environment. An address without a scheme
// is an http proxy. An address with a user or password is refused. Every error wraps ErrProxy and does not repeat the
// text.
func ParseProxy(text string) (Proxy, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return Proxy{}, nil
	case strings.EqualFold(text, "none"):
		return Proxy{none: true}, nil
	case !strings.Contains(text, "://"):
		text = "http://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return Proxy{}, fmt.Errorf("%w: it cannot be read as a URL", ErrProxy)
	case u.User != nil || strings.Contains(u.Path, "@"):
		return Proxy{}, fmt.Errorf("%w: it holds a user or a password", ErrProxy)
	case !proxySchemes[u.Scheme]:
		return Proxy{}, fmt.Errorf("%w: it must begin with http://, https:// or socks5://", ErrProxy)
	case u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return Proxy{}, fmt.Errorf("%w: want a host and a port", ErrProxy)
	}
	return Proxy{url: &url.URL{Scheme: u.Scheme, Host: u.Host}}, nil
}

var proxySchemes = map[string]bool{"http": true, "https": true, "socks5": true, "socks5h": true}

// Told reports whether the proxy was chosen by ParseProxy. Otherwise the environment chooses the proxy.
func (p Proxy) Told() bool { return p.none || p.url != nil }

// urlFor returns the address of the proxy for calls to a dialer, or nil without a proxy. The address may hold a
// password. A Client asks for the address once, in New, and not at every call. If the environment holds an invalid
// address, the error wraps ErrProxy.
func (p Proxy) urlFor(e Endpoint) (*url.URL, error) {
	if p.none || p.url != nil {
		return p.url, nil
	}
	u, err := http.ProxyFromEnvironment(&http.Request{URL: &e.url})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", ProxyVariable(e), ErrProxy) // err repeats the address, which may hold a password
	case u != nil && (u.Hostname() == "" || strings.HasSuffix(u.Host, ":") || strings.Trim(u.Path, "/") != "" || !proxySchemes[u.Scheme]):
		return nil, fmt.Errorf("%s: %w", ProxyVariable(e), ErrProxy)
	}
	return u, nil
}

// On returns the address of the proxy for calls to a dialer, without user and password, or "" without a proxy. If the
// environment holds an invalid address, the error wraps ErrProxy.
func (p Proxy) On(e Endpoint) (string, error) {
	u, err := p.urlFor(e)
	return proxyName(u), err
}

// ProxyVariable returns the name of the environment variable with the proxy for calls to a dialer.
func ProxyVariable(e Endpoint) string {
	if e.url.Scheme == "http" {
		return "HTTP_PROXY"
	}
	return "HTTPS_PROXY"
}

// proxyName returns the address of a proxy without user and password, or "" for nil.
func proxyName(u *url.URL) string {
	if u == nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}

// useProxy makes a transport use a proxy. A CONNECT that the proxy refuses becomes a ProxyError.
func useProxy(t *http.Transport, proxy *url.URL) {
	t.Proxy = http.ProxyURL(proxy)
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
		if r.StatusCode == http.StatusOK {
			return nil
		}
		return &ProxyError{Proxy: proxyName(proxy), Status: r.StatusCode}
	}
}

// A ProxyError says that a proxy refused the connection to the dialer.
type ProxyError struct {
	Proxy  string // the address without user and password
	Status int    // the HTTP status of the proxy's answer
}

// Error returns the refusal with the address of the proxy and the status.
func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s does not let us through: it answered %s", e.Proxy, statusText(e.Status))
}
