package apiclient_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"phonebatch/apiclient"
)

// hostileServer starts a server that calls serve with each connection. It returns the address of the server, and a
// function that returns the number of connections so far. The test ends after all clients have closed their
// connections: a client that reads an endless answer to its end blocks the test.
func hostileServer(t *testing.T, serve func(net.Conn)) (address string, connections func() int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var n atomic.Int64
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			n.Add(1)
			serving.Go(func() {
				defer conn.Close()
				serve(conn)
				_, _ = io.Copy(io.Discard, conn)
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		serving.Wait()
	})
	return l.Addr().String(), func() int { return int(n.Load()) }
}

// readRequest reads one request and ignores errors.
func readRequest(conn net.Conn) {
	if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

// flood writes the start of an answer, and then repeated until the client closes the connection. The test fails if the
// client accepts about 64 MB, which no buffer between server and client holds.
func flood(t *testing.T, conn net.Conn, start, repeated string) {
	many := bytes.Repeat([]byte(repeated), 1+64<<10/len(repeated))
	_, err := conn.Write([]byte(start))
	for range 1000 {
		if err != nil {
			return
		}
		_, err = conn.Write(many)
	}
	t.Error("the client reads without a limit")
	_ = conn.Close()
}

// allocated returns the memory that the process allocates during a call, in bytes.
func allocated(call func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	call()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// expectNoConnections fails the test if connections of a closed client still have goroutines after ten seconds.
func expectNoConnections(t *testing.T) {
	t.Helper()
	stacks := make([]byte, 1<<20)
	for began := time.Now(); time.Since(began) < 10*time.Second; runtime.Gosched() {
		if n := runtime.Stack(stacks, true); !bytes.Contains(stacks[:n], []byte("net/http.(*persistConn)")) {
			return
		}
	}
	t.Errorf("still running:\n%s", stacks)
}

const (
	ok      = "HTTP/1.1 200 OK\r\n"
	chunked = ok + "Transfer-Encoding: chunked\r\n\r\n"
	inChunk = "48\r\n" + added + "\r\n"
)

func TestFloodsAreCutOff(t *testing.T) {
	for name, tt := range map[string]struct {
		start, repeated string
		code            apiclient.Code
	}{
		"a status line":           {"HTTP/1.1 200 ", "OK ", apiclient.CodeLost},
		"line ends":               {"", "\r\n", apiclient.CodeLost},
		"a header's name":         {ok, "x", apiclient.CodeLost},
		"a header":                {ok + "X: ", "x", apiclient.CodeLost},
		"headers":                 {ok, "X: y\r\n", apiclient.CodeLost},
		"interim answers":         {"", "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n", apiclient.CodeLost},
		"continuations":           {"", "HTTP/1.1 100 Continue\r\n\r\n", apiclient.CodeLost},
		"another protocol":        {"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", added, apiclient.CodeForeign},
		"frames of HTTP/2":        {"", "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64", apiclient.CodeLost},
		"chunks":                  {chunked, inChunk, apiclient.CodeForeign},
		"chunks of one byte":      {chunked, "1\r\n\n\r\n", apiclient.CodeForeign},
		"a chunk":                 {chunked + "7fffffffffffffff\r\n", added, apiclient.CodeForeign},
		"a chunk's length":        {chunked, "0", apiclient.CodeLost},
		"a chunk's extension":     {chunked + "1;", "x", apiclient.CodeLost},
		"a trailer":               {chunked + inChunk + "0\r\n", "X: y\r\n", apiclient.CodeLost},
		"the greatest length":     {ok + "Content-Length: 9223372036854775807\r\n\r\n" + added, "\n", apiclient.CodeForeign},
		"nothing but NUL":         {"HTTP/1.0 200 OK\r\n\r\n" + added, "\x00", apiclient.CodeForeign},
		"a redirect's page":       {"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "<p>", apiclient.CodeForeign},
		"a page behind an answer": {ok + "\r\n" + added, "<p>\n", apiclient.CodeForeign},
	} {
		t.Run(name, func(t *testing.T) {
			address, connections := hostileServer(t, func(conn net.Conn) { readRequest(conn); flood(t, conn, tt.start, tt.repeated) })
			c := newClient(t, options(t, "http://"+address))
			var r apiclient.Reply
			if n := allocated(func() { r = c.AddPhone(t.Context(), phone) }); n > 8<<20 {
				t.Errorf("it took %d bytes", n)
			}
			if r.Code != tt.code || len(r.Message()) > 200 || connections() != 1 {
				t.Errorf("%s after %d connections: %.300s", r.Code, connections(), r.Message())
			}
			c.Close()
			expectNoConnections(t)
		})
	}
}

func TestFloodsOfTLSAreCutOff(t *testing.T) {
	for name, tt := range map[string]struct{ start, repeated string }{
		"a greeting a byte at a time": {"\x16\x03\x03\x00\x04\x02\x00\xff\xff", "\x16\x03\x03\x00\x01\x00"},
		"a greeting of 16 megabytes":  {"\x16\x03\x03\x40\x00\x02\xff\xff\xff", "\x00"},
		"empty records":               {"", "\x16\x03\x03\x00\x00"},
		"warnings":                    {"", "\x15\x03\x03\x00\x02\x01\x5a"},
	} {
		t.Run(name, func(t *testing.T) {
			address, _ := hostileServer(t, func(conn net.Conn) { flood(t, conn, tt.start, tt.repeated) })
			c := newClient(t, options(t, "https://"+address))
			var r apiclient.Reply
			if n := allocated(func() { r = c.AddPhone(t.Context(), phone) }); n > 8<<20 {
				t.Errorf("it took %d bytes", n)
			}
			if r.Code != apiclient.CodeNeverSent || errors.Is(r.Err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", r.Code, r.Err)
			}
			c.Close()
			expectNoConnections(t)
		})
	}
}

func TestAnswerThatDripsIsLostAfterTheTimeout(t *testing.T) {
	for name, tt := range map[string]struct{ start, repeated string }{
		"a status line":              {"HTTP/1.1 200 ", "O"},
		"a header's name":            {ok, "X"},
		"interim answers":            {"", "HTTP/1.1 102 Processing\r\n\r\n"},
		"chunks":                     {chunked, "1\r\nx\r\n"},
		"a chunk's length":           {chunked, "0"},
		"a trailer":                  {chunked + inChunk + "0\r\n", "X: y\r\n"},
		"less than announced":        {ok + "Content-Length: 500\r\n\r\n", "x"},
		"a byte less than announced": {ok + "Content-Length: 73\r\n\r\n" + added, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := options(t, "http://dialer.example.com")
				o.Transport = pipeTransport(t, func(conn net.Conn) {
					_, err := io.WriteString(conn, tt.start)
					for err == nil {
						time.Sleep(time.Second)
						_, err = io.WriteString(conn, tt.repeated)
					}
				})
				lostAfterTimeout(t, o)
			})
		})
	}
}

func TestRequestThatNobodyReadsIsLostAfterTheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(t, "http://dialer.example.com")
		near, far := net.Pipe()
		defer far.Close()
		o.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
		lostAfterTimeout(t, o)
	})
}

// lostAfterTimeout makes a call and expects CodeLost at the timeout. It runs in a synctest bubble, which also checks
// that no goroutine is left.
func lostAfterTimeout(t *testing.T, o apiclient.Options) {
	t.Helper()
	began := time.Now()
	r := newClient(t, o).AddPhone(t.Context(), phone)
	if took := time.Since(began); took != o.Timeout {
		t.Errorf("given up after %s", took)
	}
	if r.Code != apiclient.CodeLost || !errors.Is(r.Err, context.DeadlineExceeded) {
		t.Errorf("%s: %v", r.Code, r.Err)
	}
}

// After status 101 the timeout of the call does not end a read from the connection.
func TestSwitchedProtocolsAreNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := options(t, "http://dialer.example.com")
		o.Transport = pipeTransport(t, func(conn net.Conn) {
			_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n")
			_, _ = io.Copy(io.Discard, conn)
		})
		if r := newClient(t, o).AddPhone(t.Context(), phone); r.Code != apiclient.CodeForeign || !strings.HasPrefix(r.Message(), "HTTP 101 ") {
			t.Errorf("%s: %s", r.Code, r.Message())
		}
	})
}

func TestAnswerBeforeTheRequestWasRead(t *testing.T) {
	address, connections := hostileServer(t, func(conn net.Conn) {
		_, _ = io.WriteString(conn, ok+"Content-Length: 0\r\n\r\n")
		_ = conn.Close()
	})
	c := newClient(t, options(t, "http://"+address))
	for range 50 {
		switch r := c.AddPhone(t.Context(), phone); r.Code {
		case apiclient.CodeEmpty, apiclient.CodeLost, apiclient.CodeNeverSent:
		default:
			t.Errorf("%s: %s", r.Code, r.Message())
		}
	}
	if n := connections(); n > 50 {
		t.Errorf("%d connections for 50 calls", n)
	}
	c.Close()
	expectNoConnections(t)
}
