package apiclient

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
)

// TLS says which certificates of a dialer are trusted. The zero TLS trusts the authorities of the system. ViciBox
// creates a self-signed certificate: set CAFile or Fingerprint to trust that certificate alone.
type TLS struct {
	CAFile      string // a file of PEM certificates; if set, only these are trusted
	Fingerprint string // sha256:… of a certificate; if set, only this certificate is trusted, whoever signed it
	Insecure    bool   // every certificate is trusted
}

// ErrFingerprint is wrapped by the Reply.Err of a call to a dialer with another certificate than TLS.Fingerprint.
var ErrFingerprint = errors.New("the dialer's certificate is not the one of --tls-fingerprint")

// config returns the settings for crypto/tls. It fails if CAFile cannot be read or holds no certificate, and if
// Fingerprint is not a fingerprint.
func (t TLS) config() (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: t.Insecure}
	if t.CAFile != "" {
		pem, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, fmt.Errorf("reading --ca-file: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("--ca-file %s holds no PEM certificate", t.CAFile)
		}
	}
	if t.Fingerprint != "" {
		want, err := fingerprint(t.Fingerprint)
		if err != nil {
			return nil, err
		}
		c.InsecureSkipVerify = true // VerifyConnection checks the certificate itself, which replaces the chain
		c.VerifyConnection = func(s tls.ConnectionState) error {
			if sha256.Sum256(s.PeerCertificates[0].Raw) != want {
				return ErrFingerprint
			}
			return nil
		}
	}
	return c, nil
}

// fingerprint reads sha256: and 64 hexadecimal digits, with or without colons, in any case.
func fingerprint(text string) (sum [sha256.Size]byte, err error) {
	hexes, found := strings.CutPrefix(strings.ToLower(text), "sha256:")
	raw, err := hex.DecodeString(strings.ReplaceAll(hexes, ":", ""))
	if !found || err != nil || len(raw) != sha256.Size {
		return sum, errors.New("--tls-fingerprint wants sha256: and 64 hexadecimal digits")
	}
	return [sha256.Size]byte(raw), nil
}
