package apiclient_test

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"testing"

	"phonebatch/apiclient"
)

// TestOldTLSIsNamed covers both kinds of old servers: a server that reads the offered versions refuses the handshake,
// and an older server answers in its own version.
func TestOldTLSIsNamed(t *testing.T) {
	for _, newest := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		d := httptest.NewUnstartedServer(says(added))
		d.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: newest}
		d.Config.ErrorLog = log.New(io.Discard, "", 0)
		d.StartTLS()
		defer d.Close()
		expectOldTLS(t, d.URL)
	}
	for _, minor := range []byte{1, 2} {
		hello := append([]byte{2, 0, 0, 38, 3, minor}, make([]byte, 32)...)
		hello = append(hello, 0, 0, 0x2f, 0)
		answer := append([]byte{22, 3, minor, 0, byte(len(hello))}, hello...)
		address, _ := hostileServer(t, func(conn net.Conn) {
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = conn.Write(answer)
		})
		expectOldTLS(t, "https://"+address)
	}
}

func expectOldTLS(t *testing.T, address string) {
	t.Helper()
	r := newClient(t, options(t, address)).AddPhone(t.Context(), phone)
	if r.Code != apiclient.CodeNeverSent || !errors.Is(r.Err, apiclient.ErrOldTLS) || r.Message() != apiclient.ErrOldTLS.Error() || r.Passing() {
		t.Errorf("%s, %v, passing %t", r.Code, r.Err, r.Passing())
	}
}

func TestOtherTLSErrorsAreNotOldTLS(t *testing.T) {
	d := newDialer(t, says(added))
	for _, address := range []string{"https" + d.URL[4:], newTLSDialer(t, says(added)).URL} {
		if r := newClient(t, options(t, address)).AddPhone(t.Context(), phone); errors.Is(r.Err, apiclient.ErrOldTLS) || r.Passing() {
			t.Errorf("%s: %v, passing %t", r.Code, r.Err, r.Passing())
		}
	}
}
