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

// A CallError says why a call got no answer. The text is made of fixed words and is safe to show: the errors of
// net/http quote a broken answer, which may hold a password. errors.Is and errors.As find the cause.
type CallError struct {
	text  string
	cause error
}

// Error returns the reason, such as "the connection was refused".
func (e *CallError) Error() string { return e.text }

// Unwrap returns the cause. The text of the cause may hold a password.
func (e *CallError) Unwrap() error { return e.cause }

// Is reports whether target is ErrOldTLS and the server offers no safe version of TLS.
func (e *CallError) Is(target error) bool {
	return target == ErrOldTLS && e.cause != nil && oldTLS(e.cause)
}

// ErrOldTLS is matched by the CallError of a call to a server without TLS 1.2 or newer.
var ErrOldTLS = errors.New("it offers no TLS newer than 1.1; phonebatch needs TLS 1.2 or newer, as older versions are not safe")

// callError wraps the error of a call in a CallError. The timeout is that of the call.
func callError(err error, timeout time.Duration) *CallError {
	var proxy *ProxyError
	var operation *net.OpError
	switch {
	case errors.As(err, &proxy):
		return &CallError{proxy.Error(), err}
	case errors.As(err, &operation) && strings.HasPrefix(operation.Op, "socks"):
		return &CallError{"the proxy does not let us through", err}
	case errors.As(err, &operation) && operation.Op == "proxyconnect":
		return &CallError{"the proxy on the way: " + connectionText(operation.Err, timeout), err}
	}
	return &CallError{connectionText(err, timeout), err}
}

// connectionText describes the error of a connection to the dialer or to the proxy.
func connectionText(err error, timeout time.Duration) string {
	var (
		name        *net.DNSError
		certificate *tls.CertificateVerificationError
		noTLS       tls.RecordHeaderError
		alert       tls.AlertError
		network     net.Error
		operation   *net.OpError
	)
	text := "the answer is not HTTP"
	switch {
	case errors.Is(err, ErrFingerprint):
		text = ErrFingerprint.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		text = "no answer within " + timeout.String()
	case errors.Is(err, context.Canceled):
		text = "the call was cancelled"
	case errors.As(err, &name):
		text = "the name of its host cannot be resolved"
	case errors.Is(err, syscall.ECONNREFUSED):
		text = "the connection was refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		text = "the connection was cut"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		text = "the connection was closed before the answer was complete"
	case errors.As(err, &certificate):
		text = "its certificate is not trusted: " + certificateText(certificate.Err)
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

// oldTLS reports whether a handshake failed because the server offers no TLS 1.2 or newer. crypto/tls has no error
// types for the two forms of this failure, so oldTLS compares texts.
func oldTLS(err error) bool {
	text := err.Error()
	return strings.HasPrefix(text, "tls: server selected unsupported protocol version") || text == "remote error: tls: protocol version not supported"
}

// permanent reports whether the error of a call that was never sent would stop the next call too.
func permanent(err error) bool {
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
