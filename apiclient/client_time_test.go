package apiclient_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
)

func cancelContext(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, cancel
}

// pipeTransport returns a transport whose connections end in this process, as a synctest bubble needs. The far end
// reads one request, and calls answer with the connection.
func pipeTransport(t *testing.T, answer func(net.Conn)) *http.Transport {
	var speakers sync.WaitGroup
	t.Cleanup(speakers.Wait)
	return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		speakers.Go(func() {
			defer far.Close()
			r, err := http.ReadRequest(bufio.NewReader(far))
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			answer(far)
		})
		return near, nil
	}}
}

func TestAnswerThatDoesNotComeIsLostAfterTheTimeout(t *testing.T) {
	for name, answer := range map[string]func(net.Conn){
		"nothing": func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) },
		"a drop at a time": func(w net.Conn) {
			_, err := io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+added)
			for err == nil {
				time.Sleep(time.Second)
				_, err = io.WriteString(w, "<")
			}
		},
		"a header at a time": func(w net.Conn) {
			_, err := io.WriteString(w, "HTTP/1.1 200 OK\r\n")
			for err == nil {
				time.Sleep(time.Second)
				_, err = io.WriteString(w, "X: y\r\n")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := options(t, "http://dialer.example.com")
				o.Timeout, o.Transport = 30*time.Second, pipeTransport(t, answer)
				began := time.Now()
				r := newClient(t, o).AddPhone(t.Context(), phone)
				if took := time.Since(began); took != o.Timeout {
					t.Errorf("given up after %s", took)
				}
				if r.Code != apiclient.CodeLost || !errors.Is(r.Err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", r.Code, r.Err)
				}
				if !strings.Contains(r.Message(), "no answer within 30s") {
					t.Errorf("message %q", r.Message())
				}
			})
		})
	}
}

func TestAnswerThatIsSlowIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(t, "http://dialer.example.com")
		var took time.Duration
		o.Timeout, o.Watch = 30*time.Second, func(_ apiclient.Request, _ apiclient.Reply, d time.Duration) { took = d }
		o.Transport = pipeTransport(t, func(w net.Conn) {
			time.Sleep(29 * time.Second)
			_, _ = io.WriteString(w, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"+added)
		})
		if r := newClient(t, o).AddPhone(t.Context(), phone); r.Code != apiclient.CodeAdded || took != 29*time.Second {
			t.Errorf("%s after %s: %v", r.Code, took, r.Err)
		}
	})
}

func TestHandshakeThatHangsWasSentNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // the kernel accepts the connection, and no server answers
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	o := options(t, "https://"+l.Addr().String())
	o.Timeout = 20 * time.Millisecond
	r := newClient(t, o).AddPhone(t.Context(), phone)
	if r.Code != apiclient.CodeNeverSent || !strings.Contains(r.Message(), "no answer within 20ms") {
		t.Errorf("%s: %v", r.Code, r.Err)
	}
}
