package apiclient_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

func TestAddressesOfProxies(t *testing.T) {
	for text, told := range map[string]bool{
		"": false, " ": false, "none": true, "NONE": true, "http://proxy.example:3128": true, "https://proxy.example": true,
		"proxy.example:3128": true, "socks5://127.0.0.1:1080/": true, "http://[::1]:3128": true,
	} {
		if p, err := apiclient.ParseProxy(text); err != nil || p.Told() != told {
			t.Errorf("%q: %v, %v", text, p, err)
		}
	}
	for _, text := range []string{
		"http://user:Hunter2x@proxy.example:3128", "user:Hunter2x@proxy.example:3128", "http://user@proxy.example", "ftp://proxy.example",
		"http://", "http://:3128", "http://proxy.example/path", "http://proxy.example/?Hunter2x", "http://proxy.example/#Hunter2x", "http://pro xy/Hunter2x", "://", "http:///Hunter2x@x",
	} {
		if _, err := apiclient.ParseProxy(text); !errors.Is(err, apiclient.ErrProxy) || strings.Contains(err.Error(), "Hunter2x") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// proxyClient returns a client that uses a proxy.
func proxyClient(t *testing.T, dialer, proxy string) *apiclient.Client {
	t.Helper()
	o := options(t, dialer)
	var err error
	if o.Proxy, err = apiclient.ParseProxy(proxy); err != nil {
		t.Fatal(err)
	}
	return newClient(t, o)
}

func TestProxyRefusalsNameTheProxy(t *testing.T) {
	for status, passing := range map[int]bool{401: false, 403: false, 407: false, 502: true, 503: true, 504: true} {
		calls := 0
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if calls++; r.Method != http.MethodConnect {
				t.Errorf("the proxy got %s", r.Method)
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "Hunter2x")
		}))
		defer proxy.Close()
		c := proxyClient(t, "https://dialer.example", proxy.URL)
		r := c.AddPhone(t.Context(), phone)
		var refused *apiclient.ProxyError
		if r.Code != apiclient.CodeNeverSent || !errors.As(r.Err, &refused) || refused.Status != status || r.Passing() != passing || calls != 1 {
			t.Errorf("%d: %s, %v, passing %t after %d calls", status, r.Code, r.Err, r.Passing(), calls)
		}
		if said := r.Message(); !strings.HasPrefix(said, "the proxy "+proxy.URL+" does not let us through: it answered ") || strings.Contains(said, "Hunter2x") {
			t.Errorf("%d: %q", status, said)
		}
		if c.Proxy() != proxy.URL {
			t.Errorf("the proxy is called %q", c.Proxy())
		}
	}
}

func TestAProxyThatCannotBeReached(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	for _, dialer := range []string{"https://dialer.example", "http://dialer.example"} {
		r := proxyClient(t, dialer, address).AddPhone(t.Context(), phone)
		if r.Code != apiclient.CodeNeverSent || r.Message() != "the proxy on the way: the connection was refused" || !r.Passing() {
			t.Errorf("%s: %s, %s", dialer, r.Code, r.Message())
		}
	}
}

// Over plain http an answer of the proxy looks like an answer of the dialer.
func TestProxyOnPlainHTTPMayAnswerItself(t *testing.T) {
	for status, barrier := range map[int]apiclient.Barrier{407: apiclient.BarrierProxy, 403: apiclient.BarrierFirewall, 503: apiclient.BarrierBusy} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		defer proxy.Close()
		r := proxyClient(t, "http://dialer.example", proxy.URL).AddPhone(t.Context(), phone)
		if r.Barrier != barrier || r.Via != proxy.URL || !strings.Contains(r.Answered(), proxy.URL) {
			t.Errorf("%d: %q via %q: %s", status, r.Barrier, r.Via, r.Answered())
		}
	}
}

func TestProxyNoneUsesNoProxy(t *testing.T) {
	d := newDialer(t, says(added))
	c := proxyClient(t, d.URL, "none")
	if r := c.AddPhone(t.Context(), phone); r.Code != apiclient.CodeAdded || c.Proxy() != "" {
		t.Errorf("%s by way of %q", r.Code, c.Proxy())
	}
}

func TestASOCKSProxyThatRefuses(t *testing.T) {
	address, _ := hostileServer(t, func(conn net.Conn) {
		_, _ = io.ReadFull(conn, make([]byte, 3))
		_, _ = conn.Write([]byte{5, 255}) // SOCKS 5: no acceptable authentication method
	})
	r := proxyClient(t, "https://dialer.example", "socks5://"+address).AddPhone(t.Context(), phone)
	if r.Code != apiclient.CodeNeverSent || r.Message() != "the proxy does not let us through" {
		t.Errorf("%s: %s", r.Code, r.Message())
	}
}

func TestPeerFingerprintUsesTheProxy(t *testing.T) {
	d := httptest.NewTLSServer(says(added))
	defer d.Close()
	seen := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen++
		there, err := net.Dial("tcp", strings.TrimPrefix(d.URL, "https://"))
		if err != nil {
			t.Error(err)
			return
		}
		here, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(there, here); there.Close() }()
		_, _ = io.Copy(here, there)
		here.Close()
	}))
	defer proxy.Close()
	p, err := apiclient.ParseProxy(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	got, err := apiclient.PeerFingerprint(t.Context(), options(t, "https://dialer.example").Endpoint, p, time.Minute)
	if err != nil || !strings.HasPrefix(got, "sha256:") || seen != 1 {
		t.Errorf("%q, %v after %d calls", got, err, seen)
	}
}
