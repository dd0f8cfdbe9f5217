package apiclient

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestPageLimit(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(strings.Repeat("x", 1000)))
	}))
	defer server.Close()
	endpoint, err := ParseEndpoint(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{Endpoint: endpoint, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if body, err := c.page(t.Context(), nil, 1000); err != nil || len(body) != 1000 {
		t.Errorf("at the limit: %d bytes, %v", len(body), err)
	}
	var refusal *PageError
	if _, err := c.page(t.Context(), nil, 999); !errors.As(err, &refusal) || refusal.Reason != PageTooLarge {
		t.Errorf("above the limit: %v", err)
	}
}
