package apiclient

import (
	"context"
	"net/http/httptrace"
	"sync"
	"time"
)

// A trace watches the connection of one call. The transport may call the functions of a trace concurrently, and after
// the call has ended.
type trace struct {
	mu       sync.Mutex
	wrote    bool                 // the header of the request was written
	fresh    bool                 // the call got a connection that no call had used
	began    map[string]time.Time // when the attempts to connect began, by address
	connects time.Duration        // how long the first successful attempt took; 0 if there was none
}

// context returns a context for the call, whose events the trace sees.
func (t *trace) context(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		ConnectStart: func(_, address string) { t.connectBegins(address) },
		ConnectDone:  func(_, address string, err error) { t.connectEnds(address, err) },
		GotConn: func(c httptrace.GotConnInfo) {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.fresh = !c.Reused
		},
		WroteHeaders: func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.wrote = true
		},
	})
}

func (t *trace) connectBegins(address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.began == nil {
		t.began = make(map[string]time.Time)
	}
	t.began[address] = time.Now()
}

// connectEnds takes the end of an attempt to connect. A host with several addresses has several attempts, some of them
// at the same time. The transport uses the first success. A success counts as at least a nanosecond, because 0 means
// that there was none.
func (t *trace) connectEnds(address string, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if began, known := t.began[address]; known && err == nil && t.connects == 0 {
		t.connects = max(time.Since(began), 1)
	}
}

// sent reports whether the header of the request was written.
func (t *trace) sent() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.wrote
}

// connect returns how long the connection of the call took to set up, without TLS. The result is 0 if the call got no
// connection, or one that another call had used: the transport may give a connection that was dialled for one call to
// another call.
func (t *trace) connect() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.fresh {
		return 0
	}
	return t.connects
}

// dialled returns how long the first successful attempt to connect took so far, or 0.
func (t *trace) dialled() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.connects
}
