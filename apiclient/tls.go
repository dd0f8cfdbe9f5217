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

// TLS says how far a dialer's certificate is trusted. The zero TLS trusts what the system trusts. ViciBox makes
// itself a self-signed certificate; CAFile or Fingerprint is the way to trust just that one.
type TLS struct {
	CAFile      string // PEM certificates to trust besides nothing else
	Fingerprint string // sha256:… of the one certificate to trust, whoever signed it
	Insecure    bool   // trust anybody
}

// ErrFingerprint is returned by calls to a dialer whose certificate is not the pinned one.
var ErrFingerprint = errors.New("the dialer's certificate is not the one of --tls-fingerprint")

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
		c.InsecureSkipVerify = true // the pin below replaces the chain: the certificate itself is known
		c.VerifyConnection = func(s tls.ConnectionState) error {
			if sha256.Sum256(s.PeerCertificates[0].Raw) != want {
				return ErrFingerprint
			}
			return nil
		}
	}
	return c, nil
}

func fingerprint(text string) (sum [sha256.Size]byte, err error) {
	hexes, found := strings.CutPrefix(strings.ToLower(text), "sha256:")
	raw, err := hex.DecodeString(strings.ReplaceAll(hexes, ":", ""))
	if !found || err != nil || len(raw) != sha256.Size {
		return sum, errors.New("--tls-fingerprint wants sha256: and 64 hexadecimal digits")
	}
	return [sha256.Size]byte(raw), nil
}
