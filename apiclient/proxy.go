package apiclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A Proxy says whether a dialer is reached by way of a proxy, and which. The zero Proxy follows the environment:
// HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
type Proxy struct {
	none bool
	url  *url.URL
}

// ErrProxy is wrapped by every error about the address of a proxy.
var ErrProxy = errors.New("not the address of a proxy")

// ParseProxy reads none, or the address of a proxy. A user or password in it is refused. Errors never repeat the text.
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

// Told says whether a flag and not the environment chose the proxy.
func (p Proxy) Told() bool { return p.none || p.url != nil }

// on finds the proxy on the way to a dialer; nil where there is none. The environment is looked at once, not at every call.
func (p Proxy) on(e Endpoint) (*url.URL, error) {
	if p.none || p.url != nil {
		return p.url, nil
	}
	u, err := http.ProxyFromEnvironment(&http.Request{URL: &e.url})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", ProxyVariable(e), ErrProxy) // the error repeats the address, and so a password
	case u != nil && (u.Hostname() == "" || strings.HasSuffix(u.Host, ":") || strings.Trim(u.Path, "/") != "" || !proxySchemes[u.Scheme]):
		return nil, fmt.Errorf("%s: %w", ProxyVariable(e), ErrProxy)
	}
	return u, nil
}

// On is the proxy on the way to a dialer, without its user and password; empty where there is none. It fails with ErrProxy
// where the environment names one that cannot be.
func (p Proxy) On(e Endpoint) (string, error) {
	u, err := p.on(e)
	return proxyName(u), err
}

// ProxyVariable is the environment variable that names the proxy on the way to a dialer.
func ProxyVariable(e Endpoint) string {
	if e.url.Scheme == "http" {
		return "HTTP_PROXY"
	}
	return "HTTPS_PROXY"
}

// proxyName is a proxy's address without its user and password.
func proxyName(u *url.URL) string {
	if u == nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host}).String()
}

// through has a transport go by way of a proxy, and tell its refusals apart from the dialer's.
func through(t *http.Transport, proxy *url.URL) {
	t.Proxy = http.ProxyURL(proxy)
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
		if r.StatusCode == http.StatusOK {
			return nil
		}
		return &ProxyError{Proxy: proxyName(proxy), Status: r.StatusCode}
	}
}

// A ProxyError says that a proxy has refused to connect us.
type ProxyError struct {
	Proxy  string
	Status int // of its answer
}

func (e *ProxyError) Error() string {
	return fmt.Sprintf("the proxy %s does not let us through: it answered %s", e.Proxy, statusText(e.Status))
}
