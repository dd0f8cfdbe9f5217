package apiclient_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

func pin(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// colons returns a fingerprint as openssl and browsers write it, with colons and in capitals.
func colons(fingerprint string) string {
	digits := strings.ToUpper(strings.TrimPrefix(fingerprint, "sha256:"))
	var pairs []string
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return "SHA256:" + strings.Join(pairs, ":")
}

func pemFile(t *testing.T, der []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// otherCertificate returns another self-signed certificate for the host name of the dialer.
func otherCertificate(t *testing.T) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"example.com"}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

func TestCertificates(t *testing.T) {
	d := newTLSDialer(t, says(added))
	cert, other := d.Certificate(), otherCertificate(t)
	own, others := pemFile(t, cert.Raw), pemFile(t, other.Raw)
	tests := []struct {
		name    string
		trust   apiclient.TLS
		code    apiclient.Code
		wrapped error
	}{
		{"self-signed", apiclient.TLS{}, apiclient.CodeNeverSent, nil},
		{"in the CA file", apiclient.TLS{CAFile: own}, apiclient.CodeAdded, nil},
		{"not in the CA file", apiclient.TLS{CAFile: others}, apiclient.CodeNeverSent, nil},
		{"pinned", apiclient.TLS{Fingerprint: pin(cert)}, apiclient.CodeAdded, nil},
		{"pinned as openssl prints it", apiclient.TLS{Fingerprint: colons(pin(cert))}, apiclient.CodeAdded, nil},
		{"another is pinned", apiclient.TLS{Fingerprint: pin(other)}, apiclient.CodeNeverSent, apiclient.ErrFingerprint},
		{"another is pinned, and the CA is good", apiclient.TLS{Fingerprint: pin(other), CAFile: own}, apiclient.CodeNeverSent, apiclient.ErrFingerprint},
		{"another is pinned, and anybody is trusted", apiclient.TLS{Fingerprint: pin(other), Insecure: true}, apiclient.CodeNeverSent, apiclient.ErrFingerprint},
		{"anybody is trusted", apiclient.TLS{Insecure: true}, apiclient.CodeAdded, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options(t, d.URL)
			o.TLS = tt.trust
			r := newClient(t, o).AddPhone(t.Context(), phone)
			if r.Code != tt.code || tt.wrapped != nil && !errors.Is(r.Err, tt.wrapped) {
				t.Errorf("%s: %v; want %s", r.Code, r.Err, tt.code)
			}
			want := 0
			if tt.code == apiclient.CodeAdded {
				want = 1
			}
			if n := len(d.got()); n != want {
				t.Errorf("%d requests reached the dialer, want %d", n, want)
			}
		})
	}
}

func TestPinHoldsOnEveryConnection(t *testing.T) {
	d := newTLSDialer(t, says(added))
	o := options(t, d.URL)
	o.TLS.Fingerprint = pin(otherCertificate(t))
	c := newClient(t, o)
	for range 3 {
		if r := c.AddPhone(t.Context(), phone); !errors.Is(r.Err, apiclient.ErrFingerprint) {
			t.Errorf("%s: %v", r.Code, r.Err)
		}
	}
	if n := len(d.got()); n != 0 {
		t.Errorf("%d requests reached the dialer", n)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	d := unstartedDialer(t, says(added))
	d.TLS = &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}
	d.StartTLS()
	o := options(t, d.URL)
	o.TLS.Insecure = true
	if r := newClient(t, o).AddPhone(t.Context(), phone); r.Code != apiclient.CodeNeverSent || len(d.got()) != 0 {
		t.Errorf("%s: %v", r.Code, r.Err)
	}
}

func TestWrongSchemeIsNoSuccess(t *testing.T) {
	secure, plain := newTLSDialer(t, says(added)), newDialer(t, says(added))
	for address, want := range map[string]apiclient.Code{
		strings.Replace(secure.URL, "https:", "http:", 1): apiclient.CodeForeign,
		strings.Replace(plain.URL, "http:", "https:", 1):  apiclient.CodeNeverSent,
	} {
		if r := newClient(t, options(t, address)).AddPhone(t.Context(), phone); r.Code != want {
			t.Errorf("%s: %s (%v), want %s", address, r.Code, r.Err, want)
		}
	}
	if n := len(secure.got()) + len(plain.got()); n != 0 {
		t.Errorf("%d requests were understood", n)
	}
}

func TestTLSSettingsThatCannotBeUsed(t *testing.T) {
	good := pin(otherCertificate(t))
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, trust := range map[string]apiclient.TLS{
		"no such file":              {CAFile: empty + ".missing"},
		"a file without any":        {CAFile: empty},
		"a directory":               {CAFile: t.TempDir()},
		"no algorithm":              {Fingerprint: strings.TrimPrefix(good, "sha256:")},
		"another algorithm":         {Fingerprint: strings.Replace(good, "sha256", "sha1", 1)},
		"a digit short":             {Fingerprint: good[:len(good)-1]},
		"a byte short":              {Fingerprint: good[:len(good)-2]},
		"a byte long":               {Fingerprint: good + "00"},
		"no digits":                 {Fingerprint: "sha256:" + strings.Repeat("x", 64)},
		"nothing but the algorithm": {Fingerprint: "sha256:"},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, "https://dialer.example.com")
			o.TLS = trust
			if c, err := apiclient.New(o); err == nil || c != nil {
				t.Errorf("New returned a client: %v", err)
			}
		})
	}
}
