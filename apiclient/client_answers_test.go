package apiclient_test

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"phonebatch/apiclient"
)

func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := newDialer(t, says(added))
	tests := []struct {
		name     string
		status   int
		location string
		want     string // %s stands for the address of the dialer
	}{
		{"elsewhere", 302, elsewhere.URL + "/vicidial/non_agent_api.php", elsewhere.URL + "/vicidial/non_agent_api.php"},
		{"with a query", 302, elsewhere.URL + "/login?user=6666&pass=hunter2#top", elsewhere.URL + "/login"},
		{"with a user", 301, "https://6666:hunter2@dialer.example.com/x", "https://dialer.example.com/x"},
		{"to another page", 303, "/login?next=hunter2", "%s/login"},
		{"that keeps the method", 307, elsewhere.URL + "/x", elsewhere.URL + "/x"},
		{"for good", 308, elsewhere.URL + "/x", elsewhere.URL + "/x"},
		{"with control characters", 302, "https://dialer.example.com/%1b[31m", "https://dialer.example.com/%1B%5B31m"},
		{"to nowhere", 302, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.location != "" {
					w.Header().Set("Location", tt.location)
				}
				w.WriteHeader(tt.status)
			})
			r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
			want := strings.Replace(tt.want, "%s", d.URL, 1)
			if r.Code != apiclient.CodeRedirect || r.Status != tt.status || r.Location != want {
				t.Errorf("%s, status %d, to %q (%v); want to %q", r.Code, r.Status, r.Location, r.Err, want)
			}
			if strings.Contains(r.Message(), hunter) {
				t.Errorf("message %q", r.Message())
			}
			if n := len(d.got()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
	if n := len(elsewhere.got()); n != 0 {
		t.Errorf("%d requests went where a redirect pointed", n)
	}
}

func TestRedirectThatCannotBeReadIsARedirect(t *testing.T) {
	d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "https://[dialer/login?pass=hunter2")
		w.WriteHeader(302)
	})
	r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
	if !r.Code.Unclear() {
		t.Errorf("%s", r.Code)
	}
	if r.Code != apiclient.CodeRedirect || strings.Contains(r.Message(), hunter) {
		t.Errorf("%s: %s", r.Code, r.Message())
	}
}

func TestCompressedAnswerIsNotUnpacked(t *testing.T) {
	d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, added)
		_ = z.Close()
	})
	r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
	if success(r.Code) || !r.Code.Foreign() {
		t.Errorf("%s", r.Code)
	}
}

func TestEndlessAnswerIsCutOff(t *testing.T) {
	for name, chunk := range map[string]string{"a page": strings.Repeat("<p>", 1000) + "\n", "a success for ever": added} {
		t.Run(name, func(t *testing.T) {
			d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
				_, err := io.WriteString(w, added)
				for err == nil {
					_, err = io.WriteString(w, chunk)
				}
			})
			r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
			if success(r.Code) || !r.Code.Unclear() || len(r.Message()) > 1000 {
				t.Errorf("%s, %.1000s", r.Code, r.Message())
			}
		})
	}
}

func TestAnswerThatBreaksOffIsLost(t *testing.T) {
	for name, answer := range map[string]string{
		"nothing":                         "",
		"half a status":                   "HTTP/1.1 20",
		"half a header":                   "HTTP/1.1 200 OK\r\nContent-Length: 3",
		"less than announced":             "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + added,
		"one byte less than announced":    fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(added)+1, added),
		"no last chunk":                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n48\r\n" + added + "\r\n",
		"a broken chunk":                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + added + "\r\n0\r\n\r\n",
		"no HTTP":                         added,
		"another protocol":                "SSH-2.0-OpenSSH_9.6\r\n",
		"two lengths that do not agree":   "HTTP/1.1 200 OK\r\nContent-Length: 72\r\nContent-Length: 5\r\n\r\n" + added,
		"headers of more than a megabyte": "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Header: "+strings.Repeat("x", 1000)+"\r\n", 1100) + "\r\n" + added,
	} {
		t.Run(name, func(t *testing.T) {
			address, calls := rawServer(t, answer)
			r := newClient(t, options(t, "http://"+address)).AddPhone(t.Context(), phone)
			if r.Code != apiclient.CodeLost || r.Err == nil || !r.Code.Unclear() {
				t.Errorf("%s: %s", r.Code, r.Message())
			}
			if n := calls(); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestAnswerThatEndsWithItsConnectionIsRead(t *testing.T) {
	address, _ := rawServer(t, "HTTP/1.0 200 OK\r\n\r\n"+added)
	if r := newClient(t, options(t, "http://"+address)).AddPhone(t.Context(), phone); r.Code != apiclient.CodeAdded {
		t.Errorf("%s: %s", r.Code, r.Message())
	}
}

// rawServer starts a server that reads one request on each connection, writes the answer byte for byte, and closes the
// connection. It returns the address of the server, and a function that returns the number of requests so far.
func rawServer(t *testing.T, answer string) (string, func() int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	requests := make(chan struct{}, 100)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = io.Copy(io.Discard, r.Body)
				requests <- struct{}{}
				_, _ = io.WriteString(conn, answer)
			}
			_ = conn.Close()
		}
	}()
	return l.Addr().String(), func() int { return len(requests) }
}

func TestUnreachableDialerWasSentNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r := newClient(t, options(t, "http://"+address)).AddPhone(t.Context(), phone)
	var refused *net.OpError
	if r.Code != apiclient.CodeNeverSent || r.Code.Unclear() || !errors.As(r.Err, &refused) {
		t.Errorf("%s: %v", r.Code, r.Err)
	}
	if strings.Contains(r.Message(), "non_agent_api") || strings.Contains(r.Message(), "Post ") {
		t.Errorf("the message repeats the address: %q", r.Message())
	}
}

func TestRetryAfterIsTakenInSeconds(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "0": 0, "3600": time.Hour, "86400": 24 * time.Hour, "604800": 168 * time.Hour, "604801": 0, "-1": 0, "soon": 0, "1.5": 0, "Wed, 21 Oct 2026 07:28:00 GMT": 0,
	} {
		d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			w.WriteHeader(http.StatusServiceUnavailable)
		})
		r := newClient(t, options(t, d.URL)).AddPhone(t.Context(), phone)
		if r.Code != apiclient.CodeServerError || r.RetryAfter != want {
			t.Errorf("Retry-After %q: %s, %s; want %s", header, r.Code, r.RetryAfter, want)
		}
	}
}
