package sandbox

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
)

func faults(t *testing.T, text string) Faults {
	t.Helper()
	f, err := ParseFaults(text)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// send posts one call to an address.
func send(ctx context.Context, t *testing.T, via http.RoundTripper, base string, fields url.Values) (status int, body string, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, base+APIPath, strings.NewReader(fields.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := via.RoundTrip(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

func TestFaultsDoWhatTheySay(t *testing.T) {
	const success = "SUCCESS: add_phone PHONE HAS BEEN ADDED - 6666|1000|"
	for _, c := range []struct {
		faults    string
		fault     Fault
		status    int   // 0 if the connection is dropped
		dropped   error // the error over HTTP
		body      string
		storesToo bool
	}{
		{"reset=100%", Reset, 0, syscall.ECONNRESET, "", false},
		{"lost-reply=100%", LostReply, 0, io.EOF, "", true},
		{"http500=100%", HTTP500, 500, nil, "", false},
		{"empty500-stored=100%", Empty500Stored, 500, nil, "", true},
		{"html=100%", HTML, 200, nil, "<!DOCTYPE html>", false},
		{"slow=100%:1ms", Slow, 200, nil, success, true},
		{"silent-loss=100%", SilentLoss, 200, nil, success, false},
	} {
		over := func(name string, via http.RoundTripper, s *Server, base string, dropped error) {
			t.Run(string(c.fault)+" "+name, func(t *testing.T) {
				s.Inject(faults(t, c.faults), 1)
				status, body, err := send(t.Context(), t, via, base, phoneFields("1000"))
				switch {
				case c.status == 0:
					if !errors.Is(err, dropped) {
						t.Errorf("ended with %v, want %v", err, dropped)
					}
				case err != nil || status != c.status || !strings.HasPrefix(body, c.body) || (body == "") != (c.body == ""):
					t.Errorf("answered %d %q, %v", status, body, err)
				}
				s.Wait()
				if stored := len(s.Phones()) == 1; stored != c.storesToo {
					t.Errorf("stored: %t", stored)
				}
				if struck := s.Struck(); len(struck) != 1 || struck[c.fault] != 1 {
					t.Errorf("struck: %v", struck)
				}
				s.Inject(Faults{}, 0)
				if _, body, err := send(t.Context(), t, via, base, phoneFields("2000")); err != nil || !strings.HasPrefix(body, "SUCCESS: ") {
					t.Errorf("after the end of the faults: %q, %v", body, err)
				}
				if s.Requests() != 2 || s.Struck()[c.fault] != 1 {
					t.Errorf("%d requests, struck: %v", s.Requests(), s.Struck())
				}
			})
		}
		s := New(Default())
		over("in process", s, s, "http://dialer.example.com", ErrDropped)
		s = New(Default())
		server := httptest.NewServer(s)
		over("over HTTP", server.Client().Transport, s, server.URL, c.dropped)
		server.Close()
		s = New(Default())
		server = httptest.NewTLSServer(s)
		over("over TLS", server.Client().Transport, s, server.URL, c.dropped)
		server.Close()
	}
}

// A silent loss strikes only calls that would store something. Refusals and probes are not affected.
func TestSilentLossTouchesOnlyWhatStores(t *testing.T) {
	s := New(Default())
	s.Call(phoneFields("1000"))
	s.Inject(faults(t, "silent-loss=100%"), 1)
	for _, c := range []struct {
		name, want string
		fields     url.Values
		lost       int
	}{
		{"a probe", "ERROR: add_phone YOU MUST USE A VALID TIMEZONE", phoneFields("2000", "local_gmt", "99.99"), 0},
		{"a refusal", "ERROR: add_phone PHONE ALREADY EXISTS", phoneFields("1000"), 0},
		{"a wrong password", "ERROR: Login incorrect", phoneFields("2000", "pass", "wrong"), 0},
		{"the build", "VERSION: ", phoneFields("", "function", "version"), 0},
		{"what the database refuses", "", phoneFields("2000", "email", "o'neil@example.com"), 0},
		{"a refresh", "SUCCESS: server_refresh", phoneFields("", "function", "server_refresh", "stage", "REFRESH"), 0},
		{"an update", "SUCCESS: update_phone", phoneFields("1000", "function", "update_phone", "phone_full_name", "Other"), 1},
		{"a deletion", "SUCCESS: update_phone", phoneFields("1000", "function", "update_phone", "delete_phone", "Y"), 2},
		{"a phone", "SUCCESS: add_phone", phoneFields("2000"), 3},
		{"the same again", "SUCCESS: add_phone", phoneFields("2000"), 4},
	} {
		_, body, err := send(t.Context(), t, s, "http://sandbox", c.fields)
		if err != nil || !strings.HasPrefix(body, c.want) || (body == "") != (c.want == "") {
			t.Errorf("%s: answered %q, %v", c.name, body, err)
		}
		if lost := s.Struck()[SilentLoss]; lost != c.lost {
			t.Errorf("%s: %d were lost by then, want %d", c.name, lost, c.lost)
		}
	}
	if rows := s.Phones(); len(rows) != 1 || rows[0]["extension"] != "1000" || rows[0]["fullname"] != "Extension" {
		t.Errorf("stored: %v", rows)
	}
}

// Faults do not strike other paths, and do not strike Call.
func TestFaultsOnlyStrikeTheAPI(t *testing.T) {
	s := New(Default())
	s.Inject(faults(t, "reset=100%"), 1)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/sandbox/phones", nil))
	if _, body := s.Call(phoneFields("1000")); w.Code != 200 || !strings.HasPrefix(body, "SUCCESS: ") || len(s.Struck()) != 0 {
		t.Errorf("the rows: %d; a call: %q; struck: %v", w.Code, body, s.Struck())
	}
}

// A delayed call over HTTP is done although the client has left.
func TestSlowCallOutlivesItsConnection(t *testing.T) {
	s := New(Default())
	s.Inject(faults(t, "slow=100%:20ms"), 1)
	ctx, leave := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		leave()
		s.ServeHTTP(w, r)
	}))
	if _, _, err := send(ctx, t, server.Client().Transport, server.URL, phoneFields("1000")); !errors.Is(err, context.Canceled) {
		t.Errorf("the client that left got %v", err)
	}
	server.Close() // waits for running requests
	if len(s.Phones()) != 1 {
		t.Errorf("%d phones", len(s.Phones()))
	}
}
