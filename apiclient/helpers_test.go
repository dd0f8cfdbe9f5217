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

// A dialer is a server on loopback that records its calls.
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

// newDialer starts a dialer that records each call, and then answers with answer.
func newDialer(t *testing.T, answer http.HandlerFunc) *dialer {
	t.Helper()
	d := unstartedDialer(t, answer)
	d.Start()
	return d
}

func newTLSDialer(t *testing.T, answer http.HandlerFunc) *dialer {
	t.Helper()
	d := unstartedDialer(t, answer)
	d.StartTLS()
	return d
}

func unstartedDialer(t *testing.T, answer http.HandlerFunc) *dialer {
	d := &dialer{}
	d.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading a call: %v", err)
		}
		form, err := url.ParseQuery(string(text))
		if err != nil {
			t.Errorf("the body %q is not a form: %v", text, err)
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

// got returns the recorded calls, and removes them from the record.
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

// options returns options for a client of an address. No test waits for the timeout of one minute.
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

// phone is the phone that the answer added reports.
var phone = apiclient.Phone{
	Extension: "55000", DialplanNumber: "55000", VoicemailID: "55000", PhoneLogin: "55000", PhonePass: "Phone-Pass",
	ServerIP: "10.0.9.8", Protocol: "SIP", RegistrationPassword: "Registration-Pass", PhoneFullName: "Ann Other", LocalGMT: "-5.00",
	OutboundCID: "7275551212",
}
