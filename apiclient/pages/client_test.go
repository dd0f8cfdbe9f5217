package pages

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// client returns a client of a dialer that answers each request for an admin page with answer.
func client(t *testing.T, answer http.HandlerFunc) *apiclient.Client {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	endpoint, err := apiclient.ParseEndpoint(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := apiclient.New(apiclient.Options{Endpoint: endpoint, User: "6666", Pass: "Hunter2Hunter2", Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestRequests(t *testing.T) {
	var asked, page string
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.RawQuery
		_, _ = w.Write([]byte(file(t, page)))
	})
	for name, call := range map[string]func() (int, error){
		"phones":    func() (int, error) { list, err := Phones(t.Context(), c); return len(list), err },
		"aliases":   func() (int, error) { list, err := Aliases(t.Context(), c); return len(list), err },
		"servers":   func() (int, error) { list, err := Servers(t.Context(), c); return len(list), err },
		"templates": func() (int, error) { list, err := Templates(t.Context(), c); return len(list), err },
		"phone":     func() (int, error) { _, err := Deep(t.Context(), c, "8002", "192.0.2.10"); return 1, err },
	} {
		page = name
		n, err := call()
		queries := map[string]string{
			"phones": "ADD=10000000000&status=display_all", "aliases": "ADD=12000000000", "servers": "ADD=100000000000",
			"templates": "ADD=130000000000", "phone": "ADD=31111111111&extension=8002&server_ip=192.0.2.10",
		}
		if err != nil || n == 0 || asked != queries[name] {
			t.Errorf("%s: asked %s and got %d rows, %v", name, asked, n, err)
		}
	}
	if v, err := Deep(t.Context(), c, "8003", "192.0.2.10"); !unreadable(err) {
		t.Errorf("the form of another phone is read as %+v, %v", v, err)
	}
	page = "phone_none"
	if v, err := Deep(t.Context(), c, "8002", "192.0.2.10"); !errors.Is(err, ErrNoPhone) {
		t.Errorf("no phone is read as %+v, %v", v, err)
	}
}

func TestRefusedPage(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("You do not have permission to be here: |6666|GOOD|\n"))
	})
	var refusal *apiclient.PageError
	if _, err := Phones(t.Context(), c); !errors.As(err, &refusal) || refusal.Reason != apiclient.PageNoPermission {
		t.Errorf("%v", err)
	}
	if _, err := Deep(t.Context(), c, "8002", "192.0.2.10"); !errors.As(err, &refusal) {
		t.Errorf("%v", err)
	}
	if _, err := Aliases(t.Context(), c); !errors.As(err, &refusal) {
		t.Errorf("%v", err)
	}
}
