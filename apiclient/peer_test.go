package apiclient_test

import (
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

func TestPeerFingerprintIsOneThatCanBePinned(t *testing.T) {
	d := newTLSDialer(t, says(added))
	o := options(t, d.URL)
	got, err := apiclient.PeerFingerprint(t.Context(), o.Endpoint, apiclient.Proxy{}, time.Minute)
	if err != nil || got != pin(d.Certificate()) {
		t.Fatalf("%s (%v), want %s", got, err, pin(d.Certificate()))
	}
	if n := len(d.got()); n != 0 {
		t.Errorf("%d requests reached the dialer", n)
	}
	o.TLS.Fingerprint = got
	if r := newClient(t, o).AddPhone(t.Context(), phone); r.Code != apiclient.CodeAdded {
		t.Errorf("pinned: %s (%v)", r.Code, r.Err)
	}
}

func TestPeerFingerprintOfNoTLS(t *testing.T) {
	d := newDialer(t, says(added))
	for address, want := range map[string]string{
		d.URL: "plain http",
		strings.Replace(d.URL, "http:", "https:", 1): "does not speak TLS",
		"https://127.0.0.1:1":                        "refused",
	} {
		got, err := apiclient.PeerFingerprint(t.Context(), options(t, address).Endpoint, apiclient.Proxy{}, time.Minute)
		if got != "" || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %q, %v; want %s", address, got, err, want)
		}
	}
	if n := len(d.got()); n != 0 {
		t.Errorf("%d requests reached the dialer", n)
	}
}
