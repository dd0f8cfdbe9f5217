package sandbox

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestGuarded(t *testing.T) {
	loopback := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8089}
	network := &net.TCPAddr{IP: net.IPv4(192, 168, 1, 5), Port: 8089}
	everywhere := &net.TCPAddr{IP: net.IPv6unspecified, Port: 8089}
	for _, c := range []struct {
		name, host, origin string
		listening, local   net.Addr
		refused            bool
	}{
		{"localhost", "localhost:8089", "", loopback, nil, false},
		{"in capitals", "LOCALHOST", "", loopback, nil, false},
		{"127.0.0.1", "127.0.0.1:8089", "", loopback, nil, false},
		{"all of 127", "127.9.9.9", "", loopback, nil, false},
		{"IPv6 loopback", "[::1]:8089", "", loopback, nil, false},
		{"a name made to point here", "evil.example:8089", "", loopback, nil, true},
		{"a name that looks local", "localhost.evil.example", "", loopback, nil, true},
		{"another address", "192.168.1.5:8089", "", loopback, nil, true},
		{"no host", "", "", loopback, nil, true},
		{"the address listened on", "192.168.1.5:8089", "", network, nil, false},
		{"not the address listened on", "192.168.1.6:8089", "", network, nil, true},
		{"where the connection came in", "192.168.1.5:8089", "", everywhere, network, false},
		{"not where the connection came in", "192.168.1.6:8089", "", everywhere, network, true},
		{"a name, listening everywhere", "evil.example", "", everywhere, network, true},
		{"everywhere, without a connection", "192.168.1.5:8089", "", everywhere, nil, true},
		{"own origin", "localhost:8089", "http://localhost:8089", loopback, nil, false},
		{"foreign origin", "localhost:8089", "https://evil.example", loopback, nil, true},
		{"another port's origin", "localhost:8089", "http://localhost:3000", loopback, nil, true},
		{"no page's origin", "localhost:8089", "null", loopback, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(Default())
			r := httptest.NewRequest(http.MethodGet, "/sandbox/phones", nil)
			r.Host = c.host
			if c.origin != "" {
				r.Header.Set("Origin", c.origin)
			}
			if c.local != nil {
				r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, c.local))
			}
			w := httptest.NewRecorder()
			Guarded(s, c.listening).ServeHTTP(w, r)
			if refused := w.Code == http.StatusForbidden; refused != c.refused {
				t.Errorf("status %d", w.Code)
			}
		})
	}
}

// A browser names the site that caused a request in Sec-Fetch-Site; a program sends no such header.
func TestAnotherSitesRequestsAreRefused(t *testing.T) {
	for site, refused := range map[string]bool{"": false, "none": false, "same-origin": false, "same-site": true, "cross-site": true, "something-new": true} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := httptest.NewRequest(method, APIPath, nil)
			r.Host = "127.0.0.1:8089"
			if site != "" {
				r.Header.Set("Sec-Fetch-Site", site)
			}
			w := httptest.NewRecorder()
			Guarded(New(Default()), &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8089}).ServeHTTP(w, r)
			if got := w.Code == http.StatusForbidden; got != refused {
				t.Errorf("%s %q: status %d", method, site, w.Code)
			}
		}
	}
}
