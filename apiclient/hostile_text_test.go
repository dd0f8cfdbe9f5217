package apiclient_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// places are the parts of an answer that hold text of the server's choice. %s marks the text.
var places = map[string]string{
	"the protocol":            "%s 200 OK\r\n\r\n",
	"the status":              "HTTP/1.1 %s\r\n\r\n",
	"the reason":              "HTTP/1.1 500 %s\r\n\r\n",
	"a header's name":         ok + "X%s: y\r\n\r\n",
	"a header":                "HTTP/1.1 503 Busy\r\nX: %s\r\nContent-Type: %[1]s\r\nRetry-After: %[1]s\r\n\r\n",
	"the length":              ok + "Content-Length: %s\r\n\r\n",
	"the encoding":            ok + "Transfer-Encoding: %s\r\n\r\n",
	"a chunk's length":        chunked + "%s\r\n",
	"a redirect's path":       "HTTP/1.1 302 Found\r\nLocation: /%s\r\n\r\n",
	"a redirect's host":       "HTTP/1.1 302 Found\r\nLocation: https://%s.example/\r\n\r\n",
	"a page":                  ok + "\r\n<html>%s</html>",
	"a sentence":              ok + "\r\nERROR: %s\n",
	"the details":             ok + "\r\nERROR: add_phone SERVER DOES NOT EXIST: |6666|%s|%[1]s\n",
	"the details of success":  ok + "\r\nSUCCESS: add_phone PHONE HAS BEEN ADDED - %s|55000|10.0.9.8|%[1]s|55000|%[1]s\n",
	"a version":               ok + "\r\nVERSION: %s|BUILD: 241004-1518|DATE: %[1]s|EPOCH: %[1]s|DST: %[1]s|TZ: %[1]s|TZNOW: %[1]s|%[1]s\n",
	"the words of a database": ok + "\r\nMySQL connect ERROR: %s",
}

func TestControlCharactersAreNotShown(t *testing.T) {
	for place, form := range places {
		for _, poison := range []string{"\x1b]0;owned\a", "owned\x00", "\u202eowned\u200b", "\u2028owned\ufeff", "\x9bowned\xff", "\x1b[31mowned\x7f\b"} {
			address, _ := rawServer(t, fmt.Sprintf(form, poison))
			c := newClient(t, options(t, "http://"+address))
			for _, r := range []apiclient.Reply{c.AddPhone(t.Context(), phone), c.Version(t.Context())} {
				checkMessage(t, r, []byte(place+": "+poison))
				checkMessage(t, apiclient.Reply{Err: fmt.Errorf("to %s in %s by %s", r.Location, r.Zone, r.ZoneNow)}, []byte(place+": "+poison))
				if strings.Contains(r.Message(), "owned") {
					t.Errorf("%s: %q", place, r.Message())
				}
			}
		}
	}
}

// certificateServer starts a TLS server with a self-signed certificate made from a template. It returns the address of
// the server, and the name of a PEM file with the certificate.
func certificateServer(t *testing.T, template *x509.Certificate) (url, file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	d := unstartedDialer(t, says(added))
	d.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	d.StartTLS()
	return d.URL, pemFile(t, der)
}

func TestCertificateIsNotQuoted(t *testing.T) {
	owned := "\x1b]0;owned\a\u202eowned"
	for name, tt := range map[string]struct {
		trusted bool
		days    int
		names   []string
	}{
		"of nobody":        {false, 1, nil},
		"for another name": {true, 1, []string{"owned\x1b[31m.example", strings.Repeat("owned.", 10<<10) + "example"}},
		"without a name":   {true, 1, nil},
		"that has expired": {true, -1, nil},
	} {
		url, file := certificateServer(t, &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: owned, Organization: []string{owned}},
			NotBefore: time.Now().AddDate(0, 0, -2), NotAfter: time.Now().AddDate(0, 0, tt.days), DNSNames: tt.names, IsCA: true, BasicConstraintsValid: true,
		})
		o := options(t, strings.Replace(url, "127.0.0.1", "localhost", 1)) // crypto/tls quotes the certificate's names only if the client expects a host name
		if tt.trusted {
			o.TLS.CAFile = file
		}
		r := newClient(t, o).AddPhone(t.Context(), phone)
		checkMessage(t, r, []byte(name))
		if r.Code != apiclient.CodeNeverSent || strings.Contains(r.Message(), "owned") || !strings.Contains(r.Message(), "not trusted") {
			t.Errorf("%s: %s: %.300q", name, r.Code, r.Message())
		}
	}
}
