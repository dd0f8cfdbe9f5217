package main

import (
	"crypto/tls"
	"io"
	"log"
	"net/http/httptest"
	"strings"
	"testing"

	"phonebatch/apiclient/sandbox"
	"phonebatch/batch/exit"
)

func TestAProxyIsToldWhereItIsUsed(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		words  []string
	}{
		"wants a login":  {407, []string{"cannot be reached: the proxy PROXY does not let us through: it answered 407 Proxy Authentication Required", "http://USER:PASSWORD@HOST:PORT", "--proxy none"}},
		"forbids it":     {403, []string{"the proxy PROXY does not let us through: it answered 403 Forbidden", "have the proxy's administrator allow"}},
		"cannot go":      {502, []string{"the proxy PROXY does not let us through: it answered 502 Bad Gateway", "the proxy cannot reach the dialer"}},
		"is not a proxy": {404, []string{"the proxy PROXY does not let us through: it answered 404 Not Found"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := standsBefore(t, tt.status, "Hunter2x")
			for _, args := range [][]string{{"import", "--yes", "LIST"}, {"doctor"}} {
				status, text := said(t, append(args, "--retries", "0", "--url", "https://dialer.example", "--proxy", g.URL)...)
				if status != exit.Refused {
					t.Errorf("exit status %d", status)
				}
				for _, words := range tt.words {
					if words = strings.ReplaceAll(words, "PROXY", g.URL); strings.HasPrefix(words, "http://USER") {
						words = "http://USER:PASSWORD@HOST:PORT"
					}
					if !strings.Contains(text, words) {
						t.Errorf("nothing says %q:\n%s", words, text)
					}
				}
				if args[0] == "doctor" && (!strings.Contains(text, "go through the proxy "+g.URL+", because --proxy is set") || !strings.Contains(text, "FAIL     reachability")) {
					t.Errorf("doctor says:\n%s", text)
				}
			}
		})
	}
	status, text := said(t, "doctor", "--url", "https://dialer.example", "--proxy", "127.0.0.1:1")
	if status != exit.Refused || !strings.Contains(text, "the proxy on the way: the connection was refused") || !strings.Contains(text, "check the proxy's address") {
		t.Errorf("exit status %d:\n%s", status, text)
	}
}

func TestAProxyThatIsNoneIsRefusedUnshown(t *testing.T) {
	for _, proxy := range []string{"http://me:Hunter2x@proxy.example:3128", "ftp://Hunter2x.example", "http://proxy.example/Hunter2x"} {
		status, text := said(t, "doctor", "--url", "https://dialer.example", "--proxy", proxy)
		if status != exit.Usage || !strings.Contains(text, "--proxy: not the address of a proxy: it ") && !strings.Contains(text, "want a host and a port") || !strings.Contains(text, "HTTPS_PROXY") {
			t.Errorf("exit status %d:\n%s", status, text)
		}
	}
}

func TestOldTLSIsToldByImportAndDoctor(t *testing.T) {
	server := httptest.NewUnstartedServer(sandbox.New(sandbox.Default()))
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	for _, args := range [][]string{{"import", "--yes", "LIST"}, {"doctor"}} {
		status, text := said(t, append(args, "--url", server.URL)...)
		if status != exit.Refused || !strings.Contains(text, "it offers no TLS newer than 1.1") || !strings.Contains(text, "have the dialer's web server offer TLS 1.2") {
			t.Errorf("exit status %d:\n%s", status, text)
		}
	}
}
