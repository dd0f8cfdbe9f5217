package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// phoneFields returns a call of add_phone that the default dialer accepts, with changes as pairs of name and value.
func phoneFields(extension string, changes ...string) url.Values {
	v := url.Values{
		"source": {"test"}, "user": {"6666"}, "pass": {"1234"}, "function": {"add_phone"}, "extension": {extension},
		"dialplan_number": {"55000"}, "voicemail_id": {"55000"}, "phone_login": {extension}, "phone_pass": {"test"},
		"server_ip": {"10.0.9.8"}, "protocol": {"SIP"}, "registration_password": {"test"},
		"phone_full_name": {"Extension"}, "local_gmt": {"-5.00"}, "outbound_cid": {"7275551212"},
	}
	for i := 0; i < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return v
}

func do(t *testing.T, h http.Handler, method, query string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, "http://localhost"+APIPath+"?"+query, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestGetEqualsPost(t *testing.T) {
	fixture, exchanges := readRecording(t, "core")
	get, post := New(fixture), New(fixture)
	for _, e := range exchanges {
		g := do(t, get, http.MethodGet, e.fields().Encode(), nil)
		p := do(t, post, http.MethodPost, "", e.fields())
		if g.Body.String() != e.Body || p.Body.String() != e.Body {
			t.Errorf("%d %s: GET %q, POST %q, want %q", e.ID, e.Name, g.Body, p.Body, e.Body)
		}
		if kind := p.Header().Get("Content-Type"); kind != "text/html; charset=utf-8" {
			t.Fatalf("Content-Type %q", kind)
		}
	}
}

func TestQueryStringWinsOverBody(t *testing.T) {
	s := New(Default())
	w := do(t, s, http.MethodPost, "extension=2000&phone_login=", phoneFields("1000"))
	if body := w.Body.String(); !strings.Contains(body, "REQUIRED FIELDS: |6666|2000|55000|55000||") {
		t.Errorf("answered %q", body)
	}
	w = do(t, s, http.MethodPost, "extension=2000&extension=3000", phoneFields("1000"))
	if body := w.Body.String(); !strings.Contains(body, "- 6666|3000|") {
		t.Errorf("answered %q", body)
	}
}

func TestFormIsReadAsPHPReadsIt(t *testing.T) {
	got := make(url.Values)
	parseForm(got, "a=1;2&b=5%&c=%4&d=%41+%2b&&e&=x&f=%zz&a=9")
	want := url.Values{"a": {"9"}, "b": {"5%"}, "c": {"%4"}, "d": {"A +"}, "e": {""}, "f": {"%zz"}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("read %v, want %v", got, want)
	}
}

func TestTransportLimits(t *testing.T) {
	s := New(Default())
	if w := do(t, s, http.MethodGet, strings.Repeat("x", 9000), nil); w.Code != http.StatusRequestURITooLong {
		t.Errorf("a GET of 9 kB got %d", w.Code)
	}
	if w := do(t, s, http.MethodPost, "", url.Values{"x": {strings.Repeat("x", maxBody)}}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a body of over 1 MiB got %d", w.Code)
	}
}

func TestDatabaseRefusals(t *testing.T) {
	long := strings.Repeat("x", 100)
	update := phoneFields("1000", "function", "update_phone", "email", strings.Repeat("x", 150)+"'")
	for name, fields := range map[string]url.Values{
		"an apostrophe in email":          phoneFields("1001", "email", "o'neil@example.com"),
		"an apostrophe in an update":      update,
		"an extension that collides, cut": phoneFields(long+"1", "phone_login", "other"),
		"an apostrophe in a user's email": {
			"source": {"test"}, "user": {"6666"}, "pass": {"1234"}, "function": {"add_user"}, "agent_user": {"1001"},
			"agent_pass": {"p1"}, "agent_user_level": {"1"}, "agent_full_name": {"A"}, "agent_user_group": {"AGENTS"},
			"email": {"o'neil@example.com"},
		},
		"an apostrophe in an update of a user": {
			"source": {"test"}, "user": {"6666"}, "pass": {"1234"}, "function": {"update_user"}, "agent_user": {"6666"},
			"email": {"o'neil@example.com"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := New(Default())
			s.Call(phoneFields("1000"))
			s.Call(phoneFields(long))
			before := fmt.Sprint(s.Phones(), s.Users())
			if status, body := s.Call(fields); status != 500 || body != "" {
				t.Errorf("answered %d %q", status, body)
			}
			if after := fmt.Sprint(s.Phones(), s.Users()); after != before {
				t.Errorf("stored %s", after)
			}
		})
	}
}

func TestStoredRowsAreServed(t *testing.T) {
	s := New(Default())
	get := func(path string) (rows []map[string]string) {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "[") {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		if err := json.Unmarshal(w.Body.Bytes(), &rows); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	for _, path := range []string{"/sandbox/phones", "/sandbox/aliases", "/sandbox/users"} {
		if rows := get(path); len(rows) != 0 {
			t.Errorf("%s holds %v", path, rows)
		}
	}
	for _, extension := range []string{"30", "10", "20"} {
		s.Call(phoneFields(extension))
	}
	s.Call(phoneFields("10", "function", "update_phone", "delete_phone", "Y"))
	s.Call(phoneFields("10"))
	var order []string
	for _, row := range get("/sandbox/phones") {
		order = append(order, row["extension"])
	}
	if fmt.Sprint(order) != "[30 20 10]" {
		t.Errorf("in order %v", order)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/elsewhere", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("elsewhere: %d", w.Code)
	}
	w = httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/sandbox/phones", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST to the rows: %d", w.Code)
	}
}

// TestRoundTrip uses the dialer in process, as the transport of an http.Client.
func TestRoundTrip(t *testing.T) {
	s := New(Default())
	post := func(ctx context.Context, fields url.Values) (string, error) {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://dialer.example.com"+APIPath, strings.NewReader(fields.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := (&http.Client{Transport: s}).Do(r)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return string(body), err
	}
	if body, err := post(t.Context(), phoneFields("1000")); err != nil || !strings.HasPrefix(body, "SUCCESS: ") {
		t.Errorf("answered %q, %v", body, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := post(ended, phoneFields("1001")); !errors.Is(err, context.Canceled) {
		t.Errorf("an ended context: %v", err)
	}
	s.Intercept(func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			next(w, r)
			panic(http.ErrAbortHandler)
		}
	})
	if _, err := post(t.Context(), phoneFields("1002")); !errors.Is(err, ErrDropped) {
		t.Errorf("a dropped answer: %v", err)
	}
	if len(s.Phones()) != 2 || s.Requests() != 2 {
		t.Errorf("%d phones after %d requests", len(s.Phones()), s.Requests())
	}
}

func TestConcurrentCalls(t *testing.T) {
	s := New(Default())
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 50 {
				extension := fmt.Sprintf("%d", 1000+i)
				s.Call(phoneFields(extension))
				s.Call(phoneFields(extension, "function", "update_phone", "phone_full_name", fmt.Sprintf("worker %d", worker)))
				s.Phones()
				s.Requests()
			}
		})
	}
	all.Wait()
	if n := len(s.Phones()); n != 50 {
		t.Errorf("%d phones", n)
	}
}

func TestUpdateTemplateBlank(t *testing.T) {
	s := New(Default())
	s.Call(phoneFields("1000", "template_id", "SIPTMPL"))
	s.Call(phoneFields("1000", "function", "update_phone", "template_id", "--blank--"))
	if got := s.Phones()[0]["template_id"]; got != "" {
		t.Errorf("template %q", got)
	}
}

var _ http.RoundTripper = (*Server)(nil)
