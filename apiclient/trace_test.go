package apiclient_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"phonebatch/apiclient"
)

// connects makes calls one after the other and returns the time to connect of each.
func connects(t *testing.T, c *apiclient.Client, calls int) (list []time.Duration) {
	t.Helper()
	for range calls {
		r := c.AddPhone(t.Context(), phone)
		list = append(list, r.Connect)
		if r.Connect < 0 || r.Connect > time.Minute {
			t.Errorf("%s took %s to connect", r.Code, r.Connect)
		}
	}
	return list
}

func TestOnlyACallOnANewConnectionTellsTheTimeToConnect(t *testing.T) {
	closes := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		says(added)(w, r)
	}
	falls := func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, true) }
	for name, tt := range map[string]struct {
		dialer *dialer
		fresh  [3]bool // whether each call has a connection of its own
	}{
		"kept":              {newDialer(t, says(added)), [3]bool{true, false, false}},
		"kept, with TLS":    {newTLSDialer(t, says(added)), [3]bool{true, false, false}},
		"closed":            {newDialer(t, closes), [3]bool{true, true, true}},
		"without an answer": {newDialer(t, falls), [3]bool{true, true, true}},
	} {
		o := options(t, tt.dialer.URL)
		o.TLS.Insecure = true
		for i, took := range connects(t, newClient(t, o), 3) {
			if (took > 0) != tt.fresh[i] {
				t.Errorf("%s: call %d took %s to connect", name, i+1, took)
			}
		}
	}
}

func TestACallWithoutAConnectionTellsNoTimeToConnect(t *testing.T) {
	gone := newDialer(t, says(added))
	gone.Close()
	untrusted := newTLSDialer(t, says(added))
	for name, address := range map[string]string{"nobody listens": gone.URL, "an untrusted certificate": untrusted.URL} {
		c := newClient(t, options(t, address))
		if r := c.AddPhone(t.Context(), phone); r.Code != apiclient.CodeNeverSent || r.Connect != 0 {
			t.Errorf("%s: %s, %s to connect", name, r.Code, r.Connect)
		}
	}
}

// The transport dials for calls that then get the connection of another call, and goes on dialling after a call has
// ended.
func TestConnectionsOfConcurrentCallsAreTracedWithoutARace(t *testing.T) {
	var mu sync.Mutex
	seen := make(map[string]bool)
	d := newDialer(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen[r.RemoteAddr] = true
		mu.Unlock()
		says(added)(w, r)
	})
	o := options(t, d.URL)
	o.Workers = 8
	c := newClient(t, o)
	var calls sync.WaitGroup
	var fresh int
	for range o.Workers {
		calls.Go(func() {
			for _, took := range connects(t, c, 50) {
				if took > 0 {
					mu.Lock()
					fresh++
					mu.Unlock()
				}
			}
		})
	}
	calls.Wait()
	if fresh < 1 || fresh > len(seen) {
		t.Errorf("%d calls told a time to connect, over %d connections", fresh, len(seen))
	}
}
