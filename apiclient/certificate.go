package apiclient

import (
	"crypto/x509"
	"errors"
)

// certificateText says why a certificate is not trusted. The text repeats nothing of the certificate, which comes from
// an unknown server.
func certificateText(err error) string {
	var (
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &authority):
		return "no known authority has signed it"
	case errors.As(err, &host):
		return "it is for another host name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "it has expired or is not valid yet"
	}
	return "it is not valid"
}
