package apiclient_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// A dialer is a server on loopback that keeps the calls it got.
type dialer struct {
	*httptest.Server
	mu    sync.Mutex
	calls []call
}

type call struct {
	method, target, kind string
	header               http.Header
	form                 url.Values
}

// newDialer starts a dialer that keeps each call, and then has answer speak.
func newDialer(t *testing.T, answer http.HandlerFunc) *dialer {
	t.Helper()
	d := unstarted(t, answer)
	d.Start()
	return d
}

func newTLSDialer(t *testing.T, answer http.HandlerFunc) *dialer {
	t.Helper()
	d := unstarted(t, answer)
	d.StartTLS()
	return d
}

func unstarted(t *testing.T, answer http.HandlerFunc) *dialer {
	d := &dialer{}
	d.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading a call: %v", err)
		}
		form, err := url.ParseQuery(string(text))
		if err != nil {
			t.Errorf("the body %q is no form: %v", text, err)
		}
		d.mu.Lock()
		d.calls = append(d.calls, call{r.Method, r.RequestURI, r.Header.Get("Content-Type"), r.Header, form})
		d.mu.Unlock()
		answer(w, r)
	}))
	d.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(d.Close)
	return d
}

// got returns the calls so far, and forgets them.
func (d *dialer) got() []call {
	d.mu.Lock()
	defer d.mu.Unlock()
	calls := d.calls
	d.calls = nil
	return calls
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
}

// options are those of a client for an address. The timeout is one that no test waits for.
func options(t *testing.T, address string) apiclient.Options {
	t.Helper()
	endpoint, err := apiclient.ParseEndpoint(address)
	if err != nil {
		t.Fatal(err)
	}
	return apiclient.Options{
		Endpoint: endpoint, User: "6666", Pass: hunter, Source: "test", ProbeSource: "testprobe",
		Timeout: time.Minute, Workers: 2,
	}
}

func newClient(t *testing.T, o apiclient.Options) *apiclient.Client {
	t.Helper()
	c, err := apiclient.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// phone is the phone of which added speaks.
var phone = apiclient.Phone{
	Extension: "55000", DialplanNumber: "55000", VoicemailID: "55000", PhoneLogin: "55000", PhonePass: "Phone-Pass",
	ServerIP: "10.0.9.8", Protocol: "SIP", RegistrationPassword: "Registration-Pass", PhoneFullName: "Ann Other", LocalGMT: "-5.00",
	OutboundCID: "7275551212",
}
