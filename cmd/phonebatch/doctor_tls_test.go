package main

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"phonebatch/apiclient/sandbox"
)

// secured serves a sandbox over TLS and counts the requests.
func secured(t *testing.T) (*httptest.Server, *atomic.Int64) {
	var seen atomic.Int64
	dialer := sandbox.New(sandbox.Default())
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Add(1)
		dialer.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, &seen
}

func pinOf(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return "sha256:" + hex.EncodeToString(sum[:])
}

func TestDoctorSaysHowToTrustACertificate(t *testing.T) {
	server, seen := secured(t)
	pin := pinOf(server.Certificate())
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	other := "sha256:" + strings.Repeat("ab", sha256.Size)
	for name, tt := range map[string]struct {
		args     []string
		status   int
		verdict  verdict
		found    string
		pinning  bool
		requests int64
	}{
		"unknown":           {nil, 5, verdictFail, "no known authority has signed it", true, 0},
		"pinned":            {[]string{"--tls-fingerprint", pin}, 0, verdictOK, "--tls-fingerprint", false, 3},
		"another is pinned": {[]string{"--tls-fingerprint", other}, 5, verdictFail, "not the one of --tls-fingerprint", true, 0},
		"in the CA file":    {[]string{"--ca-file", ca}, 0, verdictOK, "--ca-file", false, 3},
		"anybody":           {[]string{"--insecure"}, 0, verdictWarning, "not checked", true, 3},
	} {
		t.Run(name, func(t *testing.T) {
			before := seen.Load()
			status, findings := doctored(t, server.URL, tt.args...)
			f := findings["tls"]
			if status != tt.status || f.Verdict != tt.verdict || !strings.Contains(f.Found, tt.found) {
				t.Errorf("%d, %+v", status, f)
			}
			said := strings.Join(f.Remedies, "\n")
			if strings.Contains(said, "--tls-fingerprint "+pin) != tt.pinning || strings.Contains(said, "openssl x509 -noout -fingerprint -sha256") != tt.pinning {
				t.Errorf("remedies: %q", said)
			}
			if n := seen.Load() - before; n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			if tt.status == 5 && findings["vicidial"].Found != "not checked, because tls failed" {
				t.Errorf("vicidial: %+v", findings["vicidial"])
			}
			for check, f := range findings {
				if check != "tls" && f.Verdict == verdictWarning {
					t.Errorf("%s warns, too: %+v", check, f)
				}
			}
		})
	}
}
