package codes

import "phonebatch/apiclient"

// unclearKinds are the answers that do not tell what the dialer did, and the calls that had no answer.
var unclearKinds = []Kind{
	{
		Code:    apiclient.CodeDatabase,
		Meaning: "the dialer's database is down",
		Remedy:  "the dialer's database is down; try again when it is back",
		Row:     findOut,
	},
	{
		Code:    apiclient.CodeEmpty,
		Meaning: "the dialer's answer was empty",
		Remedy:  "an empty answer mostly means that the database refused the phone",
		Row:     findOut,
		Stop:    isURL,
	},
	{
		Code:    apiclient.CodeServerError,
		Meaning: "the web server answered with an error",
		Remedy:  "the web server was busy or failed",
		Row:     findOut,
		Stop:    isURL,
	},
	{
		Code:    apiclient.CodeRedirect,
		Meaning: "the dialer sends the call to another address",
		Remedy:  "the dialer redirects elsewhere: give the final address as --url",
		Cases: Cases{
			To: "the dialer redirects to %s: give that address as --url, if you trust it",
			ToLogin: "that looks like a login page: if a portal asks people to log in first, " +
				"it must let this machine through without a login",
		},
	},
	{
		Code:    apiclient.CodeForeign,
		Meaning: "something other than the API of a VICIdial answered",
		Remedy:  isURL,
		Row:     findOut,
	},
	{
		Code:    apiclient.CodeUnclear,
		Meaning: "this API never gives such an answer",
		Remedy:  "see whether something stands between this machine and the dialer, a proxy or a cache",
		Row:     findOut,
		Stop:    isURL,
	},
	{
		Code:    apiclient.CodeAnotherPhone,
		Meaning: "the answer is the answer to another request",
		Remedy: "something between this machine and the dialer, such as a cache or a proxy, mixes up answers: " +
			"have it leave " + apiPath + " alone",
		Row: findOut,
	},
	{
		Code:    apiclient.CodeLost,
		Meaning: "the call had no answer, and the dialer may have carried it out",
		Row:     "the dialer may have stored it: " + findOut,
		Stop: "is there a firewall that must first be told this machine's address? Hosted dialers mostly have one, " +
			"and it makes calls time out",
		Cases: Cases{
			Silent: "it had answered before: see whether the dialer and the way to it are well, " +
				"then go on: import --resume, or undo once more",
		},
	},
	{
		Code:    apiclient.CodeNeverSent,
		Meaning: "the call could not be sent",
		Row:     "nothing was sent: import again with --resume once the dialer can be reached",
		Stop: "check --url, and whether this machine can reach it: hosted dialers mostly have a firewall " +
			"that must first be told one's address",
		Cases: Cases{
			PlainHTTP: "that port speaks plain http, or something else than https: is the port right? " +
				"Without https every password can be read on the way",
			OtherFingerprint: "if the dialer's certificate was renewed, ask its administrator for the new fingerprint; " +
				"if not, somebody else is answering",
			Untrusted: "a self-signed certificate, such as ViciBox makes, is trusted with --ca-file FILE " +
				"or --tls-fingerprint sha256:…",
			ProxyAddress: "check the proxy's address, in --proxy or in HTTPS_PROXY and HTTP_PROXY; --proxy none goes without",
			OldTLS: "have the dialer's web server offer TLS 1.2 (OpenSSL 1.0.1 or later; in Apache: " +
				"SSLProtocol -all +TLSv1.2), or give the address of a TLS proxy before it as --url",
		},
	},
}
