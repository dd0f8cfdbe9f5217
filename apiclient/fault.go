package apiclient

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
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

// Is finds ErrOldTLS.
func (e *CallError) Is(target error) bool {
	return target == ErrOldTLS && e.cause != nil && oldTLS(e.cause)
}

// ErrOldTLS is found in the errors of calls to a server that has no version of TLS from 1.2 on.
var ErrOldTLS = errors.New("it offers no TLS newer than 1.1, which is not safe and which phonebatch does not speak")

// callError finds words for what went wrong on the way.
func callError(err error, timeout time.Duration) *CallError {
	var proxy *ProxyError
	var operation *net.OpError
	switch {
	case errors.As(err, &proxy):
		return &CallError{proxy.Error(), err}
	case errors.As(err, &operation) && strings.HasPrefix(operation.Op, "socks"):
		return &CallError{"the proxy does not let us through", err}
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return &CallError{"the proxy on the way: " + wayWords(operation.Err, timeout), err}
	}
	return &CallError{wayWords(err, timeout), err}
}

// wayWords are those for one part of the way, to the dialer or to the proxy.
func wayWords(err error, timeout time.Duration) string {
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
	case oldTLS(err):
		text = ErrOldTLS.Error()
	case errors.As(err, &noTLS):
		text = "it does not speak TLS on that port"
	case errors.As(err, &alert):
		text = "it refuses the TLS connection"
	case errors.As(err, &operation) && operation.Op == "dial":
		text = "no connection to it can be made"
	}
	return text
}

// oldTLS says whether a handshake failed because the server knows no version of TLS that is safe. crypto/tls has no type
// for either of its two forms.
func oldTLS(err error) bool {
	text := err.Error()
	return strings.HasPrefix(text, "tls: server selected unsupported protocol version") || text == "remote error: tls: protocol version not supported"
}

// lasting says whether what kept a call from being sent will keep the next one, too.
func lasting(err error) bool {
	var (
		proxy       *ProxyError
		certificate *tls.CertificateVerificationError
		noTLS       tls.RecordHeaderError
	)
	switch {
	case err == nil:
		return false
	case errors.As(err, &proxy):
		return !busy(proxy.Status)
	}
	return errors.Is(err, ErrFingerprint) || errors.Is(err, ErrOldTLS) || errors.As(err, &certificate) || errors.As(err, &noTLS)
}
