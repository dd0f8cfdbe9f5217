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

// errSeen ends a handshake as soon as the certificate is known.
var errSeen = errors.New("the certificate was seen")

// PeerFingerprint begins a TLS handshake with whoever answers at an address, and breaks it off: nothing is sent. It
// returns the fingerprint of the certificate that was shown, as TLS.Fingerprint takes it, and proves nothing of who
// showed it.
func PeerFingerprint(ctx context.Context, e Endpoint, p Proxy, timeout time.Duration) (string, error) {
	if e.url.Scheme != "https" {
		return "", errors.New("plain http has no certificate")
	}
	proxy, err := p.on(e)
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
			InsecureSkipVerify: true, // it is looked at, and trusted with nothing
			VerifyConnection: func(s tls.ConnectionState) error {
				sum := sha256.Sum256(s.PeerCertificates[0].Raw)
				shown <- "sha256:" + hex.EncodeToString(sum[:])
				return errSeen
			},
		},
	}
	through(transport, proxy)
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, e.URL(), nil)
	if err != nil {
		return "", err
	}
	resp, err := transport.RoundTrip(req)
	if err == nil {
		resp.Body.Close()
		return "", errors.New("a handshake was not broken off")
	}
	select {
	case fingerprint := <-shown:
		return fingerprint, nil
	default:
		return "", callError(err, timeout)
	}
}
