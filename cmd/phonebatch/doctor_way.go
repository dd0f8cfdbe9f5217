package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"

	"phonebatch/apiclient"
	"phonebatch/batch/run"
)

// The checks of this file test the connection to the dialer.

// refused makes a failed finding of the answer to the first request.
func (e *examination) refused() finding {
	stop := &run.StopError{Reply: e.answer, First: true}
	return failed(stop.Error(), remedies(stop)...)
}

func (e *examination) secure() bool { return strings.HasPrefix(e.options.Endpoint.URL(), "https:") }

func (e *examination) address() finding {
	if at := e.options.Endpoint; at.Plain() {
		return warned(fmt.Sprintf("%s is not encrypted: anybody on the network path can read the passwords of all phones", at), "give an https:// address as --url; if the dialer has no such address, set up https on its web server")
	}
	return passed("%s", e.options.Endpoint)
}

// password warns if the API drops characters of the user name or of the password: such a login fails even if it is
// right.
func (e *examination) password() finding {
	for _, field := range []struct{ name, value, what string }{
		{"user", e.options.User, "name"}, {"pass", e.options.Pass.Reveal(), "password"},
	} {
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, field.name); spec.Clean(field.value) != field.value {
			return warned(fmt.Sprintf("the API keeps only %s of the API user's %s, so the login fails unless the dialer runs in non-latin mode", spec.Keep, field.what),
				"give the API user a "+field.what+" of only letters and digits (Admin → Users)")
		}
	}
	return passed("the API drops nothing of the API user's name and password")
}

// The phone that the first request asks about. The address is reserved for documentation, so no dialer has such a
// server. If a dialer has such an extension, its answer serves as well.
const (
	probeExtension = "phonebatchdoctor"
	probeServer    = "192.0.2.1"
)

// reachability sends the first request. If the dialer refuses the login, no check sends another one.
func (e *examination) reachability() finding {
	phone := apiclient.Phone{Extension: probeExtension, ServerIP: cmp.Or(e.server, probeServer)}
	e.answer = e.call(func(ctx context.Context) apiclient.Reply { return e.client.ProbePhone(ctx, phone) })
	if e.answer.Code == apiclient.CodeNeverSent && !(e.secure() && connected(e.answer.Err)) {
		return e.refused()
	}
	return passed("a connection can be made")
}

// connected reports whether err, the error of a request that was never sent, happened after the connection was made: in
// the TLS handshake.
func connected(err error) bool {
	var name *net.DNSError
	var operation *net.OpError
	var network net.Error
	var proxy *apiclient.ProxyError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.As(err, &name), errors.As(err, &proxy):
		return false
	case errors.As(err, &operation) && (operation.Op == "dial" || operation.Op == "proxyconnect" || strings.HasPrefix(operation.Op, "socks")):
		return false
	}
	return !(errors.As(err, &network) && network.Timeout())
}

func (e *examination) tls() finding {
	trust := e.options.TLS
	switch {
	case !e.secure():
		return skipped("the address is plain http")
	case e.answer.Code == apiclient.CodeNeverSent:
		return e.noTLS()
	case trust.Fingerprint != "":
		return passed("the certificate has the fingerprint of --tls-fingerprint")
	case trust.Insecure:
		return warned("--insecure: the certificate is not checked, so anybody on the network path can read and change everything", e.pinning()...)
	case trust.CAFile != "":
		return passed("the certificate is trusted by --ca-file")
	}
	return passed("the certificate is trusted")
}

// noTLS makes a failed finding that says why there is no encrypted connection. For an untrusted certificate, the
// remedies name its fingerprint.
func (e *examination) noTLS() finding {
	var certificate *tls.CertificateVerificationError
	pinned := errors.Is(e.answer.Err, apiclient.ErrFingerprint)
	f := failed(e.answer.Message())
	if pinned || !errors.As(e.answer.Err, &certificate) {
		f.Remedies = unreachable(e.answer.Err)
	}
	if pinned || certificate != nil {
		f.Remedies = append(f.Remedies, e.pinning()...)
	}
	return f
}

// pinning returns the remedies that tell how to trust only the present certificate. It gets the certificate in a
// separate TLS handshake and sends no request.
func (e *examination) pinning() []string {
	fingerprint, err := apiclient.PeerFingerprint(e.ctx, e.options.Endpoint, e.options.Proxy, e.options.Timeout)
	if err != nil {
		return []string{"the certificate can be trusted with --ca-file FILE or --tls-fingerprint sha256:…"}
	}
	return []string{
		"to trust only this certificate: --tls-fingerprint " + fingerprint,
		"compare it first with what the dialer itself prints: openssl x509 -noout -fingerprint -sha256 -in its certificate file (capitals and colons do not matter)",
	}
}

func (e *examination) vicidial() finding {
	if code := e.answer.Code; code.Foreign() || code == apiclient.CodeLost || code == apiclient.CodeAnotherPhone {
		return e.refused()
	}
	return passed("the API answers")
}

func (e *examination) proxied() bool { return e.client.Proxy() != "" }

// proxy names the proxy and the setting that it comes from.
func (e *examination) proxy() finding {
	by := "--proxy"
	if !e.options.Proxy.Told() {
		by = apiclient.ProxyVariable(e.options.Endpoint)
	}
	return passed("calls to the dialer go through the proxy %s, because %s is set", e.client.Proxy(), by)
}
