package apiclient

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"net/http"
	"time"
)

// errCertificateSeen ends a handshake once the certificate is known.
var errCertificateSeen = errors.New("the certificate was seen")

// PeerFingerprint begins a TLS handshake with the server at an address, ends it at the certificate, and sends no
// request. It returns the fingerprint of the certificate in the form of TLS.Fingerprint. The fingerprint does not prove
// who the server is. PeerFingerprint fails for an http address, with ErrProxy for an invalid proxy address, and with a
// CallError if no certificate came within the timeout.
func PeerFingerprint(ctx context.Context, e Endpoint, p Proxy, timeout time.Duration) (string, error) {
	if e.url.Scheme != "https" {
		return "", errors.New("plain http has no certificate")
	}
	proxy, err := p.urlFor(e)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	shown := make(chan string, 1)
	transport := &http.Transport{
		DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{
			MinVersion:         tls.VersionTLS12,
			InsecureSkipVerify: true, // the certificate is only read, and nothing is sent
			VerifyConnection: func(s tls.ConnectionState) error {
				sum := sha256.Sum256(s.PeerCertificates[0].Raw)
				shown <- "sha256:" + hex.EncodeToString(sum[:])
				return errCertificateSeen
			},
		},
	}
	useProxy(transport, proxy)
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, e.URL(), nil)
	if err != nil {
		return "", err
	}
	resp, err := transport.RoundTrip(req)
	if err == nil {
		resp.Body.Close()
		return "", errors.New("the handshake did not end at the certificate")
	}
	select {
	case fingerprint := <-shown:
		return fingerprint, nil
	default:
		return "", callError(err, timeout)
	}
}
