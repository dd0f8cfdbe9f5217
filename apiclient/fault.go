package apiclient

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"syscall"
	"time"
)

// A CallError says why a call got no answer. Its text is ours alone: what net/http says of a broken answer repeats the
// answer, which may repeat a password. The cause is there for errors.Is and errors.As.
type CallError struct {
	text  string
	cause error
}

func (e *CallError) Error() string { return e.text }
func (e *CallError) Unwrap() error { return e.cause }

// callError finds words for what went wrong on the way.
func callError(err error, timeout time.Duration) *CallError {
	var (
		name        *net.DNSError
		certificate *tls.CertificateVerificationError
		noTLS       tls.RecordHeaderError
		alert       tls.AlertError
		network     net.Error
		operation   *net.OpError
	)
	text := "what came back is no HTTP answer"
	switch {
	case errors.Is(err, ErrFingerprint):
		text = ErrFingerprint.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		text = "no answer within " + timeout.String()
	case errors.Is(err, context.Canceled):
		text = "the call was given up"
	case errors.As(err, &name):
		text = "the name of its host cannot be resolved"
	case errors.Is(err, syscall.ECONNREFUSED):
		text = "the connection was refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		text = "the connection was cut"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		text = "the connection was closed before the answer was complete"
	case errors.As(err, &certificate):
		text = "its certificate is not trusted: " + untrusted(certificate.Err)
	case errors.As(err, &noTLS):
		text = "it does not speak TLS on that port"
	case errors.As(err, &alert):
		text = "it refuses the TLS connection"
	case errors.As(err, &operation) && operation.Op == "dial":
		text = "no connection to it can be made"
	}
	return &CallError{text, err}
}
