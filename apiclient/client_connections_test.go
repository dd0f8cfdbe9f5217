package apiclient_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"phonebatch/apiclient"
)

// hangUp closes the connection of a request: with a TCP reset, or with a normal close.
func hangUp(t *testing.T, w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func TestReusedConnectionThatDiesIsNotTriedAgain(t *testing.T) {
	for name, reset := range map[string]bool{"closed": false, "reset": true} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			onConnection := make(map[string]int)
			d := newDialer(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				onConnection[r.RemoteAddr]++
				n := onConnection[r.RemoteAddr]
				mu.Unlock()
				if n == 2 {
					hangUp(t, w, reset)
					return
				}
				says(added)(w, r)
			})
			o := options(t, d.URL)
			o.Workers = 1
			c := newClient(t, o)
			want := []apiclient.Code{apiclient.CodeAdded, apiclient.CodeLost, apiclient.CodeAdded, apiclient.CodeLost, apiclient.CodeAdded}
			for i, code := range want {
				if r := c.AddPhone(t.Context(), phone); r.Code != code {
					t.Errorf("call %d: %s (%v), want %s", i+1, r.Code, r.Err, code)
				}
				if n := len(d.got()); n != 1 {
					t.Errorf("call %d was carried out %d times", i+1, n)
				}
			}
			if len(onConnection) != 3 {
				t.Errorf("%d connections, want 3", len(onConnection))
			}
		})
	}
}

// The dialer closes each connection without an announcement, while the client may begin to reuse the connection.
func TestUnexpectedlyClosedConnectionsNeverDoubleACall(t *testing.T) {
	d := newDialer(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = fmt.Fprintf(buffer, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(added), added)
		_ = buffer.Flush()
		_ = conn.Close()
	})
	o := options(t, d.URL)
	o.Workers = 4
	c := newClient(t, o)
	replies := make([]apiclient.Reply, 200)
	var workers sync.WaitGroup
	for worker := range o.Workers {
		workers.Go(func() {
			for i := worker; i < len(replies); i += o.Workers {
				p := phone
				p.PhoneLogin = fmt.Sprint(i)
				replies[i] = c.AddPhone(t.Context(), p)
			}
		})
	}
	workers.Wait()
	carriedOut := make(map[string]int)
	for _, call := range d.got() {
		carriedOut[call.form.Get("phone_login")]++
	}
	for i, r := range replies {
		switch n := carriedOut[fmt.Sprint(i)]; {
		case n > 1:
			t.Errorf("call %d was carried out %d times", i, n)
		case r.Code == apiclient.CodeAdded && n == 1, r.Code == apiclient.CodeNeverSent && n == 0, r.Code == apiclient.CodeLost:
		default:
			t.Errorf("call %d was carried out %d times and is %s: %v", i, n, r.Code, r.Err)
		}
	}
}

func TestNoMoreConnectionsThanWorkers(t *testing.T) {
	var mu sync.Mutex
	var open, most int
	arrived, release := make(chan struct{}, 10), make(chan struct{})
	d := unstartedDialer(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-release
		says(added)(w, r)
	})
	d.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		mu.Lock()
		defer mu.Unlock()
		switch state {
		case http.StateNew:
			open++
			most = max(most, open)
		case http.StateClosed:
			open--
		}
	}
	d.Start()
	c := newClient(t, options(t, d.URL))
	var calls sync.WaitGroup
	for range 10 {
		calls.Go(func() {
			if r := c.AddPhone(t.Context(), phone); r.Code != apiclient.CodeAdded {
				t.Errorf("%s: %v", r.Code, r.Err)
			}
		})
	}
	<-arrived
	<-arrived
	close(release)
	calls.Wait()
	mu.Lock()
	defer mu.Unlock()
	if most != 2 {
		t.Errorf("%d connections for 2 workers", most)
	}
}

func TestCallThatWasGivenUpIsInDoubt(t *testing.T) {
	arrived, done := make(chan struct{}), make(chan struct{})
	d := newDialer(t, func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		select {
		case <-r.Context().Done():
		case <-done:
		}
	})
	defer close(done)
	ctx, cancel := cancelContext(t)
	go func() {
		<-arrived
		cancel()
	}()
	r := newClient(t, options(t, d.URL)).AddPhone(ctx, phone)
	if r.Code != apiclient.CodeLost || !strings.Contains(r.Message(), "cancelled") {
		t.Errorf("%s: %v", r.Code, r.Err)
	}
}

func TestCallThatWasGivenUpBeforeItBeganWasNeverSent(t *testing.T) {
	d := newDialer(t, says(added))
	ctx, cancel := cancelContext(t)
	cancel()
	r := newClient(t, options(t, d.URL)).AddPhone(ctx, phone)
	if r.Code != apiclient.CodeNeverSent || len(d.got()) != 0 {
		t.Errorf("%s: %v", r.Code, r.Err)
	}
}
