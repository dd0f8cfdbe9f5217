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

// The checks of the way to the dialer.

// refused is the failure that the first answer stands for.
func (e *examination) refused() finding {
	stop := &run.StopError{Reply: e.answer, First: true}
	return failed(stop.Error(), remedies(stop)...)
}

func (e *examination) secure() bool { return strings.HasPrefix(e.options.Endpoint.URL(), "https:") }

func (e *examination) address() finding {
	if at := e.options.Endpoint; at.Plain() {
		return warned(fmt.Sprintf("%s is not encrypted: everybody on the way can read the passwords of all phones", at), "give an https:// address as --url; if the dialer has none, have its web server set up for it")
	}
	return passed("%s", e.options.Endpoint)
}

// password finds what the API would drop of the login: such a one is wrong however right it is.
func (e *examination) password() finding {
	for _, field := range []struct{ name, value, what string }{
		{"user", e.options.User, "name"}, {"pass", e.options.Pass.Reveal(), "password"},
	} {
		if spec, _ := (apiclient.Dialect{}).Spec(apiclient.AddPhone, field.name); spec.Clean(field.value) != field.value {
			return warned(fmt.Sprintf("the API drops all but %s from the API user's %s, so the login can only fail unless the dialer runs in non-latin mode", spec.Keep, field.what),
				"give the API user a "+field.what+" of letters and digits alone (Admin → Users)")
		}
	}
	return passed("the API drops nothing of the API user's name and password")
}

// What the first request asks about. The address is kept for documentation: no dialer has such a server. Should one
// have such an extension, its answer is as good.
const (
	probeExtension = "phonebatchdoctor"
	probeServer    = "192.0.2.1"
)

// reachability sends the first request, the only one that a refused login costs.
func (e *examination) reachability() finding {
	phone := apiclient.Phone{Extension: probeExtension, ServerIP: cmp.Or(e.server, probeServer)}
	e.answer = e.call(func(ctx context.Context) apiclient.Reply { return e.client.ProbePhone(ctx, phone) })
	if e.answer.Code == apiclient.CodeNeverSent && !(e.secure() && connected(e.answer.Err)) {
		return e.refused()
	}
	return passed("a connection can be made")
}

// connected says whether a request that was never sent has come as far as the TLS handshake.
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
		return passed("the certificate is the one of --tls-fingerprint")
	case trust.Insecure:
		return warned("--insecure: the certificate is not checked, and whoever sits in between can read and change everything", e.pinning()...)
	case trust.CAFile != "":
		return passed("the certificate is trusted by --ca-file")
	}
	return passed("the certificate is trusted")
}

// noTLS says why there is no encrypted connection. The way to trust a certificate names its fingerprint.
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

// pinning says how to trust the certificate that is shown now, and nothing else. It is asked for in a handshake of its
// own, in which nothing is sent.
func (e *examination) pinning() []string {
	fingerprint, err := apiclient.PeerFingerprint(e.ctx, e.options.Endpoint, e.options.Proxy, e.options.Timeout)
	if err != nil {
		return []string{"the certificate can be trusted with --ca-file FILE or --tls-fingerprint sha256:…"}
	}
	return []string{
		"to trust just the certificate that is shown: --tls-fingerprint " + fingerprint,
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

// proxy tells by which way the dialer is reached.
func (e *examination) proxy() finding {
	by := "--proxy"
	if !e.options.Proxy.Told() {
		by = apiclient.ProxyVariable(e.options.Endpoint)
	}
	return passed("the dialer is reached by way of the proxy %s, as %s says", e.client.Proxy(), by)
}
