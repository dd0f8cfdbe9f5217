package apiclient

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

// BenchmarkCall compares a call of the Client with a bare http.Client that posts the same form.
func BenchmarkCall(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|1001|10.0.9.8|SIP|1001\n")
	}))
	b.Cleanup(s.Close)
	p := Phone{
		Extension: "1001", DialplanNumber: "1001", VoicemailID: "1001", PhoneLogin: "1001", PhonePass: "Gx7kPq2w", ServerIP: "10.0.9.8",
		Protocol: "SIP", RegistrationPassword: "Rv4mTz9s", PhoneFullName: "Agent 1001", LocalGMT: "-5.00", OutboundCID: "7275551212",
		PhoneContext: "default", Email: "a1001@example.com", AdminUserGroup: "---ALL---", TemplateID: "SIPTMPL",
	}
	b.Run("bare", func(b *testing.B) {
		form := url.Values{"source": {"bench"}, "user": {"6666"}, "pass": {"1234"}, "function": {"add_phone"}}
		for name, value := range phoneFields(p) {
			form.Set(name, value)
		}
		client := &http.Client{Transport: &http.Transport{}}
		b.Cleanup(client.CloseIdleConnections)
		for b.Loop() {
			resp, err := client.PostForm(s.URL, form)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.ReadAll(resp.Body)
			resp.Body.Close()
		}
	})
	b.Run("client", func(b *testing.B) {
		at, err := ParseEndpoint(s.URL)
		if err != nil {
			b.Fatal(err)
		}
		client, err := New(Options{Endpoint: at, User: "6666", Pass: "1234", Source: "bench", Timeout: time.Minute, Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(client.Close)
		for b.Loop() {
			if r := client.AddPhone(b.Context(), p); r.Code != CodeAdded {
				b.Fatal(r)
			}
		}
	})
}
